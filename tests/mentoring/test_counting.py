import pytest

from handslag.mentoring.counting import counts_as_meeting, meeting_rule
from handslag.mentoring.models import DiaryEntry
from handslag.programmes.models import Programme

LISTED = Programme(
    lists={"meeting_form": [{"code": "in_person"}, {"code": "letters", "live": False}]},
    diary_form={"meeting_least_minutes": 30},
)


@pytest.mark.parametrize(
    ("what", "form", "minutes", "counts"),
    [
        ("met", "in_person", 15, True),
        ("met", "video", 60, True),
        ("met", "call", 14, False),
        ("met", "in_person", None, False),
        ("met", "chat", 60, False),
        ("moved", "in_person", 60, False),
        ("no_show", "in_person", 60, False),
        ("none", "in_person", 60, False),
    ],
)
def test_a_meeting_is_live_talk_of_a_quarter_of_an_hour(what, form, minutes, counts):
    assert meeting_rule(Programme())(what, form, minutes) is counts
    assert counts_as_meeting(DiaryEntry(what=what, form=form, minutes=minutes), Programme()) is counts


@pytest.mark.parametrize(
    ("form", "minutes", "counts"),
    [("in_person", 30, True), ("in_person", 29, False), ("letters", 60, False), ("video", 60, False)],
)
def test_a_programme_may_say_which_forms_are_live_and_how_long(form, minutes, counts):
    assert meeting_rule(LISTED)("met", form, minutes) is counts
