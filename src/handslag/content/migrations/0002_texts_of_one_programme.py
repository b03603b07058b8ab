from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='programme_id',
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
