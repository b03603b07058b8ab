from django.db import migrations, models


class Migration(migrations.Migration):
    """The list of applications is read page by page, the oldest first, however many there are."""

    dependencies = [("recruitment", "0004_interview_bookings")]

    operations = [
        migrations.AddIndex(
            "application", models.Index(fields=["programme", "received_at", "id"], name="recruitment_in_order")
        ),
    ]
