"""Deciding at the board: every change is solved again at once, written down with who and why, and can be undone."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from handslag.journal.models import Entry
from handslag.matching import propose
from handslag.pairs import actions, score_table
from handslag.pairs.actions.writing import unmatched_of
from handslag.pairs.criteria import criteria_of
from handslag.pairs.decided import state_of
from handslag.pairs.models import Decision, Proposal, ScoreTable
from handslag.pairs.people import people_of
from handslag.pairs.readiness import pool_of
from handslag.programmes.actions import end_role
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status, Kind = Proposal.Status, Decision.Kind


@pytest.fixture
def board(programme, by):
    return made.round_of_three(programme, by)


def pairs_in(board):
    rows = board.proposals.select_related("mentor__person", "mentee__person")
    return {(str(row.mentee.person), str(row.mentor.person)): row.status for row in rows}


def row_of(board, mentee):
    return board.proposals.exclude(status=Status.REFUSED).get(mentee__person__family_name=mentee)


def member(programme, role, name):
    return programme.memberships.get(role=role, person__family_name=name)


STRAIGHT = {(f"Mentee {n}", f"Mentor {n}") for n in "012"}


def test_a_refused_pair_is_replaced_at_once_by_the_best_that_is_left(board, by):
    assert pairs_in(board).keys() == STRAIGHT
    actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW, reason="wish")
    found = pairs_in(board)
    assert found.pop(("Mentee 0", "Mentor 0")) == Status.REFUSED
    assert len(found) == 3
    assert {mentor for _mentee, mentor in found} == {"Mentor 0", "Mentor 1", "Mentor 2"}
    new = row_of(board, "0")
    assert new.contributions
    assert new.score == sum(row["points"] for row in new.contributions)


def test_undoing_brings_back_exactly_what_was_and_goes_on_to_the_decision_before(board, by):
    before = pairs_in(board)
    actions.decide(proposal=row_of(board, "1"), status=Status.ACCEPTED, by=by, at=NOW)
    accepted = pairs_in(board)
    actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW)
    undone, others = actions.undo(matching_round=board, by=by, at=NOW)
    assert (undone.kind, others, pairs_in(board)) == (Kind.REFUSE, True, accepted)
    assert row_of(board, "1").decided_by == by
    undone, others = actions.undo(matching_round=board, by=by, at=NOW)
    assert (undone.kind, others, pairs_in(board)) == (Kind.ACCEPT, False, before)
    with pytest.raises(actions.NothingToUndo):
        actions.undo(matching_round=board, by=by, at=NOW)
    kinds = list(board.decisions.values_list("kind", flat=True))
    assert kinds == ["suggest", "accept", "refuse", "undo", "undo"]
    assert Entry.objects.filter(action="matching.undo", actor_id=by.pk).count() == 2


def test_a_suggestion_is_the_ground_that_undoing_does_not_go_below(board, programme, by):
    actions.decide(proposal=row_of(board, "1"), status=Status.ACCEPTED, by=by, at=NOW)
    actions.suggest(programme=programme, by=by, at=NOW)
    with pytest.raises(actions.NothingToUndo):
        actions.undo(matching_round=board, by=by, at=NOW)
    assert row_of(board, "1").status == Status.ACCEPTED
    assert (row_of(board, "1").decided_by, row_of(board, "1").decided_at) == (by, NOW)


def test_why_somebody_has_nobody_follows_what_was_decided(board, programme, by):
    """Refused by the team, or taken by others: said anew after each decision, and forgotten when it is undone."""
    mentee = member(programme, "mentee", "0")

    def reasons():
        board.refresh_from_db()
        return {person["membership"]: person["reasons"] for person in board.unmatched}

    actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW)
    assert reasons() == {}
    actions.undo(matching_round=board, by=by, at=NOW)
    for _time in range(3):
        actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW)
    assert reasons() == {str(mentee.pk): ["no_free_mentor_fits"]}
    actions.undo(matching_round=board, by=by, at=NOW)
    assert reasons() == {}


def test_two_mentees_swap_mentors_and_both_pairs_are_locked(board, by):
    mentees = (row_of(board, "0").mentee_id, row_of(board, "1").mentee_id)
    actions.swap(matching_round=board, mentees=mentees, by=by, at=NOW, reason="practical")
    assert pairs_in(board) == {
        ("Mentee 0", "Mentor 1"): "locked", ("Mentee 1", "Mentor 0"): "locked", ("Mentee 2", "Mentor 2"): "suggested"
    }  # fmt: skip
    entries = Entry.objects.filter(action="matching.lock")
    assert [entry.detail["reason"] for entry in entries] == ["practical", "practical"]
    actions.undo(matching_round=board, by=by, at=NOW)
    assert pairs_in(board) == dict.fromkeys(STRAIGHT, "suggested")


def test_two_of_one_mentor_or_one_who_has_nobody_cannot_swap(board, programme, by):
    alone = made.mentee(programme, "Mentee 9")
    for mentees in ((row_of(board, "0").mentee_id, alone.pk), (alone.pk, alone.pk)):
        with pytest.raises(actions.NotAvailable):
            actions.swap(matching_round=board, mentees=mentees, by=by, at=NOW)


def test_a_mentee_left_open_gets_nobody_until_that_is_taken_back(board, programme, by):
    mentee = member(programme, "mentee", "0")
    actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW, reason="later")
    assert ("Mentee 0", "Mentor 0") not in pairs_in(board)
    assert mentee.pk not in {row.mentee_id for row in board.proposals.all()}
    assert not {row.mentee_id for row in actions.suggest(programme=programme, by=by, at=NOW).proposals.all()} & {
        mentee.pk
    }
    entry = Entry.objects.get(action="matching.leave_open")
    assert (entry.subject_id, entry.detail["reason"]) == (str(mentee.pk), "later")
    with pytest.raises(actions.NotAvailable):
        actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW)
    actions.leave_open(matching_round=board, mentee=mentee, by=by, at=NOW, take_back=True)
    assert pairs_in(board).keys() == STRAIGHT


@pytest.mark.parametrize("act", ["decide", "lock", "accept_all", "swap", "leave_open", "undo"])
def test_what_a_colleague_decided_meanwhile_is_never_overwritten(board, cast, programme, by, act):
    seen = board.decisions.count()
    colleague = cast.second_coordinator.person
    actions.decide(proposal=row_of(board, "2"), status=Status.ACCEPTED, by=colleague, at=NOW)
    before, one = pairs_in(board), row_of(board, "0")
    how = {"by": by, "at": NOW, "seen": seen}
    acts = {
        "decide": lambda how: actions.decide(proposal=one, status=Status.REFUSED, **how),
        "lock": lambda how: actions.lock(
            matching_round=board, mentor=member(programme, "mentor", "1"), mentee=one.mentee, **how
        ),
        "accept_all": lambda how: actions.accept_all(matching_round=board, **how),
        "swap": lambda how: actions.swap(
            matching_round=board, mentees=(one.mentee_id, row_of(board, "1").mentee_id), **how
        ),
        "leave_open": lambda how: actions.leave_open(matching_round=board, mentee=one.mentee, **how),
        "undo": lambda how: actions.undo(matching_round=board, **how),
    }
    with pytest.raises(actions.DecidedMeanwhile) as refusal:
        acts[act](how)
    assert [(d.kind, d.decided_by) for d in refusal.value.decisions] == [("accept", colleague)]
    assert pairs_in(board) == before
    acts[act](how | {"seen": seen + 1})
    assert pairs_in(board) != before


def test_a_pair_that_a_colleague_made_impossible_is_told_as_such(board, cast, by):
    seen, one = board.decisions.count(), row_of(board, "0")
    pair = one.mentee_id, one.mentor_id
    actions.leave_open(matching_round=board, mentee=one.mentee, by=cast.second_coordinator.person, at=NOW)
    how = {"matching_round": board, "pair": pair, "status": Status.ACCEPTED, "by": by, "at": NOW}
    with pytest.raises(actions.DecidedMeanwhile):
        actions.decide_on(seen=seen, **how)
    with pytest.raises(actions.NotAvailable):
        actions.decide_on(seen=seen + 1, **how)


def test_who_is_in_a_group_by_now_is_told_of_as_that_and_not_as_gone(board, programme, by):
    one, mentees = row_of(board, "0"), [member(programme, "mentee", n) for n in "01"]
    actions.decide(proposal=row_of(board, "1"), status=Status.ACCEPTED, by=by, at=NOW)
    actions.make_group(grouped.plan(programme, [member(programme, "mentor", "2")], mentees), by=by, at=NOW)
    with pytest.raises(actions.NotAvailable, match="Mentee 0 is in a group now"):
        actions.decide(proposal=one, status=Status.ACCEPTED, by=by, at=NOW)
    with pytest.raises(actions.NotAvailable, match="or is in a group"):
        made.publish(board, by)


def test_a_lock_by_hand_says_why_it_overrides_the_suggestion(board, programme, by):
    mentor, mentee = member(programme, "mentor", "1"), member(programme, "mentee", "0")
    actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=by, at=NOW, reason="wish")
    decision = board.decisions.last()
    assert (decision.kind, decision.reason, decision.decided_by) == (Kind.LOCK, "wish", by)
    assert Entry.objects.get(action="matching.lock").detail["reason"] == "wish"


def test_somebody_who_came_after_the_suggestion_can_be_locked(board, programme, by):
    mentor = made.mentor(programme, "Mentor 9")
    actions.lock(matching_round=board, mentor=mentor, mentee=member(programme, "mentee", "0"), by=by, at=NOW)
    assert pairs_in(board)["Mentee 0", "Mentor 9"] == Status.LOCKED


def test_somebody_who_has_left_is_suggested_to_nobody_after_the_next_decision(board, programme, by):
    end_role(membership=member(programme, "mentor", "0"), reason="moved", by=by, at=NOW)
    actions.leave_open(matching_round=board, mentee=member(programme, "mentee", "2"), by=by, at=NOW)
    assert {mentor for _mentee, mentor in pairs_in(board)} == {"Mentor 1", "Mentor 2"}


def as_from_before_the_log(board):
    """The round as the migration makes it of one that was kept without decisions."""
    board.decisions.all().delete()
    score_table.forget(board)
    migration = import_module("handslag.pairs.migrations.0005_rounds_from_before_the_log")
    then = MigrationLoader(connection).project_state(("pairs", "0004_those_before_have_agreed"))
    migration.decisions_stand(then.apps, None)


def test_a_round_from_before_the_log_keeps_what_was_decided(board, programme, by):
    actions.decide(proposal=row_of(board, "1"), status=Status.ACCEPTED, by=by, at=NOW)
    actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW)
    before = pairs_in(board)
    as_from_before_the_log(board)
    assert pairs_in(board) == before
    assert row_of(board, "1").decided_by == by
    actions.leave_open(matching_round=board, mentee=member(programme, "mentee", "2"), by=by, at=NOW)
    found = pairs_in(board)
    assert found["Mentee 1", "Mentor 1"] == Status.ACCEPTED
    assert found["Mentee 0", "Mentor 0"] == Status.REFUSED
    assert "Mentee 2" not in {mentee for mentee, _mentor in found}


def test_a_pair_of_a_round_from_before_the_log_that_may_not_be_any_more_can_be_taken_back(board, programme, by):
    row = row_of(board, "1")
    actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW)
    as_from_before_the_log(board)
    exclude(row.mentee, row.mentor, by)
    actions.accept_all(matching_round=board, by=by, at=NOW)
    assert pairs_in(board)["Mentee 1", "Mentor 1"] == Status.ACCEPTED
    actions.decide(proposal=row, status=Status.SUGGESTED, by=by, at=NOW)
    assert ("Mentee 1", "Mentor 1") not in pairs_in(board)


def test_what_is_kept_of_the_scores_is_sealed_and_goes_when_the_round_is_published(board, by):
    table = ScoreTable.objects.of(board.organisation_id).get(round=board)
    assert table.__dict__["scores"].startswith("e1:")
    scores = score_table.kept(board)
    assert scores.score.shape == (3, 3)
    actions.accept_all(matching_round=board, by=by, at=NOW)
    made.publish(board, by)
    assert score_table.kept(board) is None


# ---- what people tell while the board is open ----


def exclude(mentee, mentor, by):
    """The mentee says that she may not be paired with this mentor, and a colleague makes a rule of it."""
    actions.tell(member=mentee, words="Somebody", at=NOW)
    actions.turn(member=mentee, persons=[mentor.person], countries=[], names="", told_at=NOW, by=by, at=NOW)


def test_a_rule_against_an_accepted_pair_stops_nobody_at_the_board(board, programme, by):
    """The pair stays until it is taken back, published it cannot be; nobody has suggested anything anew."""
    row = row_of(board, "0")
    actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW)
    exclude(row.mentee, row.mentor, by)
    programme.weights = programme.weights | {"needs": 1}
    programme.save()
    actions.decide(proposal=row_of(board, "1"), status=Status.REFUSED, by=by, at=NOW)
    found = pairs_in(board)
    assert (found["Mentee 0", "Mentor 0"], found["Mentee 1", "Mentor 1"]) == (Status.ACCEPTED, Status.REFUSED)
    assert [d.kind for d in board.decisions.all()] == ["suggest", "accept", "refuse"]
    board.refresh_from_db()
    assert board.weights["needs"] == 22
    assert all(
        row.score == sum(part["points"] for part in row.contributions)
        for row in board.proposals.exclude(status=Status.REFUSED)
    )
    with pytest.raises(actions.CannotBePaired) as not_suggested:
        actions.suggest(programme=programme, by=by, at=NOW)
    with pytest.raises(actions.CannotBePaired) as not_published:
        made.publish(board, by)
    assert "Ment" not in str(not_suggested.value) + str(not_published.value)
    actions.undo(matching_round=board, by=by, at=NOW)
    actions.undo(matching_round=board, by=by, at=NOW)
    assert ("Mentee 0", "Mentor 0") not in pairs_in(board)
    assert board.decisions.filter(kind=Kind.SUGGEST).count() == 1


def test_a_suggested_pair_that_a_new_rule_forbids_is_not_accepted_but_may_be_refused(board, by):
    row = row_of(board, "0")
    exclude(row.mentee, row.mentor, by)
    with pytest.raises(actions.CannotBePaired) as refusal:
        actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW)
    assert "Ment" not in str(refusal.value)
    assert actions.accept_all(matching_round=board, by=by, at=NOW) == (2, 1)
    found = pairs_in(board)
    assert ("Mentee 0", "Mentor 0") not in found
    assert [found[f"Mentee {n}", f"Mentor {n}"] for n in "12"] == [Status.ACCEPTED, Status.ACCEPTED]
    actions.undo(matching_round=board, by=by, at=NOW)
    actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW)
    assert board.decisions.filter(kind=Kind.SUGGEST).count() == 1


def test_accepting_a_pair_that_was_refused_before_finds_it_again(board, by):
    """The page is older than the refusal, and one asks for it all the same: the other pairs make room."""
    row = row_of(board, "0")
    actions.decide(proposal=row, status=Status.REFUSED, by=by, at=NOW)
    actions.decide(proposal=row, status=Status.ACCEPTED, by=by, at=NOW)
    assert pairs_in(board) == dict.fromkeys(STRAIGHT, "suggested") | {("Mentee 0", "Mentor 0"): "accepted"}


def test_somebody_who_came_after_the_suggestion_can_be_left_open(board, programme, by):
    late = made.mentee(programme, "Late Comer")
    actions.leave_open(matching_round=board, mentee=late, by=by, at=NOW)
    assert str(late.pk) in state_of(list(board.decisions.all())).open
    assert pairs_in(board).keys() == STRAIGHT


def test_an_accepted_pair_of_somebody_who_has_left_takes_no_place(board, programme, by):
    gone, mentor = member(programme, "mentee", "0"), member(programme, "mentor", "0")
    actions.decide(proposal=row_of(board, "0"), status=Status.ACCEPTED, by=by, at=NOW)
    end_role(membership=gone, reason="moved", by=by, at=NOW)
    actions.lock(matching_round=board, mentor=mentor, mentee=member(programme, "mentee", "1"), by=by, at=NOW)
    assert pairs_in(board)["Mentee 1", "Mentor 0"] == Status.LOCKED
    assert "Mentee 0" not in {mentee for mentee, _mentor in pairs_in(board)}


def test_an_accepted_pair_of_a_mentor_who_left_before_people_told_something_is_no_obstacle(board, programme, by):
    gone = row_of(board, "0")
    actions.decide(proposal=gone, status=Status.ACCEPTED, by=by, at=NOW)
    end_role(membership=gone.mentor, reason="moved", by=by, at=NOW)
    score_table.forget(board)
    actions.decide(proposal=row_of(board, "1"), status=Status.ACCEPTED, by=by, at=NOW)
    assert {mentor for _mentee, mentor in pairs_in(board)} == {"Mentor 1", "Mentor 2"}


def test_the_team_has_said_no_only_where_it_has(board, programme, by):
    """Both have nobody by now, whom a rule of their own leaves nobody; the team refused somebody to one of them."""
    for n in "01":
        mentee = member(programme, "mentee", n)
        mentors = [member(programme, "mentor", m) for m in "012"]
        actions.tell(member=mentee, words="All", at=NOW)
        actions.turn(
            member=mentee, persons=[m.person for m in mentors], countries=[], names="", told_at=NOW, by=by, at=NOW
        )
    actions.decide(proposal=row_of(board, "0"), status=Status.REFUSED, by=by, at=NOW)
    board.refresh_from_db()
    assert {person["membership"]: person["reasons"] for person in board.unmatched} == {
        str(member(programme, "mentee", "0").pk): ["no_free_mentor_fits"],
        str(member(programme, "mentee", "1").pk): ["no_free_mentor_fits"],
    }


def test_a_trained_mentor_who_said_something_unclear_is_not_told_of_as_untrained(programme, by):
    mentor = made.mentor(programme, "Trained Mentor")
    made.mentee(programme, "Lone Mentee")

    def told():
        people, criteria = people_of(programme, pool_of(programme, TODAY)), criteria_of(programme, TODAY)
        found = propose(people.mentors.values(), people.mentees.values(), criteria, forbidden=people.forbidden)
        return [(row["reasons"], row["relaxations"]) for row in unmatched_of(found.unmatched, people)]

    assert told() == []
    actions.tell(member=mentor, words="somebody whom I met in a church", at=NOW)
    assert told() == [(["no_free_mentor_fits"], [])]
    end_role(membership=mentor, reason="moved", by=by, at=NOW)
    untrained = made.mentor(programme, "Untrained Mentor", units=2)
    [(reasons, relaxations)] = told()
    assert reasons == ["no_mentor_ready"]
    assert [(row["rule"], row["mentor"]) for row in relaxations] == [("ready", str(untrained.pk))]


def test_who_tries_a_pair_that_may_not_be_leaves_a_trace(board, programme, by):
    """So one could find out whom somebody has excluded in confidence. Whom they tried is not kept."""
    selam = made.mentee(programme, "Selam Tesfay", languages=["ti"])
    mentor = member(programme, "mentor", "0")
    decisions = board.decisions.count()
    with pytest.raises(actions.CannotBePaired):
        actions.lock(matching_round=board, mentor=mentor, mentee=selam, by=by, at=NOW)
    noted = Entry.objects.filter(action="matching.refuse", subject_id=str(board.pk), actor_id=by.pk)
    assert [entry.detail for entry in noted] == [{}]
    one, other = row_of(board, "0").mentee, row_of(board, "1").mentee
    made.tell(one, made.MENTEE | {"languages": ["ti"]})
    with pytest.raises(actions.CannotBePaired):
        actions.swap(matching_round=board, mentees=(one.pk, other.pk), by=by, at=NOW)
    assert [entry.detail for entry in noted.all()] == [{}, {}]
    assert board.decisions.count() == decisions
