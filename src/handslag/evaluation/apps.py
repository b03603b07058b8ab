from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "handslag.evaluation"
