from django.db import migrations, models


class Migration(migrations.Migration):
    """A meeting counts how often it was moved; a diary entry says when it was corrected."""

    dependencies = [("mentoring", "0002_final_assessment")]

    operations = [
        migrations.AddField("pairmeeting", "revision", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("diaryentry", "corrected_at", models.DateTimeField(blank=True, null=True)),
    ]
