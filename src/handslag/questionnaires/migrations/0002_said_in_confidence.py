from django.db import migrations, models


class Migration(migrations.Migration):
    """The few answers with something said in confidence are found without opening all others."""

    dependencies = [("questionnaires", "0001_first")]

    operations = [
        migrations.AddIndex(
            "response",
            models.Index(fields=["programme", "answered_at"], condition=~models.Q(secret=""), name="responses_secret"),
        ),
    ]
