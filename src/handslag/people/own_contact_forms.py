"""The forms with which one says how one is reached."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .phones import normal_phone


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Phone number"), max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if not 6 <= len(normal_phone(phone)) <= 15:
            raise forms.ValidationError(_("This is not a phone number. Write all the figures."))
        return phone


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("New e-mail address"), widget=forms.EmailInput({"autocomplete": "email"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
