"""Letters of this room that a later act has overtaken: each reader finds only what still holds as news."""

from datetime import timedelta

import pytest

from handslag.outbox.models import Message
from handslag.pairs import actions, notices
from handslag.programmes.roles import Role
from tests.cast import member
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
DAY = timedelta(days=1)
ENDED = "Your time with your mentor has ended"
IN_GROUP = "You have a mentor and a group"


def told(programme, state: str = "in_app") -> None:
    """Everything that waits was told by now."""
    rows = Message.objects.of(programme.organisation).filter(state__in=("queued", "by_hand"))
    rows.update(state=state, sent_at=NOW if state == "sent" else None)


def news(member, at) -> list[str]:
    rows = Message.objects.of(member.organisation_id).filter(person=member.person).order_by("queued_at", "pk")
    return [row.title for row in rows if row.is_new(at)]


def ended(programme, at=NOW, **said):
    """A pair that met and has ended; the letters were told."""
    pair = made.pair(made.mentor(programme), made.mentee(programme), started_on=TODAY - 10 * DAY)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=at, **said)
    told(programme)
    return pair


# ---- whether we look for somebody


def test_that_we_look_after_an_end_is_no_news_once_there_is_a_new_pair(programme):
    pair, stays = ended(programme), ended(programme)
    assert news(pair.mentee, NOW) == [ENDED]
    new = made.pair(made.mentor(programme), pair.mentee, agreed_at=None, answer_by=TODAY + 5 * DAY)
    notices.asked(programme, [new], by=None, at=NOW + DAY)
    assert news(pair.mentee, NOW + DAY) == ["We have found a mentor for you"]
    assert news(stays.mentee, NOW + DAY) == [ENDED]


@pytest.mark.parametrize("state", ["queued", "by_hand", "failed"])
def test_an_end_that_was_not_told_is_told_still(programme, state):
    pair = ended(programme)
    rows = Message.objects.of(programme.organisation).filter(person=pair.mentee.person)
    rows.update(state=state)
    notices.found(programme, [pair.mentee], by=None, at=NOW + DAY)
    assert [(row.state, row.expires_at) for row in rows] == [(state, None)]


def test_who_wants_nobody_any_more_does_not_read_that_we_look(programme):
    pair = ended(programme)
    actions.pause(membership=pair.mentee, by=None, at=NOW + DAY)
    assert news(pair.mentee, NOW + DAY) == []
    assert news(pair.mentor, NOW + DAY) == ["Thank you for your time as a mentor"]


def test_who_is_looked_for_again_is_not_asked_whether_to_look(programme):
    pair = ended(programme)
    pauses = made.pair(made.mentor(programme), made.mentee(programme, "Omar"), started_on=TODAY - 10 * DAY)
    actions.end(pair=pauses, reason="no_fit", on=TODAY, by=None, at=NOW, pausing=[pauses.mentee])
    told(programme)
    assert news(pauses.mentee, NOW) == [ENDED]
    actions.look_again(membership=pauses.mentee, by=None, at=NOW + DAY)
    actions.look_again(membership=pair.mentee, by=None, at=NOW + DAY)  # is looked for already: nothing changes
    assert (news(pauses.mentee, NOW + DAY), news(pair.mentee, NOW + DAY)) == ([], [ENDED])


def test_that_somebody_has_left_the_group_stays_news_for_a_mentor_who_wants_nobody_else(programme):
    group = grouped.group(programme, mentees=3)
    told(programme)
    gone = group.pairs.order_by("mentee__person__given_name").first()
    actions.take_out(group=group, member=gone.mentee, reason="no_fit", on=TODAY, by=None, at=NOW + DAY)
    told(programme)
    actions.pause(membership=gone.mentor, by=None, at=NOW + 2 * DAY)
    assert "Hana has left your group" in news(gone.mentor, NOW + 2 * DAY)


def test_who_comes_to_a_group_overtakes_nothing_for_those_who_are_in_it(programme):
    group = grouped.group(programme, mentors=2)
    told(programme)
    pairs = {pair.mentor.person.given_name: pair for pair in group.pairs.all()}
    actions.take_out(group=group, member=pairs["Karin"].mentor, reason="no_fit", on=TODAY, by=None, at=NOW + DAY)
    told(programme)
    new = made.mentee(programme, "Yara Mentee")
    actions.add_to_group(group=group, mentee=new, by=None, at=NOW + 2 * DAY)
    assert "Karin has left your group" in news(pairs["Maha"].mentee, NOW + 2 * DAY)


def in_both_roles(programme):
    """A mentor and a mentee membership of one person."""
    mentee = made.mentee(programme, "Nour Both")
    mentor = member(programme, mentee.person, Role.MENTOR)
    made.tell(mentor, made.MENTOR)
    made.train(mentor)
    return mentor, mentee


def test_who_pauses_in_one_role_still_reads_what_comes_in_the_other(programme):
    mentor, mentee = in_both_roles(programme)
    for pair in (made.pair(made.mentor(programme), mentee), made.pair(mentor, made.mentee(programme, "Omar Mentee"))):
        actions.start(pair=pair, on=TODAY, by=None, at=NOW)
        actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    told(programme)
    assert sorted(news(mentee, NOW)) == ["Thank you for your time as a mentor", ENDED]
    actions.pause(membership=mentor, by=None, at=NOW + DAY)
    assert news(mentee, NOW + DAY) == [ENDED]
    actions.pause(membership=mentee, by=None, at=NOW + DAY)
    assert news(mentee, NOW + DAY) == []


@pytest.mark.parametrize("state", ["in_app", "queued", "by_hand"])
def test_who_is_found_in_one_role_is_told_still_that_we_look_in_the_other(programme, state):
    mentor, mentee = in_both_roles(programme)
    pair = made.pair(made.mentor(programme), mentee)
    actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    told(programme, state)
    searched = ["We look for another mentor for you"]
    notices.found(programme, [mentor], by=None, at=NOW + DAY)
    assert news(mentee, NOW + DAY) == searched
    notices.found(programme, [mentee], by=None, at=NOW + DAY)
    assert news(mentee, NOW + DAY) == []


def test_who_pauses_as_a_mentee_still_reads_who_has_left_the_group_that_she_leads(programme):
    mentor, mentee = in_both_roles(programme)
    group = actions.make_group(
        grouped.plan(programme, [mentor], grouped.people(programme, mentees=3)[1]), by=None, at=NOW
    )
    told(programme)
    gone = group.pairs.order_by("mentee__person__given_name").first()
    actions.take_out(group=group, member=gone.mentee, reason="no_fit", on=TODAY, by=None, at=NOW + DAY)
    told(programme)
    actions.pause(membership=mentee, by=None, at=NOW + 2 * DAY)
    left = f"{gone.mentee.person.given_name} has left your group"
    assert left in news(mentor, NOW + 2 * DAY)


def test_that_nobody_is_found_overtakes_nothing(programme, django_assert_num_queries):
    with django_assert_num_queries(0):
        notices.found(programme, [], by=None, at=NOW)


# ---- that we call about a group


def test_after_pair_group_and_leaving_only_the_last_letter_is_news(programme):
    pair = ended(programme)
    mentors, mentees = grouped.people(programme, mentees=2)
    group = actions.make_group(grouped.plan(programme, mentors, [pair.mentee, *mentees]), by=None, at=NOW + DAY)
    told(programme)
    assert news(pair.mentee, NOW + DAY) == [IN_GROUP]
    actions.take_out(group=group, member=pair.mentee, reason="mentee_left", on=TODAY + DAY, by=None, at=NOW + 2 * DAY)
    told(programme)
    assert news(pair.mentee, NOW + 2 * DAY) == ["Your time in the group has ended"]
    assert news(mentees[0], NOW + 2 * DAY) == [IN_GROUP]
    assert news(mentors[0], NOW + 2 * DAY) == ["You have a group of mentees", "Nour has left your group"]


def test_nobody_is_called_that_somebody_comes_who_has_left_since(programme):
    group = grouped.group(programme)
    told(programme)
    [mentor] = {pair.mentor for pair in group.pairs.all()}
    new = made.mentee(programme, "Yara Mentee")
    actions.add_to_group(group=group, mentee=new, by=None, at=NOW + DAY)
    told(programme, "by_hand")
    actions.take_out(group=group, member=new, reason="mentee_left", on=TODAY + DAY, by=None, at=NOW + 2 * DAY)
    told(programme, "by_hand")
    rows = Message.objects.of(programme.organisation).filter(person=mentor.person, state="by_hand")
    assert [row.title for row in rows] == ["Yara has left your group"]


def test_who_has_met_is_not_called_to_find_a_day_and_the_others_of_the_group_are(programme):
    group, elsewhere = grouped.group(programme), grouped.group(programme)
    told(programme)
    met, other = group.pairs.order_by("mentee__person__given_name")[:2]
    far = elsewhere.pairs.first()
    actions.start(pair=met, on=TODAY, by=None, at=NOW + DAY)
    assert [news(one, NOW + DAY) for one in (met.mentee, met.mentor)] == [[], []]
    assert [news(one, NOW + DAY) for one in (other.mentee, far.mentee)] == [[IN_GROUP], [IN_GROUP]]
    assert news(far.mentor, NOW + DAY) == ["You have a group of mentees"]
