"""Signing the agreement of a pair: on an own device, or with the team."""

from django import forms
from django.utils.translation import gettext_lazy

from handslag.people.models import Person
from handslag.programmes.models import Membership

from ..models import Signature
from .inputs import offer
from .intake import check_name


class OwnSignatureForm(forms.Form):
    """One of the two signs on an own device."""

    signed_name = forms.CharField(
        label=gettext_lazy("Type your name to sign"), max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Type your name to sign.")},
    )  # fmt: skip

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        cleaned = super().clean()
        check_name(self, "signed_name", self.person)
        return cleaned


class RoomSignatureForm(forms.Form):
    """Staff take a signature in the room, or note one on paper."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who signs?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who signs.")},
    )  # fmt: skip
    method = forms.ChoiceField(
        label=gettext_lazy("How?"), widget=forms.RadioSelect, initial=Signature.Method.IN_ROOM,
        choices=[(m.value, m.label) for m in (Signature.Method.IN_ROOM, Signature.Method.PAPER)],
    )  # fmt: skip
    signed_name = forms.CharField(
        label=gettext_lazy("The name as signed"), max_length=160,
        error_messages={"required": gettext_lazy("Type the name.")},
    )  # fmt: skip

    def __init__(self, *args, missing: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.missing = {str(membership.pk): membership for membership in missing}
        offer(self, "who", [(pk, str(membership.person)) for pk, membership in self.missing.items()])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who"):
            check_name(self, "signed_name", self.signer().person)
        return cleaned

    def signer(self) -> Membership:
        return self.missing[self.cleaned_data["who"]]
