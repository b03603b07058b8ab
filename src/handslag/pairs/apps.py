from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "handslag.pairs"
