from django.db import migrations, models

REASONS = [
    ("travel", "Travel"),
    ("illness", "Illness"),
    ("family", "Family"),
    ("busy", "Work or exams"),
    ("other", "Something else"),
    ("unsaid", "They do not want to say"),
]


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_pauses_asked_for")]

    operations = [
        migrations.AlterField("pairpause", "reason", models.CharField(choices=REASONS, max_length=8)),
        migrations.AlterField("pauserequest", "reason", models.CharField(blank=True, choices=REASONS, max_length=8)),
    ]
