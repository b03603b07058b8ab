from django.db import migrations
from django.db.models import Exists, OuterRef, Q


def those_who_left_before(apps, schema_editor):
    """Of pauses that last it was not kept that somebody had left; the pair that ended because of it tells. A pair that
    was made later shows that somebody had looked again in between."""
    pairs = apps.get_model("pairs", "Pair").objects.all()
    pauses = apps.get_model("pairs", "Pause").objects.filter(ended_at=None)
    left = Q()
    for side in ("mentor", "mentee"):
        ended = pairs.filter(end_reason=f"{side}_left", **{side: OuterRef("membership")})
        later = pairs.filter(matched_at__date__gt=OuterRef("ended_on"), **{side: OuterRef(side)})
        left |= Q(Exists(ended.filter(~Exists(later))))
    pauses.filter(left).update(has_left=True)


class Migration(migrations.Migration):
    dependencies = [("pairs", "0006_who_has_left")]
    operations = [migrations.RunPython(those_who_left_before, migrations.RunPython.noop)]
