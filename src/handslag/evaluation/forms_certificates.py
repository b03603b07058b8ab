"""Forms around certificates; they clean values and save nothing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .certificates import Candidate


class IssueForm(forms.Form):
    """Who gets a certificate: those ticked on the page, or everybody who has earned one."""

    everybody = forms.BooleanField(required=False)
    who = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, shown: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(one.key, one.key) for one in shown]  # type: ignore[attr-defined]
        self.fields["who"].error_messages["invalid_choice"] = _(
            "Somebody has this certificate already, or has not earned it. Look at the list again."
        )

    def clean(self):
        clean = super().clean()
        if not self.errors and not clean.get("everybody") and not clean.get("who"):
            self.add_error("who", _("Tick at least one person."))
        return clean

    @property
    def keys(self) -> list[str] | None:
        return None if self.cleaned_data["everybody"] else self.cleaned_data["who"]


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only the team reads this. The public page says that it is not valid, not why."),
        error_messages={"required": gettext_lazy("Say why the certificate is taken back.")},
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code on the certificate"), max_length=40,
        help_text=gettext_lazy("Three times four letters or figures, for example ACDE-3469-HJKM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the code that is on the certificate.")},
    )  # fmt: skip
