from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "handslag.core"

    def ready(self):
        # Each room says in `access` who may see its rows, in `next_steps` what is to be done, and in
        # `receivers` what it does when a lower room tells that something happened.
        autodiscover_modules("access", "next_steps", "receivers")
