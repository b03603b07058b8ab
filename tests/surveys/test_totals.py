"""What the team and those outside see of the answers: totals, and nothing that tells who said what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handslag.programmes.models import Membership
from handslag.surveys.actions import Asked, invite, open_wave
from handslag.surveys.models import Invitation
from tests.cast import NOW, TODAY, member, person
from tests.supervision.rows import DAY
from tests.surveys.conftest import crowd, says

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["coordinator", "supervisor", "trainer", "administrator", "partner"])
def test_the_team_and_partners_see_totals(cast, forms, as_role, role):
    wave = crowd(cast, forms, 6, going=4)
    assert as_role(role).get(reverse("surveys:surveys", args=[cast.programme.pk])).status_code == 200
    page = as_role(role).get(reverse("surveys:wave", args=[wave.pk]))
    assert "6 of 6 have answered" in page.text


@pytest.mark.parametrize("role", ["mentor", "mentee", "expert", "outsider"])
def test_participants_and_strangers_see_no_totals(cast, asked, as_role, role):
    [invitation] = asked("pulse", "mentor")
    for url in (
        reverse("surveys:surveys", args=[cast.programme.pk]), reverse("surveys:wave", args=[invitation.wave_id])
    ):  # fmt: skip
        assert as_role(role).get(url).status_code == 404


def test_a_partner_sees_no_group_of_fewer_than_five(cast, forms, as_role):
    wave = crowd(cast, forms, 6, going=4, fit=4)
    crowd(cast, forms, 4, going=1, fit=4)
    shown = {
        total.label: total
        for total in as_role("partner").get(reverse("surveys:wave", args=[wave.pk])).context["totals"]
    }
    assert shown["How is it going with the two of you?"].hidden
    assert not shown["Do you two fit together?"].hidden
    reader = as_role("coordinator").get(reverse("surveys:wave", args=[wave.pk])).context["totals"]
    assert [bar.count for bar in reader[0].bars] == [4, 0, 0, 6, 0]


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_who_may_not_read_single_answers_reads_none_as_a_total(cast, forms, as_role, role):
    """The page tells the writer: only the people who evaluate can read your answers, others see totals."""
    wave = crowd(cast, forms, 1, going=1)
    client, url = as_role(role), reverse("surveys:wave", args=[wave.pk])
    page = client.get(url)
    assert page.context["totals"][0].answered == 0
    assert "fewer than five" in page.text
    assert "fewer than five" in client.get(reverse("surveys:surveys", args=[cast.programme.pk])).text
    crowd(cast, forms, 9, going=4)
    assert client.get(url).context["totals"][0].hidden


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_totals_of_two_days_do_not_tell_what_one_person_answered(cast, forms, as_role, role):
    wave = crowd(cast, forms, 5, going=4)
    client, url = as_role(role), reverse("surveys:wave", args=[wave.pk])
    before = client.get(url).context["totals"][0]
    for _day in range(4):
        crowd(cast, forms, 1, going=4)
        page = client.get(url)
        assert page.context["totals"][0] == before
        assert "counted here 5 at a time" in page.text
    crowd(cast, forms, 1, going=4)
    assert client.get(url).context["totals"][0].answered == before.answered + 5
    assert "at a time" not in as_role("coordinator").get(url).text


def measured_twice(cast, forms, *last: int, at=NOW - 30 * DAY):
    """New mentees who first say that they are happy 5 of 10, and `last` the second time, one a minute."""
    for occasion, day in (("0", at - DAY), ("180", at)):
        wave = open_wave(questionnaire=forms["measures"], occasion=occasion, by=None, at=day)
        if occasion == "0":
            start = wave.invitations.count()
            new = [person(cast.organisation, f"Measured {start + n}") for n in range(len(last))]
            people = [Asked(member(cast.programme, one, "mentee")) for one in new]
        invite(wave=wave, people=people, closes_on=TODAY + 30 * DAY, by=None, at=day)
        for n, (one, life) in enumerate(zip(people, last, strict=True), start):
            invitation = wave.invitations.get(membership=one.membership)
            says(invitation, at=day + timedelta(minutes=n), life=5 if occasion == "0" else life)


def measured_again(cast, forms, number, life):
    """A third answer of somebody who was measured twice."""
    wave = open_wave(questionnaire=forms["measures"], occasion="360", by=None, at=NOW)
    who = Membership.objects.of(cast.organisation).get(person__family_name=number, role="mentee")
    invite(wave=wave, people=[Asked(who)], closes_on=TODAY + 30 * DAY, by=None, at=NOW)
    says(wave.invitations.get(), at=NOW, life=life)


def first_change(client, cast):
    return client.get(reverse("surveys:surveys", args=[cast.programme.pk])).context["changes"][0]


@pytest.mark.parametrize("role", ["partner", "supervisor"])
def test_before_and_after_shows_no_single_person_to_those_who_may_not_read_them(cast, forms, as_role, role):
    measured_twice(cast, forms, 8, 8, 8, 8, 8)
    assert first_change(as_role(role), cast).better == 5
    measured_twice(cast, forms, 2)
    assert first_change(as_role(role), cast).better == 5
    change = first_change(as_role("coordinator"), cast)
    assert (change.better, change.same, change.worse) == (5, 0, 1)
    measured_twice(cast, forms, 8, 8, 8, 8)
    assert first_change(as_role(role), cast).hidden


def test_a_third_answer_changes_nothing_for_those_who_may_not_read_answers(cast, forms, as_role):
    """Otherwise one person would leave the batch that is shown, or change it, and another one come in."""
    measured_twice(cast, forms, 6, 8, 8, 8, 8, 8)
    page = as_role("supervisor").get(reverse("surveys:surveys", args=[cast.programme.pk]))
    assert "first answer against the second" in page.text
    before = first_change(as_role("supervisor"), cast)
    assert (before.persons, before.mean) == (5, 2.6)
    measured_again(cast, forms, "0", 9)
    assert first_change(as_role("supervisor"), cast) == before
    assert first_change(as_role("coordinator"), cast).mean == 19 / 6


def test_before_and_after_is_as_of_the_end_of_a_month_for_a_partner(cast, forms, as_role):
    measured_twice(cast, forms, 8, 8, 8, 8, 8)
    measured_twice(cast, forms, 8, at=NOW)
    assert first_change(as_role("partner"), cast).persons == 5
    assert first_change(as_role("coordinator"), cast).persons == 6


def test_a_partner_sees_totals_as_of_the_end_of_a_month(cast, forms, as_role):
    """Totals of two days that follow each other would show what one person answered in between."""
    wave = crowd(cast, forms, 6, going=4)
    [late] = Invitation.objects.of(cast.organisation).filter(wave=wave)[:1]
    says(late, going=4, at=NOW)
    assert "5 of 6" in as_role("partner").get(reverse("surveys:wave", args=[wave.pk])).text
    assert "6 of 6" in as_role("coordinator").get(reverse("surveys:wave", args=[wave.pk])).text
