from django.db import migrations, models


class Migration(migrations.Migration):
    """No two drafts have the same address."""

    dependencies = [("recruitment", "0008_addresses_of_drafts")]

    operations = [migrations.AlterField("draft", "key_hash", models.CharField(max_length=64, unique=True))]
