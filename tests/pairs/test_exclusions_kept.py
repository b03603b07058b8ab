"""Nothing that was said in confidence is lost: with another membership, a later save, or two who write at once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions
from handslag.pairs.models import Exclusion
from handslag.pairs.turning import said_in, texts_waiting
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role
from tests import cast as people
from tests.pairs import made
from tests.pairs.confided import LATER, suggested, text, turn
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("named")]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


def page_of(client, member):
    return client.get(reverse("pairs:exclusion", args=[member.pk]))


def press(client, member, **changed):
    """Press the button as the page stands."""
    initial = page_of(client, member).context["form"].initial
    return client.post(reverse("pairs:exclusion", args=[member.pk]), {**initial, **changed})


def leave(member):
    Membership.objects.of(member.organisation_id).filter(pk=member.pk).update(ended_at=NOW)


def again(member, role=None):
    """The person becomes a member once more, or in another role."""
    row = people.member(member.programme, member.person, role or member.role)
    made.tell(row, made.MENTOR if row.role == Role.MENTOR else made.MENTEE)
    return row


def rules_of(member):
    return Exclusion.objects.of(member.organisation_id).get(membership=member).rules


def test_who_is_away_while_rules_are_saved_anew_stays_excluded(as_role, programme, by, only_ours):
    one, two, mentee = made.mentor(programme, "Maha One"), made.mentor(programme, "Maha Two"), made.mentee(programme)
    actions.tell(member=mentee, words="Maha", at=NOW)
    turn(mentee, by, persons=[one.person, two.person])
    leave(one)
    client = as_role("coordinator")
    assert press(client, mentee).status_code == 302
    assert rules_of(mentee)["persons"] == sorted([str(one.person_id), str(two.person_id)])
    assert press(client, mentee, persons_chosen=[], nobody="on").status_code == 302
    assert rules_of(mentee)["persons"] == [str(one.person_id)]


def test_a_country_stays_when_the_page_is_saved_as_it_was_filled_in(as_role, programme, by, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Norway, Italy", at=NOW)
    client = as_role("coordinator")
    for _again in range(2):
        assert press(client, mentee).status_code == 302
        assert rules_of(mentee)["countries"] == ["IT", "NO"]
    assert press(client, mentee, countries="Norway, SE").status_code == 302
    assert rules_of(mentee)["countries"] == ["NO", "SE"]
    assert press(client, mentee, countries="XX").status_code == 422


def test_what_was_told_and_turned_holds_when_the_person_is_a_member_again(programme, by, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    actions.tell(member=mentee, words="Maha Mentor", at=NOW)
    turn(mentee, by, persons=[mentor.person])
    leave(mentee)
    new, other = again(mentee), made.mentee(programme, "Other Mentee", help_wanted=["language"])
    assert suggested(programme, by) == {(mentor, other)}
    assert texts_waiting(programme) == 0
    assert new.pk not in Exclusion.objects.of(programme.organisation).values_list("membership", flat=True)


def test_words_of_a_membership_that_ended_still_wait(as_role, programme, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Canary Cousin", at=NOW)
    leave(mentee)
    assert texts_waiting(programme) == 0
    new = again(mentee)
    assert texts_waiting(programme) == 1
    assert "Canary Cousin" in text(page_of(as_role("coordinator"), new))


def test_what_is_said_in_one_role_holds_in_the_other_and_is_sorted_out_for_each(programme, by, only_ours):
    mentor, mentee = made.mentor(programme, "Canary Enemy"), made.mentee(programme)
    as_mentor = again(mentee, Role.MENTOR)
    actions.tell(member=as_mentor, words="that man from the course", at=NOW)
    assert texts_waiting(programme) == 2
    turn(as_mentor, by)
    assert [said.member for said in said_in(programme) if said.told.waits] == [mentee]
    turn(mentee, by, persons=[mentor.person])
    assert rules_of(as_mentor) == rules_of(mentee)
    turn(as_mentor, by)
    assert rules_of(mentee)["persons"] == [str(mentor.person_id)]


def test_whoever_tells_or_turns_holds_the_programme_first(programme, by, only_ours):
    mentee = made.mentee(programme)
    for act in (
        lambda: actions.tell(member=mentee, words="Ali", at=NOW),
        lambda: actions.turn(member=mentee, persons=[], countries=[], names="", told_at=LATER, by=by, at=LATER),
    ):
        with CaptureQueriesContext(connection) as captured:
            act()
        first = next(query["sql"] for query in captured if query["sql"].startswith("SELECT"))
        assert ' FROM "programmes_programme"' in first
        assert ("FOR UPDATE" in first) == connection.features.has_select_for_update


def test_an_answer_that_came_meanwhile_is_read_first_and_then_the_button_works(as_role, programme, only_ours):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    actions.tell(member=mentee, words="Ali", at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:exclusion", args=[mentee.pk])
    said = {**page_of(client, mentee).context["form"].initial, "persons_chosen": [str(mentor.person_id)]}
    made.tell(mentee, {"exclude": "Canary Cousin"}, key="mentee_interview", at=NOW + timedelta(minutes=9))
    page = client.post(url, said)
    assert page.status_code == 422
    assert "Something more was said" in text(page)
    assert "Canary Cousin" in text(page)
    shown = page.context["form"]
    assert shown["persons_chosen"].value() == [str(mentor.person_id)]
    assert shown["told_at"].value() != said["told_at"]
    assert client.post(url, {**said, "told_at": shown["told_at"].value()}).status_code == 302
    assert rules_of(mentee)["persons"] == [str(mentor.person_id)]


def test_a_wrong_country_does_not_make_newer_words_pass_as_read(as_role, programme, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Ali", at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:exclusion", args=[mentee.pk])
    said = page_of(client, mentee).context["form"].initial
    actions.tell(member=mentee, words="and Karim", at=LATER)
    page = client.post(url, {**said, "countries": "Atlantis"})
    assert page.context["form"]["told_at"].value() == said["told_at"]


def test_the_journal_does_not_say_who_told(programme, only_ours):
    mentee = made.mentee(programme)
    actions.tell(member=mentee, words="Ali", at=NOW)
    assert Entry.objects.get(action="exclusion.tell").actor_id is None


def test_somebody_of_the_whole_organisation_can_be_named_as_well(as_role, cast, programme):
    everywhere = people.member(programme, people.person(cast.organisation, "Every Where"), Role.COORDINATOR)
    Membership.objects.of(cast.organisation).filter(pk=everywhere.pk).update(programme=None)
    client, url = as_role("coordinator"), reverse("pairs:exclusion_readers", args=[programme.pk])
    assert "Every Where" in client.get(url).text
    assert client.post(url, {"readers": [str(everywhere.pk)]}).status_code == 302
    assert client.get(url).context["form"].initial["readers"] == [str(everywhere.pk)]
