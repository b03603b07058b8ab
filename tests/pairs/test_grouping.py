"""Making a group, and who comes and goes: what is refused, what is written, who is told."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.matching.gathering import Sizes
from handslag.outbox.models import Message
from handslag.pairs import actions, grouping
from handslag.pairs.actions.grouping import letters_of
from handslag.pairs.group_suggestions import suggestions
from handslag.pairs.models import Group, Pair, Pause
from handslag.pairs.readiness import pool_of
from handslag.people.models import Person
from tests.cast import NOW, TODAY
from tests.pairs import grouped, made

pytestmark = pytest.mark.django_db
REASON = Pair.EndReason.MOVED


@pytest.fixture
def ours(programme, only_ours):
    return programme


def running(group):
    return [(str(pair.mentor.person), str(pair.mentee.person)) for pair in grouping.running_in(group)]


def test_each_mentor_and_mentee_of_a_group_is_a_pair(ours, cast):
    mentors, mentees = grouped.people(ours, mentors=2, mentees=3)
    group = actions.make_group(grouped.plan(ours, mentors, mentees), by=cast.coordinator.person, at=NOW)
    pairs = list(Pair.objects.of(ours.organisation).filter(group=group))
    assert {(p.mentor_id, p.mentee_id) for p in pairs} == {(a.pk, b.pk) for a in mentors for b in mentees}
    assert all(pair.reasons and pair.agreed_at == NOW for pair in pairs)
    told = Entry.objects.filter(action="group.make", subject_id=str(group.pk))
    assert told.count() == 1
    assert Entry.objects.filter(action="pair.match").count() == 6


def test_everybody_in_a_group_gets_one_letter_with_first_names(ours):
    grouped.group(ours, mentors=2, mentees=3)
    letters = Message.objects.of(ours.organisation).filter(kind=Message.Kind.MATCH)
    assert letters.count() == 5
    bodies = {str(letter.person): letter.body for letter in letters}
    assert "Hana, Nour and Omar" in bodies["Maha Mentor"]
    assert "Karin leads it with you" in bodies["Maha Mentor"]
    assert "Your mentors are Karin and Maha" in bodies["Nour Mentee"]
    assert "Mentee" not in "".join(bodies.values())


def test_what_is_looked_at_before_is_what_is_sent(ours):
    plan = grouped.plan(ours, *grouped.people(ours))
    looked_at = {(letter.person.pk, letter.body) for letter in letters_of(plan, by=None, at=NOW)}
    assert Group.objects.of(ours.organisation).count() == 0
    actions.make_group(plan, by=None, at=NOW)
    sent = Message.objects.of(ours.organisation).filter(kind=Message.Kind.MATCH)
    assert {(letter.person_id, letter.body) for letter in sent} == looked_at


@pytest.mark.parametrize(
    ("mentors", "mentees", "error"),
    [(1, 1, actions.WrongSize), (0, 3, actions.WrongMentors)],
)
def test_a_group_has_its_size(ours, mentors, mentees, error):
    leading, members = grouped.people(ours, mentors, mentees)
    with pytest.raises(error):
        actions.make_group(grouped.plan(ours, leading, members), by=None, at=NOW)


def test_somebody_named_twice_is_one(ours):
    mentors, (mentee,) = grouped.people(ours, mentees=1)
    with pytest.raises(actions.WrongSize):
        actions.make_group(grouped.plan(ours, mentors, [mentee, mentee]), by=None, at=NOW)


def test_a_mentee_named_twice_beside_another_is_one_pair(ours):
    mentors, (one, other) = grouped.people(ours, mentees=2)
    group = actions.make_group(grouped.plan(ours, mentors * 2, [one, other, one]), by=None, at=NOW)
    assert running(group) == [("Maha Mentor", "Nour Mentee"), ("Maha Mentor", "Omar Mentee")]


def pausing(member):
    return Pause.objects.of(member.organisation_id).filter(membership=member, ended_at=None).exists()


def test_a_pause_ends_in_a_group_that_one_has_agreed_to(ours, cast):
    (mentor,), (first, other, later) = grouped.people(ours)
    for member in (mentor, first, later):
        actions.pause(membership=member, by=None, at=NOW)
    group = actions.make_group(grouped.plan(ours, [mentor], [first, other]), by=cast.coordinator.person, at=NOW)
    assert [pausing(mentor), pausing(first), pausing(later)] == [False, False, True]
    actions.pause(membership=mentor, by=None, at=NOW)
    actions.add_to_group(group=group, mentee=later, by=cast.coordinator.person, at=NOW)
    assert [pausing(mentor), pausing(later)] == [True, False]  # the mentor may want nobody beside the group
    assert Entry.objects.filter(action="membership.look_again").count() == 3


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_has_left_comes_into_no_group_before_somebody_looks_again(ours, role):
    (mentor,), mentees = grouped.people(ours)
    left = mentor if role == "mentor" else mentees[0]
    plan = grouped.plan(ours, [mentor], mentees)
    actions.pause(membership=left, by=None, at=NOW, has_left=True)
    with pytest.raises(actions.NotAvailable, match=f"{left.person} has left. Look again only if"):
        letters_of(plan, by=None, at=NOW)
    with pytest.raises(actions.NotAvailable, match=f"{left.person} has left. Look again only if"):
        actions.make_group(plan, by=None, at=NOW)
    assert not Message.objects.of(ours.organisation).filter(person=left.person).exists()
    actions.look_again(membership=left, by=None, at=NOW)
    actions.make_group(plan, by=None, at=NOW)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_nobody_is_added_who_has_left_nor_to_a_mentor_who_has(ours, role):
    group, new = grouped.group(ours), made.mentee(ours, "Sami Mentee")
    left = grouping.running_in(group)[0].mentor if role == "mentor" else new
    actions.pause(membership=left, by=None, at=NOW, has_left=True)
    with pytest.raises(actions.NotAvailable, match=f"{left.person} has left. Look again only if"):
        actions.add_to_group(group=group, mentee=new, by=None, at=NOW)


def test_nobody_is_called_about_looking_who_is_in_a_group_now(ours):
    Person.objects.of(ours.organisation).update(email_index="")
    (mentor,), (first, second, later) = grouped.people(ours)
    for mentee in (first, later):
        actions.end(pair=made.pair(mentor, mentee), reason="moved", on=TODAY, by=None, at=NOW)
    other = made.mentor(ours, "Karin Mentor")

    def looked_for():
        rows = Message.objects.of(ours.organisation).filter(state=Message.State.BY_HAND)
        return {row.person for row in rows if row.title.startswith("We look for another")}

    assert looked_for() == {mentor.person, first.person, later.person}
    group = actions.make_group(grouped.plan(ours, [other], [first, second]), by=None, at=NOW)
    assert looked_for() == {mentor.person, later.person}
    actions.add_to_group(group=group, mentee=later, by=None, at=NOW)
    assert looked_for() == {mentor.person}


def test_nine_mentees_are_too_many(ours):
    mentors = [made.mentor(ours)]
    mentees = [made.mentee(ours, f"Mentee {n}") for n in range(9)]
    with pytest.raises(actions.WrongSize):
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)


def test_a_mentee_with_a_mentor_cannot_be_in_a_group(ours):
    mentors, mentees = grouped.people(ours)
    made.pair(made.mentor(ours, "Other Mentor"), mentees[0])
    with pytest.raises(actions.NotAvailable, match="Nour Mentee"):
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)


def test_a_mentee_in_a_group_gets_no_other_mentor(ours):
    group = grouped.group(ours)
    made.mentor(ours, "Other Mentor")
    assert not pool_of(ours, TODAY).mentees
    pair = grouping.running_in(group)[0]
    with pytest.raises(actions.NotAvailable):
        actions.make_group(
            grouped.plan(ours, [made.mentor(ours, "Third Mentor")], [pair.mentee, made.mentee(ours, "New Mentee")]),
            by=None, at=NOW,
        )  # fmt: skip


def test_an_untrained_mentor_leads_no_group(ours):
    mentees = grouped.people(ours, mentors=0)[1]
    with pytest.raises(actions.NotAvailable, match="New Mentor"):
        actions.make_group(grouped.plan(ours, [made.mentor(ours, "New Mentor", units=4)], mentees), by=None, at=NOW)


def test_a_mentor_without_a_place_leads_no_group(ours):
    mentors, mentees = grouped.people(ours)
    made.pair(mentors[0], made.mentee(ours, "First Mentee"))
    with pytest.raises(actions.NotAvailable, match="Maha Mentor"):
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)


def test_who_does_not_speak_the_language_is_named(ours):
    mentors, mentees = grouped.people(ours)
    other = made.mentee(ours, "Olena Mentee", languages=["uk"], host_level="b2")
    with pytest.raises(actions.OtherLanguage, match=r"speak .*, the language of the group, well enough: Olena Mentee"):
        actions.make_group(grouped.plan(ours, mentors, [*mentees, other]), by=None, at=NOW)


def test_a_private_exclusion_stands_against_a_group_and_is_not_named(ours):
    mentors, mentees = grouped.people(ours)
    actions.tell(member=mentees[0], words="Omar Mentee", at=NOW)
    actions.turn(member=mentees[0], persons=[mentees[1].person], countries=[], names="", told_at=NOW, by=None, at=NOW)
    with pytest.raises(actions.NotOneGroup) as refusal:
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)
    assert not any(str(member.person) in str(refusal.value) for member in (*mentors, *mentees))


@pytest.mark.parametrize("excludes", [False, True])
def test_who_were_matched_before_are_named_with_an_exclusion_as_without(ours, excludes):
    mentors, mentees = grouped.people(ours)
    pair = made.pair(mentors[0], mentees[1], started_on=NOW.date() - timedelta(days=9))
    actions.end(pair=pair, reason="no_fit", on=NOW.date(), by=None, at=NOW)
    if excludes:
        exclude(mentees[0], mentees[1])
    with pytest.raises(actions.NotOneGroup) as refusal:
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)
    assert str(refusal.value) == (
        "These people cannot be one group. Omar Mentee and Maha Mentor were matched before, and that has ended. "
        "Choose somebody else."
    )


def test_a_private_exclusion_of_a_mentor_reads_like_any_other_rule(ours):
    mentors, mentees = grouped.people(ours)
    actions.tell(member=mentees[0], words="Maha Mentor", at=NOW)
    actions.turn(member=mentees[0], persons=[mentors[0].person], countries=[], names="", told_at=NOW, by=None, at=NOW)
    with pytest.raises(actions.NotOneGroup) as private:
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)
    strict = made.mentor(ours, "Strict Mentor", want_gender="male", want_strict="must")
    with pytest.raises(actions.NotOneGroup) as openly:
        actions.make_group(grouped.plan(ours, [strict], mentees[1:]), by=None, at=NOW)
    assert str(private.value) == str(openly.value)


def test_who_tries_out_groups_leaves_a_trace_whether_or_not_it_was_only_looked_at(ours, cast):
    """By groups that differ in one person a private exclusion could be found out."""
    by = cast.coordinator.person
    mentors, mentees = grouped.people(ours)
    exclude(mentees[0], mentees[1])
    plan = grouped.plan(ours, mentors, mentees)
    for tried in (letters_of, actions.make_group):
        with pytest.raises(actions.NotOneGroup):
            tried(plan, by=by, at=NOW)
    entries = list(Entry.objects.filter(action="group.refuse", actor_id=by.pk, subject_id=str(ours.pk)))
    assert len(entries) == 2
    assert [entry.detail for entry in entries] == [{}, {}]  # not whom: that a rule stands between them would stay there
    group = actions.make_group(grouped.plan(ours, mentors, mentees[1:]), by=by, at=NOW)
    with pytest.raises(actions.NotOneGroup):
        actions.add_to_group(group=group, mentee=mentees[0], by=by, at=NOW)
    assert Entry.objects.get(action="group.refuse", subject_id=str(group.pk)).detail == {}
    assert letters_of(
        grouped.plan(ours, [made.mentor(ours, "New")], [made.mentee(ours, n) for n in "AB"]), by=by, at=NOW
    )
    assert Entry.objects.filter(action="group.refuse").count() == 3


def test_words_that_wait_to_be_turned_into_rules_block_a_group(ours):
    mentors, mentees = grouped.people(ours)
    actions.tell(member=mentees[0], words="somebody from home", at=NOW)
    with pytest.raises(actions.TextsWait):
        actions.make_group(grouped.plan(ours, mentors, mentees), by=None, at=NOW)


def test_a_mentee_who_comes_later_is_a_pair_with_each_mentor(ours):
    group = grouped.group(ours, mentors=2, mentees=2)
    new = made.mentee(ours, "Sami Mentee")
    pairs = actions.add_to_group(group=group, mentee=new, by=None, at=NOW + timedelta(days=1))
    assert len(pairs) == 2
    assert len(running(group)) == 6
    told = Message.objects.of(ours.organisation).filter(queued_at__gte=NOW + timedelta(days=1))
    assert sorted(str(letter.person) for letter in told) == ["Karin Mentor", "Maha Mentor", "Sami Mentee"]


def test_nobody_comes_to_a_full_group(ours):
    mentors = [made.mentor(ours)]
    plan = grouped.plan(ours, mentors, [made.mentee(ours, f"Mentee {n}") for n in range(8)])
    group = actions.make_group(plan, by=None, at=NOW)
    with pytest.raises(actions.WrongSize):
        actions.add_to_group(group=group, mentee=made.mentee(ours, "Ninth Mentee"), by=None, at=NOW)


def test_nobody_comes_whom_somebody_in_the_group_has_excluded(ours):
    group = grouped.group(ours)
    new = made.mentee(ours, "Sami Mentee")
    there = grouping.running_in(group)[0].mentee
    actions.tell(member=there, words="Sami", at=NOW)
    actions.turn(member=there, persons=[new.person], countries=[], names="", told_at=NOW, by=None, at=NOW)
    with pytest.raises(actions.NotOneGroup):
        actions.add_to_group(group=group, mentee=new, by=None, at=NOW)


def test_somebody_comes_to_a_group_in_which_one_pair_has_ended(ours):
    group = grouped.group(ours, mentors=2)
    ended = grouping.running_in(group)[0]
    actions.end(pair=ended, reason=REASON, on=TODAY, by=None, at=NOW)
    pairs = actions.add_to_group(group=group, mentee=made.mentee(ours, "Sami Mentee"), by=None, at=NOW)
    assert len(pairs) == 2
    assert all(pair.reasons for pair in pairs)
    assert len(running(group)) == 7


def exclude(member, other):
    actions.tell(member=member, words=str(other.person), at=NOW)
    actions.turn(member=member, persons=[other.person], countries=[], names="", told_at=NOW, by=None, at=NOW)


def test_somebody_comes_to_a_group_in_which_one_excludes_another_since(ours):
    group = grouped.group(ours, mentors=2)
    first, *_others, last = grouping.running_in(group)
    exclude(first.mentee, first.mentor)
    exclude(last.mentee, first.mentee)
    new = made.mentee(ours, "Sami Mentee")
    assert len(actions.add_to_group(group=group, mentee=new, by=None, at=NOW)) == 2


def test_somebody_comes_to_a_group_in_which_one_says_to_speak_another_language_now(ours):
    group = grouped.group(ours)
    there = grouping.running_in(group)[0].mentee
    made.tell(there, made.MENTEE | {"languages": ["uk"]}, at=NOW + timedelta(hours=1))
    new = made.mentee(ours, "Sami Mentee")
    assert len(actions.add_to_group(group=group, mentee=new, by=None, at=NOW + timedelta(days=1))) == 1


def test_nobody_comes_who_does_not_speak_the_language_of_the_group(ours):
    group, new = grouped.group(ours), made.mentee(ours, "Olena Mentee", languages=["uk"], host_level="b2")
    with pytest.raises(actions.OtherLanguage, match=r"speak .*, the language of the group, well enough: Olena Mentee"):
        actions.add_to_group(group=group, mentee=new, by=None, at=NOW)


def test_nobody_comes_who_has_excluded_a_mentor_of_the_group(ours):
    group, new = grouped.group(ours, mentors=2), made.mentee(ours, "Sami Mentee")
    exclude(new, grouping.running_in(group)[0].mentor)
    with pytest.raises(actions.NotOneGroup):
        actions.add_to_group(group=group, mentee=new, by=None, at=NOW)


def test_nobody_comes_while_words_of_somebody_in_the_group_wait(ours):
    group = grouped.group(ours)
    actions.tell(member=grouping.running_in(group)[0].mentee, words="somebody", at=NOW)
    with pytest.raises(actions.TextsWait):
        actions.add_to_group(group=group, mentee=made.mentee(ours, "Sami Mentee"), by=None, at=NOW)


def test_taking_a_mentee_out_ends_the_pairs_of_hers_with_the_reason(ours, cast):
    group = grouped.group(ours, mentors=2, mentees=3)
    mentee = grouping.running_in(group)[0].mentee
    actions.take_out(group=group, member=mentee, reason=REASON, on=TODAY, by=cast.coordinator.person, at=NOW)
    ended = Pair.objects.of(ours.organisation).filter(group=group, ended_on=TODAY)
    assert {(pair.mentee_id, pair.end_reason) for pair in ended} == {(mentee.pk, REASON)}
    assert len(running(group)) == 4
    told = Message.objects.of(ours.organisation).filter(kind=Message.Kind.PAIR_END)
    assert sorted(str(letter.person) for letter in told) == ["Hana Mentee", "Karin Mentor", "Maha Mentor"]
    assert not any("moved" in letter.body.casefold() for letter in told)
    assert Entry.objects.filter(action="pair.end").count() == 2
    with pytest.raises(actions.AlreadyEnded):
        actions.take_out(group=group, member=mentee, reason=REASON, on=TODAY, by=None, at=NOW)


@pytest.mark.parametrize(
    ("role", "reason", "pauses"),
    [("mentor", "mentor_left", True), ("mentee", "mentee_left", True), ("mentee", "moved", False)],
)
def test_for_whoever_has_left_nobody_is_looked_for(ours, cast, role, reason, pauses):
    group = grouped.group(ours, mentors=2)
    member = getattr(grouping.running_in(group)[0], role)
    actions.take_out(group=group, member=member, reason=reason, on=TODAY, by=cast.coordinator.person, at=NOW)
    assert [one.membership for one in Pause.objects.of(ours.organisation)] == [member] * pauses
    entries = Entry.objects.filter(action="membership.pause")
    assert [entry.actor_id for entry in entries] == [cast.coordinator.person_id] * pauses


def test_whoever_has_left_a_group_for_good_is_not_asked_about_anybody_else(ours):
    group = grouped.group(ours, mentors=2)
    mentor = grouping.running_in(group)[0].mentor
    asked = made.pair(mentor, made.mentee(ours, "Else Mentee"), agreed_at=None)
    actions.take_out(group=group, member=mentor, reason="mentor_left", on=TODAY, by=None, at=NOW)
    asked.refresh_from_db()
    assert asked.end_reason == "mentor_left"


def test_a_group_without_its_only_mentor_has_ended(ours):
    group = grouped.group(ours)
    mentor = grouping.running_in(group)[0].mentor
    actions.take_out(group=group, member=mentor, reason=REASON, on=TODAY, by=None, at=NOW)
    assert running(group) == []
    with pytest.raises(actions.AlreadyEnded):
        actions.add_to_group(group=group, mentee=made.mentee(ours, "Sami Mentee"), by=None, at=NOW)


def test_nobody_leaves_in_the_future(ours):
    group = grouped.group(ours)
    mentee = grouping.running_in(group)[0].mentee
    with pytest.raises(actions.WrongDay):
        actions.take_out(group=group, member=mentee, reason=REASON, on=TODAY + timedelta(1), by=None, at=NOW)


def test_the_engine_suggests_groups_of_those_who_are_free(ours):
    grouped.people(ours, mentors=1, mentees=4)
    found = suggestions(ours, Sizes(least=2, most=3), NOW)
    (group,) = found.groups
    assert (len(group.mentees), [str(one) for one in group.mentors], len(found.left)) == (3, ["Maha Mentor"], 1)
    assert "Monday evening" in group.times
    assert found.optimal


def test_somebody_with_a_mentor_is_told_of_with_the_reason(ours):
    mentors, mentees = grouped.people(ours)
    made.pair(mentors[0], mentees[0])
    made.mentor(ours, "New Mentor", units=2)
    people = grouping.choosables(ours, NOW)
    assert {one.name: one.why_not for one in people.others} == {
        "Maha Mentor": "Has no place for a mentee.",
        "New Mentor": "2 of 5 training units done.",
        "Nour Mentee": "Has a mentor.",
    }
    assert "Needs: A home" in next(one.about for one in people.free_mentees)
