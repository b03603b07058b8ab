"""What every command needs that touches the database."""

import os


def set_up_django() -> None:
    """Load the settings and the rooms. Commands call it when they run: `--help` and `match` do without."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
    django.setup()
