from django.db import migrations, models


def those_before_have_agreed(apps, schema_editor):
    """Pairs that were published before anybody was asked go on to their first meeting."""
    apps.get_model("pairs", "Pair").objects.filter(agreed_at=None).update(agreed_at=models.F("matched_at"))


class Migration(migrations.Migration):
    dependencies = [("pairs", "0003_asking_groups_and_suggesting")]
    operations = [migrations.RunPython(those_before_have_agreed, migrations.RunPython.noop)]
