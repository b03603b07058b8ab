from uuid import UUID

from django.db import migrations

SIDES = {"mentor_left": "mentor_id", "mentee_left": "mentee_id"}


def those_who_left_before(apps, schema_editor):
    """Of pauses that last it was not kept that somebody had left; the pair that ended because of it tells. A pause that
    lasts and had begun by the instant at which that end was written belongs to it: had somebody looked again, it would
    be over. One that began later has another reason."""
    pairs = apps.get_model("pairs", "Pair").objects.filter(end_reason__in=SIDES)
    pauses = apps.get_model("pairs", "Pause").objects.filter(ended_at=None)
    ends = apps.get_model("journal", "Entry").objects.filter(action="pair.end")
    written = {UUID(key): at for key, at in ends.values_list("subject_id", "at")}
    began = dict(pauses.values_list("membership_id", "since"))
    left = set()
    for pair in pairs.values("pk", "end_reason", *SIDES.values()):
        member, at = pair[SIDES[pair["end_reason"]]], written.get(pair["pk"])
        if at and member in began and began[member] <= at:
            left.add(member)
    pauses.filter(membership__in=left).update(has_left=True)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_in_order_of_instants"), ("pairs", "0006_who_has_left")]
    operations = [migrations.RunPython(those_who_left_before, migrations.RunPython.noop)]
