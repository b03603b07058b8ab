"""Suggesting, deciding, locking and publishing, refusals included."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.pairs import actions
from handslag.pairs.models import MatchingRound, Pair, Proposal
from handslag.programmes.actions import end_role
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status = Proposal.Status


@pytest.fixture
def suggest(programme, by):
    return lambda: actions.suggest(programme=programme, by=by, at=NOW)


def pairs_in(matching_round, *statuses):
    rows = matching_round.proposals.filter(status__in=statuses or Status.values)
    return {(row.mentor, row.mentee) for row in rows.select_related("mentor", "mentee")}


def decide(matching_round, status, by):
    proposal = matching_round.proposals.get()
    actions.decide(proposal=proposal, status=status, by=by, at=NOW)
    return proposal


def test_trained_mentors_and_accepted_mentees_are_suggested_to_each_other(programme, suggest, by):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    matching_round = suggest()
    proposal = matching_round.proposals.get()
    assert (proposal.mentor, proposal.mentee, proposal.status) == (mentor, mentee, Status.SUGGESTED)
    facts = {fact["what"]: fact["codes"] for row in proposal.contributions for fact in row["facts"]}
    assert facts["language"] == ["ar"]
    assert facts["themes"] == ["housing"]
    assert facts["times"] == ["mon_eve"]
    assert proposal.score == sum(row["points"] for row in proposal.contributions)
    assert not Pair.objects.of(programme.organisation).exists()
    entry = Entry.objects.get(action="matching.suggest")
    assert (entry.subject_id, entry.actor_id) == (str(matching_round.pk), by.pk)


def test_nobody_is_suggested_to_a_mentor_who_is_not_trained(programme, suggest):
    made.mentor(programme, units=4)
    made.mentee(programme)
    with pytest.raises(actions.NobodyToMatch):
        suggest()
    assert not MatchingRound.objects.of(programme.organisation).exists()


def test_without_a_waiting_mentee_there_is_nothing_to_suggest(programme, suggest):
    made.pair(made.mentor(programme), made.mentee(programme))
    with pytest.raises(actions.NobodyToMatch):
        suggest()


def test_a_mentor_gets_as_many_mentees_as_there_are_places_left(programme, suggest):
    mentor = made.mentor(programme, places=2)
    made.pair(mentor, made.mentee(programme, "First Mentee"))
    second, third = made.mentee(programme, "Second M"), made.mentee(programme, "Third M")
    matching_round = suggest()
    assert len(pairs_in(matching_round)) == 1
    assert pairs_in(matching_round) < {(mentor, second), (mentor, third)}
    assert [person["reasons"] for person in matching_round.unmatched] == [["no_free_mentor_fits"]]


def test_a_mentee_whose_language_no_mentor_speaks_stays_unmatched_with_the_reason(programme, suggest):
    made.mentor(programme)
    mentee = made.mentee(programme, languages=["ti"])
    person = suggest().unmatched[0]
    assert (person["membership"], person["reasons"]) == (str(mentee.pk), ["no_shared_language"])
    assert person["languages"] == ["ti", "sv"]


def test_somebody_whom_a_mentee_excludes_by_name_is_never_suggested_and_nothing_tells_why(programme, suggest):
    made.mentor(programme, "Maha Haddad")
    mentee = made.mentee(programme)
    made.tell(mentee, {"exclude": "Please not Maha Haddad"}, key="mentee_interview")
    matching_round = suggest()
    assert not matching_round.proposals.exists()
    assert [person["reasons"] for person in matching_round.unmatched] == [["no_free_mentor_fits"]]
    assert matching_round.unmatched[0]["relaxations"] == []


def test_a_country_that_a_mentor_excludes_keeps_its_people_apart(programme, suggest):
    made.mentor(programme, exclude="nobody from Russia")
    mentee = made.mentee(programme)
    made.tell(mentee, {"background": ["RU"]}, key="mentee_interview")
    assert not suggest().proposals.exists()


def test_an_exclusion_that_cannot_be_read_leaves_the_choice_to_people(programme, suggest, by):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    other = made.mentee(programme, "Other Mentee", languages=["ti"])
    made.tell(mentee, {"exclude": "my old neighbours"}, key="mentee_interview")
    matching_round = suggest()
    assert not matching_round.proposals.exists()
    reasons = {person["membership"]: person["reasons"] for person in matching_round.unmatched}
    assert reasons == {str(mentee.pk): ["no_free_mentor_fits"], str(other.pk): ["no_shared_language"]}
    actions.lock(matching_round=matching_round, mentor=mentor, mentee=mentee, by=by, at=NOW)
    assert pairs_in(suggest(), Status.LOCKED) == {(mentor, mentee)}


def test_the_same_person_is_never_paired_with_herself(programme, suggest):
    mentor = made.mentor(programme)
    mentee = made.made.member(programme, mentor.person, "mentee")
    made.tell(mentee, made.MENTEE)
    assert not suggest().proposals.exists()


def test_two_who_were_a_pair_are_not_suggested_again(programme, suggest):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    made.pair(mentor, mentee, ended_on=made.TODAY, end_reason="no_fit")
    assert not suggest().proposals.exists()


def test_a_pair_that_was_entered_by_mistake_can_be_suggested_again(programme, suggest):
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    made.pair(mentor, mentee, ended_on=made.TODAY, end_reason="error")
    assert pairs_in(suggest()) == {(mentor, mentee)}


def test_a_required_woman_as_mentor_is_a_woman(programme, suggest):
    made.mentor(programme)
    mentee = made.mentee(programme, want_gender="male")
    made.tell(mentee, {"want_age": ["31_60"], "want_strict": "must"}, key="mentee_interview")
    matching_round = suggest()
    assert [person["reasons"] for person in matching_round.unmatched] == [["required_gender"]]


def test_suggesting_again_keeps_what_was_locked_accepted_and_refused(programme, suggest, by):
    mentors = [made.mentor(programme, f"Mentor {n}") for n in range(3)]
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(3)]
    first = suggest()
    assert len(pairs_in(first)) == 3
    refused = first.proposals.order_by("id").first()
    actions.decide(proposal=refused, status=Status.REFUSED, by=by, at=NOW)
    others = first.proposals.exclude(pk=refused.pk).exclude(mentee=refused.mentee)
    taken, left = others.get(mentor=refused.mentor), others.exclude(mentor=refused.mentor).get()
    actions.decide(proposal=taken, status=Status.ACCEPTED, by=by, at=NOW)
    locked = actions.lock(matching_round=first, mentor=left.mentor, mentee=refused.mentee, by=by, at=NOW)
    again = suggest()
    assert again == first
    assert pairs_in(again, Status.ACCEPTED) == {(taken.mentor, taken.mentee)}
    assert pairs_in(again, Status.LOCKED) == {(locked.mentor, locked.mentee)}
    assert pairs_in(again, Status.REFUSED) == {(refused.mentor, refused.mentee)}
    (free,) = {*mentors} - {taken.mentor, locked.mentor}
    assert pairs_in(again, Status.SUGGESTED) == {(free, left.mentee)}
    assert {mentor for mentor, _ in pairs_in(again, Status.ACCEPTED, Status.LOCKED, Status.SUGGESTED)} == set(mentors)
    assert len(mentees) == 3


def test_suggesting_again_drops_a_decision_about_somebody_who_has_left(programme, suggest, by):
    mentor = made.mentor(programme)
    made.mentor(programme, "Other Mentor")
    made.mentee(programme)
    matching_round = suggest()
    proposal = decide(matching_round, Status.ACCEPTED, by)
    end_role(membership=proposal.mentor, reason="moved", by=by, at=NOW)
    again = pairs_in(suggest())
    assert proposal.mentor not in {m for m, _ in again}
    assert len(again) == 1
    assert mentor.pk


def test_accepting_names_who_decided_and_when_and_taking_it_back_forgets_it(programme, suggest, by):
    made.mentor(programme)
    made.mentee(programme)
    matching_round = suggest()
    proposal = decide(matching_round, Status.ACCEPTED, by)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, proposal.decided_at) == (Status.ACCEPTED, by, NOW)
    actions.decide(proposal=proposal, status=Status.SUGGESTED, by=by, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, proposal.decided_at) == (Status.SUGGESTED, None, None)
    assert Entry.objects.filter(action="matching.decide").count() == 2


def test_locking_by_hand_lets_the_other_pairs_follow_at_once(programme, suggest, by):
    for n in range(2):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}")
    matching_round = suggest()
    one, two = matching_round.proposals.order_by("id")
    actions.lock(matching_round=matching_round, mentor=one.mentor, mentee=two.mentee, by=by, at=NOW)
    assert pairs_in(matching_round, Status.LOCKED) == {(one.mentor, two.mentee)}
    assert pairs_in(matching_round, Status.SUGGESTED) == {(two.mentor, one.mentee)}
    assert Entry.objects.filter(action="matching.lock").count() == 1


def test_a_lock_against_the_best_holds_and_the_next_suggestion_works_round_it(programme, suggest, by):
    """Alone, each mentor would get the mentee whose need she knows; locked crosswise, the other two are left."""
    housing = made.mentor(programme, "Knows Housing", know_housing=4, know_health=1)
    health = made.mentor(programme, "Knows Health", know_housing=1, know_health=4)
    home, body = (made.mentee(programme, f"Needs {need}", help_wanted=[need]) for need in ("housing", "health"))
    matching_round = suggest()
    assert pairs_in(matching_round) == {(housing, home), (health, body)}
    locked = actions.lock(matching_round=matching_round, mentor=housing, mentee=body, by=by, at=NOW)
    again = suggest()
    assert pairs_in(again, Status.LOCKED) == {(housing, body)}
    assert pairs_in(again, Status.SUGGESTED) == {(health, home)}
    kept = again.proposals.get(status=Status.LOCKED)
    assert (kept.pk, kept.decided_by, kept.score) == (locked.pk, by, locked.score)
    assert {(pair.mentor, pair.mentee) for pair in _published(again, by)} == {(housing, body), (health, home)}


def _published(matching_round, by):
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    return made.publish(matching_round, by)


def test_two_who_share_no_language_cannot_be_locked_and_the_refusal_does_not_name_the_rule(programme, suggest, by):
    mentor = made.mentor(programme)
    stranger = made.mentee(programme, "Selam T", languages=["ti"])
    excluding = made.mentee(programme)
    made.tell(excluding, {"exclude": "Maha Mentor"}, key="mentee_interview")
    matching_round = suggest()
    texts = set()
    for mentee in (stranger, excluding):
        with pytest.raises(actions.CannotBePaired) as refusal:
            actions.lock(matching_round=matching_round, mentor=mentor, mentee=mentee, by=by, at=NOW)
        texts.add(str(refusal.value))
    assert len(texts) == 1


def test_a_mentor_without_a_place_left_cannot_be_locked(programme, suggest, by):
    mentor = made.mentor(programme)
    made.mentee(programme, "First M")
    second = made.mentee(programme, "Second M")
    matching_round = suggest()
    proposal = decide(matching_round, Status.ACCEPTED, by)
    other = second if proposal.mentee != second else made.mentee(programme, "Third M")
    with pytest.raises(actions.NoPlaceLeft):
        actions.lock(matching_round=matching_round, mentor=mentor, mentee=other, by=by, at=NOW)


def test_a_mentee_is_approved_for_one_mentor_only(programme, suggest, by):
    made.mentor(programme)
    second = made.mentor(programme, "Second M")
    made.mentee(programme)
    matching_round = suggest()
    proposal = decide(matching_round, Status.ACCEPTED, by)
    other = second if proposal.mentor != second else made.mentor(programme, "Third M")
    with pytest.raises(actions.NotAvailable):
        actions.lock(matching_round=matching_round, mentor=other, mentee=proposal.mentee, by=by, at=NOW)


def test_accepting_all_takes_every_open_suggestion_and_no_refused_one(programme, suggest, by):
    for n in range(3):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}")
    matching_round = suggest()
    refused = matching_round.proposals.first()
    actions.decide(proposal=refused, status=Status.REFUSED, by=by, at=NOW)
    assert actions.accept_all(matching_round=matching_round, by=by, at=NOW) == (3, 0)
    assert pairs_in(matching_round, Status.REFUSED) == {(refused.mentor, refused.mentee)}
    accepted = pairs_in(matching_round, Status.ACCEPTED)
    assert len(accepted) == 3
    assert (refused.mentor, refused.mentee) not in accepted


def test_publishing_makes_pairs_of_what_was_approved_only(programme, suggest, by):
    for n in range(3):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}")
    matching_round = suggest()
    accepted, refused, _undecided = matching_round.proposals.order_by("id")
    actions.decide(proposal=accepted, status=Status.ACCEPTED, by=by, at=NOW)
    actions.decide(proposal=refused, status=Status.REFUSED, by=by, at=NOW)
    (pair,) = made.publish(matching_round, by)
    assert (pair.mentor, pair.mentee, pair.matched_at) == (accepted.mentor, accepted.mentee, NOW)
    assert (pair.started_on, pair.ended_on, pair.reasons) == (None, None, accepted.contributions)
    matching_round.refresh_from_db()
    assert (matching_round.published_at, matching_round.published_by) == (NOW, by)
    assert Entry.objects.filter(action="pair.match", subject_id=str(pair.pk)).count() == 1
    assert suggest().number == 2


def test_nothing_is_published_before_somebody_approved_it(programme, suggest, by):
    made.mentor(programme)
    made.mentee(programme)
    matching_round = suggest()
    with pytest.raises(actions.NothingApproved):
        made.publish(matching_round, by)
    assert not Pair.objects.of(programme.organisation).exists()


def test_a_pair_that_nobody_looked_at_is_not_published(programme, suggest, by):
    """A colleague accepts a second pair while the first one is looked at; or takes one back."""
    for n in range(2):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}")
    matching_round = suggest()
    first, second = (proposal.pk for proposal in matching_round.proposals.order_by("id"))
    actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    for seen in ([first], [], [first, second, matching_round.pk]):
        with pytest.raises(actions.ApprovedChanged):
            actions.publish(matching_round=matching_round, seen=seen, by=by, at=NOW)
    assert not Pair.objects.of(programme.organisation).exists()
    assert not Message.objects.of(programme.organisation).exists()
    assert len(actions.publish(matching_round=matching_round, seen=[second, first], by=by, at=NOW)) == 2


def test_a_pair_of_somebody_who_has_left_is_not_published(programme, suggest, by):
    mentor = made.mentor(programme)
    made.mentee(programme)
    matching_round = suggest()
    decide(matching_round, Status.ACCEPTED, by)
    end_role(membership=mentor, reason="left", by=by, at=NOW)
    with pytest.raises(actions.NotAvailable):
        made.publish(matching_round, by)


def test_a_published_round_is_closed(programme, suggest, by):
    mentor = made.mentor(programme)
    made.mentee(programme)
    matching_round = suggest()
    proposal = decide(matching_round, Status.ACCEPTED, by)
    made.publish(matching_round, by)
    with pytest.raises(actions.RoundPublished):
        made.publish(matching_round, by)
    with pytest.raises(actions.RoundPublished):
        actions.decide(proposal=proposal, status=Status.REFUSED, by=by, at=NOW)
    with pytest.raises(actions.RoundPublished):
        actions.accept_all(matching_round=matching_round, by=by, at=NOW)
    with pytest.raises(actions.RoundPublished):
        actions.lock(matching_round=matching_round, mentor=mentor, mentee=proposal.mentee, by=by, at=NOW)


def test_waiting_counts_from_the_application_and_anew_after_a_pair(programme, suggest):
    made.mentor(programme)
    old = made.mentor(programme, "Old Mentor", units=0)
    mentee = made.mentee(programme)
    person = mentee.person
    person.responses.update(answered_at=NOW - timedelta(days=100))

    def told() -> dict[str, list[str]]:
        return {fact["what"]: fact["codes"] for row in suggest().proposals.get().contributions for fact in row["facts"]}

    assert told()["waiting"] == ["3"]
    never_met = made.pair(old, mentee, ended_on=made.TODAY, end_reason="mentor_left")
    assert "waiting" in told()
    never_met.started_on = made.TODAY
    never_met.save()
    assert "waiting" not in told()
