"""The diary of a group: written once, it stands in the diary of each who was there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from handslag.mentoring import actions
from handslag.mentoring.models import DiaryEntry, Goal, GoalTouched, Plan
from handslag.pairs.actions import make_group
from handslag.pairs.grouping import running_in
from handslag.pairs.models import Pair
from tests.cast import NOW, TODAY
from tests.pairs import grouped

pytestmark = pytest.mark.django_db
SAID = {"activity": "", "mood": 4}


@pytest.fixture
def group(cast):
    """A group of the cast's mentor and another one with the cast's mentee and two more, who have begun."""
    grouped.ready(cast)
    mentors, mentees = grouped.people(cast.programme, mentees=2)
    plan = grouped.plan(cast.programme, [cast.mentor, *mentors], [cast.mentee, *mentees])
    found = make_group(plan, by=None, at=NOW)
    Pair.objects.of(cast.organisation).filter(group=found).update(started_on=TODAY - timedelta(days=10))
    return found


@pytest.fixture
def own(cast, group):
    """The three pairs of the cast's mentor."""
    return [pair for pair in running_in(group) if pair.mentor_id == cast.mentor.pk]


def entries(cast):
    return DiaryEntry.objects.of(cast.organisation).order_by("pair")


def write(cast, pairs, **fields):
    said = {"on_date": TODAY, "entry_id": uuid4(), "themes": ["housing"], **SAID} | fields
    return actions.write_group_diary(pairs=pairs, by=cast.mentor.person, at=NOW, **said)


def test_each_who_was_there_has_the_entry_in_the_own_diary(cast, own):
    write(cast, own[:2])
    assert {entry.pair_id for entry in entries(cast)} == {pair.pk for pair in own[:2]}
    assert {(entry.what, entry.mood, tuple(entry.themes)) for entry in entries(cast)} == {("met", 4, ("housing",))}


def test_the_own_diary_leads_to_the_one_of_the_group(as_role, group, own):
    page = as_role("mentor").get(reverse("mentoring:diary", args=[own[0].pk])).text
    assert f'class="button" href="{reverse("mentoring:group_diary", args=[group.pk])}"' in page
    assert f'href="{reverse("mentoring:new_entry", args=[own[0].pk])}"' in page


def test_an_entry_is_about_the_goals_of_its_pair_that_fit(cast, own):
    for area in ("housing", "health"):
        plan, _new = Plan.objects.of(cast.organisation).get_or_create(
            pair=own[0], organisation=cast.organisation, defaults={"made_at": NOW}
        )
        Goal.objects.create(
            organisation=cast.organisation, plan=plan, area=area, text="A flat", due_on=TODAY, made_at=NOW,
            changed_at=NOW,
        )  # fmt: skip
    write(cast, own)
    assert [row.goal.area for row in GoalTouched.objects.of(cast.organisation).select_related("goal")] == ["housing"]


def test_sent_twice_it_stands_once(cast, own):
    key = uuid4()
    write(cast, own, entry_id=key)
    write(cast, own, entry_id=key)
    assert entries(cast).count() == 3


def test_a_day_written_about_with_one_of_them_stops_all(cast, own):
    write(cast, own[:1])
    with pytest.raises(actions.DayWritten, match=own[0].mentee.person.given_name):
        write(cast, own)
    assert entries(cast).count() == 1
    write(cast, own, again=True)
    assert entries(cast).count() == 4


def test_a_mentor_writes_nothing_for_the_other_mentor(cast, group):
    with pytest.raises(actions.NotOfThisPair):
        write(cast, running_in(group))
    assert not entries(cast).exists()


def test_a_meeting_where_nobody_was_is_refused(cast, own):
    with pytest.raises(actions.NobodyThere):
        write(cast, [])


def test_the_mentor_writes_it_on_one_page(as_role, cast, group, own):
    mentor, url = as_role("mentor"), reverse("mentoring:group_diary", args=[group.pk])
    form = mentor.get(url).context["form"]
    assert len(form["there"]) == 3
    activity = form.fields["activity"].choices[0][0]
    said = {
        "entry_id": str(uuid4()), "themes": ["housing"], "mood": "4", "activity": activity,
        "on_date": str(own[0].started_on), "form": "in_person", "minutes": "90", "sentence": "They help each other",
    }  # fmt: skip
    nobody = mentor.post(url, said)
    assert nobody.status_code == 422
    assert nobody.context["form"].errors["there"] == ["Choose who was there."]
    assert nobody.context["form"]["sentence"].value() == "They help each other"
    done = mentor.post(url, said | {"there": [str(pair.pk) for pair in own[:2]]})
    assert done.status_code == 302, done.context["form"].errors
    assert {entry.pair_id for entry in entries(cast)} == {pair.pk for pair in own[:2]}
    again = mentor.post(url, said | {"there": [str(own[0].pk)], "entry_id": str(uuid4())})
    assert again.status_code == 422
    assert again.context["form"].asks_again()


@pytest.mark.parametrize(("role", "status"), [("mentee", 403), ("coordinator", 403), ("second_mentor", 404)])
def test_only_a_mentor_of_the_group_writes_its_diary(as_role, group, role, status):
    assert as_role(role).get(reverse("mentoring:group_diary", args=[group.pk])).status_code == status


def test_before_the_first_meeting_there_is_no_diary(as_role, cast, group):
    Pair.objects.of(cast.organisation).filter(group=group).update(started_on=None)
    assert as_role("mentor").get(reverse("mentoring:group_diary", args=[group.pk])).status_code == 404


def test_the_home_shows_a_group_once(as_role, group):
    for role in ("mentor", "mentee"):
        page = as_role(role).get("/home/").text
        assert page.count("See the group") == 1
        assert page.count("Book the next meeting") == 1
        assert ("Write the diary for the group" in page) is (role == "mentor")


def test_a_mentee_is_led_to_book_in_the_own_pair_and_a_mentor_to_the_group(as_role, cast, group):
    def step(role):
        steps = as_role(role).get("/home/").context["steps"]
        return next(step for step in steps if "Book the next meeting" in step.text)

    own = {reverse("mentoring:meetings", args=[p.pk]) for p in running_in(group) if p.mentee_id == cast.mentee.pk}
    assert step("mentee").url in own
    assert step("mentor").url == reverse("mentoring:group", args=[group.pk])


def test_the_mentor_books_with_each_mentee_from_the_page_of_the_group(as_role, cast, group, own):
    url = reverse("mentoring:group", args=[group.pk])
    pairs = running_in(group)
    buttons = {f'href="{reverse("mentoring:meetings", args=[pair.pk])}">Book with': pair.pk for pair in pairs}

    def found(role):
        page = as_role(role).get(url).text
        return {key for button, key in buttons.items() if button in page}

    assert found("mentor") == {pair.pk for pair in own}
    assert not found("mentee")
    assert not found("coordinator")
    Pair.objects.of(cast.organisation).filter(group=group).update(started_on=None)
    assert not found("mentor")


def test_the_step_to_the_diary_counts_a_group_as_one(as_role, group, own):
    page = as_role("mentor").get("/home/")
    (step,) = [s for s in page.context["steps"] if s.asks_for == "diary"]
    assert (step.count, step.url) == (0, reverse("mentoring:group_diary", args=[group.pk]))
