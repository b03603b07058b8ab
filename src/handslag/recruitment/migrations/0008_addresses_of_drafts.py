from hashlib import sha256

from django.db import migrations


def keep_addresses(apps, schema_editor):
    """Until now a draft's id was the key in its address."""
    drafts = apps.get_model("recruitment", "Draft")._base_manager
    rows = list(drafts.only("id"))
    for row in rows:
        row.key_hash = sha256(row.id.bytes).hexdigest()
    drafts.bulk_update(rows, ["key_hash"], batch_size=500)


class Migration(migrations.Migration):
    """The addresses of drafts that were begun before go on to work."""

    dependencies = [("recruitment", "0007_keys_of_drafts")]

    operations = [migrations.RunPython(keep_addresses, migrations.RunPython.noop)]
