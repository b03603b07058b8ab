"""Inputs are written the quick way and say the same as Django's own."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.test.html import parse_html

from handslag.core.templatetags.ui import icon, option_input, tile

CHOICES = [("", "Nothing"), ("a&b", 'A "quoted" <one>'), (3, "Three"), ("x", "X"), (True, "Yes"), (False, "No")]
WIDGETS = {
    "radio": forms.RadioSelect({"data-x": "1 < 2", "disabled": True, "data-y": None, "data-z": False}),
    "ticks": forms.CheckboxSelectMultiple(),
    "list": forms.Select({"autocomplete": "off", "hidden": False}),
    "text": forms.TextInput({"maxlength": 9, "autofocus": True}),
    "text area": forms.Textarea({"rows": 3, "placeholder": "<b>"}),
    "tick": forms.CheckboxInput({"data-x": None}),
    "date": forms.DateInput({"type": "date"}),
    "hidden": forms.HiddenInput(),
}


def form_of(widget, value, renderer=None):
    field = forms.CharField(widget=widget, required=False, help_text="Hint")
    if hasattr(widget, "choices"):
        field.widget.choices = [*CHOICES, ("Group", [("g", "In a group")])]
    form = type("Form", (forms.Form,), {"answer": field})
    return form(initial={"answer": value}, renderer=renderer)["answer"]


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("value", [None, "", "a&b", 3, "g"])
def test_a_widget_looks_as_djangos_own(name, value):
    ours, theirs = form_of(WIDGETS[name], value), form_of(WIDGETS[name], value, DjangoTemplates())
    assert parse_html(str(ours)) == parse_html(str(theirs))


@pytest.mark.parametrize("name", ["radio", "ticks"])
def test_the_input_of_a_choice_is_its_tag(name):
    field = form_of(WIDGETS[name], ["a&b"])
    assert [option_input(option) for option in field] == [option.tag().strip() for option in field]


def test_the_input_of_a_choice_without_a_value_is_its_tag():
    option = next(iter(form_of(WIDGETS["ticks"], [])))
    option.data["value"] = None
    assert option_input(option) == option.tag().strip()
    assert "value" not in option_input(option)


def test_a_tile_is_the_label_of_its_choice_with_a_picture():
    option = list(form_of(WIDGETS["radio"], "a&b"))[1]
    assert tile(option, {"a&b": "mail"}) == (
        f'<label class="tile" for="{option.id_for_label}">{option_input(option)}<span class="tile__body">'
        f'<span class="tile__tick">{icon("check")}</span><span class="leaf">{icon("mail")}</span>'
        "<span>A &quot;quoted&quot; &lt;one&gt;</span></span></label>"
    )
    assert icon("mail") not in tile(option, {"a&b": "mail"}, plain=True)


def test_the_templates_of_the_widgets_are_ours():
    """They stand before Django's because our rooms come first in INSTALLED_APPS."""
    widget = {"type": "text", "name": "a", "value": None, "attrs": {}}
    assert (
        render_to_string("django/forms/widgets/input.html", {"widget": widget}).strip()
        == '<input type="text" name="a">'
    )


def test_the_hint_of_a_tick_stands_after_its_label_like_all_hints():
    field = form_of(WIDGETS["tick"], None)
    page = render_to_string("ui/field.html", {"field": field})
    assert page.index("Answer") < page.index("Hint")
