"""Made-up things for the style guide, so that the page needs no view of its own and no database."""

from datetime import date
from types import SimpleNamespace

from django import forms, template
from django.core.paginator import Paginator

register = template.Library()

AREAS = [
    ("employment", "Work"), ("education", "Studies"), ("language", "Language"), ("housing", "Home"),
    ("health", "Health"), ("finances", "Money"), ("social", "Friends"), ("rights", "My rights"),
]  # fmt: skip
TIMES = [
    ("weekday_day", "Weekdays, daytime"), ("weekday_eve", "Weekdays, evening"),
    ("weekend_day", "Weekend, daytime"), ("weekend_eve", "Weekend, evening"),
]  # fmt: skip
FACES = [(1, "Very bad"), (2, "Bad"), (3, "So-so"), (4, "Good"), (5, "Very good")]


class SampleForm(forms.Form):
    """One field of each kind. Nothing is ever saved."""

    name = forms.CharField(label="What is your name?", help_text="The name that you want us to use.")
    phone = forms.CharField(
        label="Your phone number", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    about = forms.CharField(label="Why do you want to be a mentor?", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Where do you live?", choices=[("a", "Northtown"), ("b", "Harbour")])
    permit = forms.ChoiceField(
        label="Do you have a residence permit?", widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure")],
    )  # fmt: skip
    digital = forms.MultipleChoiceField(
        label="What can you use?", widget=forms.CheckboxSelectMultiple,
        choices=[("mail", "E-mail"), ("form", "A form on the web"), ("video", "A video call")],
    )  # fmt: skip
    born = forms.DateField(label="Date of birth", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    consent = forms.BooleanField(label="Yes, you may keep my answers")
    areas = forms.MultipleChoiceField(
        label="What do you want help with?", help_text="You can choose three.", choices=AREAS,
        widget=forms.CheckboxSelectMultiple, initial=["employment", "language"],
    )  # fmt: skip
    times = forms.MultipleChoiceField(label="When can you meet?", choices=TIMES, widget=forms.CheckboxSelectMultiple)
    feeling = forms.ChoiceField(label="How was the meeting?", choices=FACES, widget=forms.RadioSelect, initial=4)


def _phase(title, state, starts, ends):
    return {"title": title, "state": state, "starts": starts, "ends": ends}


@register.simple_tag
def style_guide_samples() -> SimpleNamespace:
    """Everything that the style guide shows."""
    return SimpleNamespace(
        form=SampleForm(auto_id="sample_%s"),
        bad_form=SampleForm({"name": "", "phone": "12"}, auto_id="bad_%s"),
        page=Paginator(range(60), 25).page(2),
        phases=[
            _phase("Recruitment", "done", date(2026, 9, 1), date(2026, 9, 30)),
            _phase("Training", "done", date(2026, 10, 1), date(2026, 10, 31)),
            _phase("Mentoring", "now", date(2026, 11, 1), date(2027, 10, 31)),
            _phase("Closing", "next", date(2027, 11, 1), date(2027, 11, 30)),
        ],
        steps=[
            {
                "text": "Answer new applications",
                "url": "#",
                "why": "The oldest has waited 6 days.",
                "count": 4,
            },
            {"text": "Call Maryam", "url": "#", "why": "No meeting for three weeks.", "count": 0},
        ],
        pairs=[
            {"mentee": "Amina Yusuf", "mentor": "Sara Lind", "met": 6, "kind": "ok", "word": "Meeting well"},
            {
                "mentee": "Tesfay Haile",
                "mentor": "Omar Nasser",
                "met": 1,
                "kind": "error",
                "word": "Needs a call",
            },
        ],
        icons=[
            "sun",
            "moon",
            "phone",
            "mail",
            "check",
            "arrow-right",
            "calendar-days",
            "handshake",
            "sprout",
        ],
    )
