from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pairs", "0007_those_who_left_before")]
    operations = [
        migrations.AddField(
            model_name="matchinground",
            name="ready",
            field=models.JSONField(
                default=dict, help_text="Who could be matched when pairs were suggested: mentees, mentors with places"
            ),
        ),
    ]
