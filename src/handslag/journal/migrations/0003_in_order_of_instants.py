from django.db import migrations, models


class Migration(migrations.Migration):
    """The page of the journal asks for the newest entries of an organisation, by the instant they tell of."""

    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["organisation_id", "at", "id"], name="journal_by_instant"),
        ),
    ]
