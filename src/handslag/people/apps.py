from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "handslag.people"

    def ready(self):
        # They connect what happens when somebody signs in or out, and when an authenticator comes or goes.
        from . import middleware, sign_in  # noqa: F401

        post_migrate.connect(make_table_of_tries, sender=self)


def make_table_of_tries(using, **kwargs):
    """The table in which all processes count tries to sign in: `migrate` makes it, so nobody has to remember to."""
    call_command("createcachetable", database=using, verbosity=0)
