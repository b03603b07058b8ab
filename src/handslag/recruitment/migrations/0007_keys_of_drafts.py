from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft's address holds a key of its own, of which a hash is kept; and a draft knows how far one came."""

    dependencies = [("recruitment", "0006_interview_invitations")]

    operations = [
        migrations.AddField("draft", "key_hash", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddField(
            "draft",
            "reached",
            models.PositiveSmallIntegerField(default=0, help_text="Number of the furthest screen that was answered"),
        ),
    ]
