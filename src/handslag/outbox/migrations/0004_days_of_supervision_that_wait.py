from django.db import migrations
from django.db.models import Q

# How the keys of letters about a day of supervision begin; the others of that kind may tell of a concern.
OF_DAYS = ("new-day:", "moved:", "cancelled:")


def days_that_wait(apps, schema_editor):
    """Letters about days of supervision that were written before they had a kind of their own, and wait to be sent or
    told: whoever calls reads these as well."""
    of_days = Q()
    for begins in OF_DAYS:
        of_days |= Q(once_key__startswith=begins)
    rows = apps.get_model("outbox", "Message").objects.filter(of_days, kind="supervision")
    rows.filter(state__in=("queued", "by_hand", "failed")).update(kind="superv_day")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_days_of_supervision")]
    operations = [migrations.RunPython(days_that_wait, migrations.RunPython.noop)]
