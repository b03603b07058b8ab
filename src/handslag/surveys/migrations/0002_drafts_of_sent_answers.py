from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='of_sent',
            field=models.BooleanField(default=False),
        ),
    ]
