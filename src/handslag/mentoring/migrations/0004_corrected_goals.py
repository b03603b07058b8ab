from django.db import migrations, models


class Migration(migrations.Migration):
    """A goal says when it was corrected, so that an approval is not read as one of the new words."""

    dependencies = [("mentoring", "0003_corrections")]

    operations = [
        migrations.AddField(
            "goal",
            "corrected_at",
            models.DateTimeField(blank=True, help_text="when its words or its day were corrected", null=True),
        ),
    ]
