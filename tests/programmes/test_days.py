"""How far ahead something can be planned in a programme: by the actions, and said at the field of each form."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.gatherings import actions as gatherings
from handslag.mentoring.actions import add_goal, book_meeting
from handslag.mentoring.forms import GoalForm, IntakeForm, MeetingForm
from handslag.pairs.models import Pair
from handslag.programmes.actions import add_partner
from handslag.programmes.days import TooFarAhead, check_not_too_far, last_day_to_plan
from handslag.programmes.models import Partner, Phase
from handslag.recruitment.actions import book_interview
from handslag.recruitment.forms_booking import BookingForm
from handslag.supervision.forms import MeetingForm as SupervisionForm
from handslag.training.actions import add_unit
from handslag.training.forms import SessionForm
from tests.cast import NOW, TODAY
from tests.recruitment.received import received

pytestmark = pytest.mark.django_db
LAST = date(2027, 3, 1)  # sixty days after the end
FAR = datetime(2036, 1, 1, 17, tzinfo=UTC)
SAID = "choose 1 March 2027 or a day before"


@pytest.fixture
def programme(cast):
    Phase.objects.create(
        organisation=cast.organisation, programme=cast.programme, key="mentoring", position=1, title="Mentoring",
        starts_on=date(2026, 1, 5), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    return cast.programme


@pytest.fixture
def pair(cast, programme):
    return Pair.objects.create(
        organisation=cast.organisation, programme=programme, mentor=cast.mentor, mentee=cast.mentee, matched_at=NOW,
        agreed_at=NOW,
    )  # fmt: skip


def test_the_last_day_is_sixty_days_after_the_last_phase(programme):
    check_not_too_far(programme, LAST, NOW)
    with pytest.raises(TooFarAhead, match=SAID):
        check_not_too_far(programme, LAST + timedelta(days=1), NOW)


def test_a_programme_that_takes_longer_goes_on(programme):
    late = datetime(2027, 6, 1, 9, tzinfo=UTC)
    assert last_day_to_plan(programme, late) == late.date() + timedelta(days=60)


def test_a_programme_without_phases_has_no_last_day(cast):
    check_not_too_far(cast.programme, FAR.date(), NOW)


def test_no_action_plans_ten_years_ahead(cast, programme, pair):
    by = cast.coordinator.person
    with pytest.raises(TooFarAhead):
        book_meeting(pair=pair, starts_at=FAR, place="", by=by, at=NOW)
    with pytest.raises(TooFarAhead):
        add_goal(pair=pair, area="housing", text="Find a room", due_on=FAR.date(), by=by, at=NOW)
    with pytest.raises(TooFarAhead):
        gatherings.plan(programme=programme, kind="training", title="x", starts_at=FAR, by=by, at=NOW)
    application = received(programme, "mentor")
    with pytest.raises(TooFarAhead):
        book_interview(application=application, starts_at=FAR, place="Library", by=by, at=NOW)


def test_every_form_says_it_at_the_field(cast, programme, pair):
    unit = add_unit(
        programme=programme, number=1, title={"en": "One"}, aim={}, content={}, activities={}, minutes=60, by=None,
        at=NOW,
    )  # fmt: skip
    typed = dict.fromkeys(("day", "due_on", "day_1"), "2036-01-01") | {"clock": "17:00", "clock_1": "17:00"}
    forms = [
        (MeetingForm(typed, programme=programme), "day"), (GoalForm(typed, pair=pair), "due_on"),
        (IntakeForm(typed, pair=pair, documents=None, today=TODAY), "day_1"),
        (BookingForm(typed, programme=programme), "day"), (SessionForm(typed, unit=unit), "day"),
        (SupervisionForm(typed, programme=programme), "day"),
    ]  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        for form, field in forms:
            assert SAID in str(form.errors.get(field)), type(form)


def test_a_partner_since_a_day_to_come_is_refused_at_the_field(cast, as_role):
    given = {"name": "City", "kind": "authority", "involvement": "partner", "country": "SE", "proof": "12"}
    address = reverse("programmes:partners", args=[cast.programme.pk])
    page = as_role("coordinator").post(address, given | {"since_on": "2040-01-01"})
    assert page.status_code == 422
    assert "This day has not come yet" in str(page.context["form"].errors["since_on"])
    assert 'value="City"' in page.text
    assert not Partner.objects.of(cast.organisation).exists()
    add_partner(programme=cast.programme, by=None, at=NOW, since_on=TODAY, **given)
