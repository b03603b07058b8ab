from django import forms
from django.utils.translation import gettext_lazy as _

from .models import ChannelChoice


class ChannelForm(forms.Form):
    """How somebody wants to get messages."""

    channel = forms.ChoiceField(
        label=_("How do you want your messages?"), choices=ChannelChoice.Channel.choices, widget=forms.RadioSelect
    )


class AddressForm(forms.Form):
    """The right e-mail address of somebody whom a message did not reach."""

    email = forms.EmailField(label=_("E-mail address"), error_messages={"invalid": _("This is not an e-mail address.")})
