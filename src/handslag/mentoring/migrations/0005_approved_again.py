from django.db import migrations, models


class Migration(migrations.Migration):
    """A plan is approved again when goals are newer than its approval."""

    dependencies = [("mentoring", "0004_corrected_goals")]

    operations = [
        migrations.AddField(
            "plan",
            "renewed_at",
            models.DateTimeField(blank=True, help_text="when what came later was approved, the last time", null=True),
        ),
    ]
