from django.apps import AppConfig
from django.forms import ChoiceField, DateField, Field, TimeField
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "handslag.core"

    def ready(self):
        say_how_to_mend()
        # Each room says in `access` who may see its rows, in `next_steps` what is to be done, in
        # `home_panels` what else a home shows, in `receivers`
        # what it does when a lower room tells that something happened, in `leaving` what keeps somebody in a role,
        # in `form_words` what codes and ids in a form that was kept mean.
        autodiscover_modules("access", "next_steps", "home_panels", "receivers", "leaving", "standing", "form_words")


def say_how_to_mend() -> None:
    """What every form says of an answer that is missing or no day, where the form itself says nothing better.

    Changed in Django's own fields, and once, before any form is made: a base class for our forms would miss the sign-in
    pages' forms and the fields that questionnaires make, and a translation cannot tell a day from a line of text, for
    Django says "This field is required." of both.
    """
    Field.default_error_messages["required"] = _("Fill this in.")
    ChoiceField.default_error_messages["required"] = _("Choose an answer.")
    DateField.default_error_messages |= {
        "required": _("Choose a day."), "invalid": _("This is not a day. Choose one from the calendar."),
    }  # fmt: skip
    TimeField.default_error_messages |= {
        "required": _("Choose a time."), "invalid": _("This is not a time. Write it like 17:30."),
    }  # fmt: skip
