from django.apps import AppConfig
from django.forms import ChoiceField, DateField, Field, TimeField
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "handslag.core"

    def ready(self):
        say_how_to_mend()
        # Each room says in `access` who may see its rows, in `next_steps` what is to be done, and in
        # `receivers` what it does when a lower room tells that something happened.
        autodiscover_modules("access", "next_steps", "receivers")


def say_how_to_mend() -> None:
    """What every form says of an answer that is missing or no day, where the form itself says nothing better."""
    Field.default_error_messages["required"] = _("Fill this in.")
    ChoiceField.default_error_messages["required"] = _("Choose an answer.")
    DateField.default_error_messages |= {
        "required": _("Choose a day."), "invalid": _("This is not a day. Choose one from the calendar."),
    }  # fmt: skip
    TimeField.default_error_messages |= {
        "required": _("Choose a time."), "invalid": _("This is not a time. Write it like 17:30."),
    }  # fmt: skip
