from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pairs", "0005_rounds_from_before_the_log")]
    operations = [
        migrations.AddField(
            model_name="pause",
            name="has_left",
            field=models.BooleanField(default=False, help_text="A pair ended because this one left"),
        ),
    ]
