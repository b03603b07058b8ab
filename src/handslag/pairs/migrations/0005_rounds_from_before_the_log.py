from django.db import migrations


def decisions_stand(apps, schema_editor):
    """What was decided in open rounds before decisions were kept stands as with a suggestion of that time: each may be
    taken back, also where a rule has come since."""
    rounds, decisions = apps.get_model("pairs", "MatchingRound"), apps.get_model("pairs", "Decision")
    for one in rounds.objects.filter(published_at=None, decisions=None):
        decided = one.proposals.exclude(status="suggested").order_by("pk")
        decisions.objects.create(
            organisation_id=one.organisation_id, round=one, number=1, kind="suggest", decided_at=one.suggested_at,
            effects=[_effect(row, one.suggested_at) for row in decided],
        )  # fmt: skip


def _effect(row, suggested_at):
    effect = {
        "what": row.status, "mentee": str(row.mentee_id), "mentor": str(row.mentor_id), "score": row.score,
        "by": str(row.decided_by_id or ""), "at": (row.decided_at or suggested_at).isoformat(),
    }  # fmt: skip
    return {name: value for name, value in effect.items() if value not in ("", None)}


class Migration(migrations.Migration):
    dependencies = [("pairs", "0004_those_before_have_agreed")]
    operations = [migrations.RunPython(decisions_stand, migrations.RunPython.noop)]
