"""What was approved and does not fit any more locks nobody out of the board: it is taken back, and all goes on."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.pairs import actions, score_table
from handslag.pairs.models import Proposal
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
Status = Proposal.Status
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def board(programme, by):
    """Three mentees who are locked with one mentor of three places, of which she offers only one by now."""
    mentor = made.mentor(programme, "Maha Mentor", places="3")
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(3)]
    board = actions.suggest(programme=programme, by=by, at=NOW)
    for mentee in mentees:
        actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=by, at=NOW)
    made.tell(mentor, made.MENTOR | {"places": "1"}, at=NOW + timedelta(hours=1))
    score_table.forget(board)
    return board


def mentees_of(board, *statuses):
    rows = board.proposals.filter(status__in=statuses)
    return sorted(rows.values_list("mentee__person__family_name", flat=True))


def row_of(board, name):
    return board.proposals.get(mentee__person__family_name=name)


def test_with_more_approved_pairs_than_places_whoever_takes_them_back_one_by_one_goes_on(board, programme, by):
    def suggest():
        return actions.suggest(programme=programme, by=by, at=LATER)

    for name in "01":
        with pytest.raises(actions.CannotBePaired, match="Take back these decisions one by one"):
            suggest()
        with pytest.raises(actions.NotAvailable):
            made.publish(board, by, LATER)
        actions.decide(proposal=row_of(board, name), status=Status.SUGGESTED, by=by, at=LATER)
    assert mentees_of(board, Status.SUGGESTED, Status.LOCKED) == ["2"]
    suggest()
    assert mentees_of(board, Status.LOCKED) == ["2"]
    assert len(made.publish(board, by, LATER)) == 1


@pytest.mark.parametrize("act", ["refuse", "undo", "leave open", "lock"])
def test_with_more_approved_pairs_than_places_every_other_act_works(board, programme, by, act):
    newcomer = made.mentor(programme, "New Mentor")
    how = {"matching_round": board, "by": by, "at": LATER}
    acts = {
        "refuse": lambda: actions.decide(proposal=row_of(board, "2"), status=Status.REFUSED, by=by, at=LATER),
        "undo": lambda: actions.undo(**how),
        "leave open": lambda: actions.leave_open(mentee=row_of(board, "2").mentee, **how),
        "lock": lambda: actions.lock(mentor=newcomer, mentee=made.mentee(programme, "Late Comer"), **how),
    }
    acts[act]()
    maha = board.proposals.filter(mentor__person__given_name="Maha")
    assert maha.filter(status=Status.LOCKED).count() == (3 if act == "lock" else 2)
    assert not maha.filter(status=Status.SUGGESTED).exists()


@pytest.mark.parametrize("act", ["lock", "swap", "accept", "accept all"])
def test_what_counts_are_the_places_of_today_and_who_did_not_know_has_tried_nothing(programme, by, act):
    """She had two places when pairs were suggested, and one by now, which is taken."""
    mentor, other = made.mentor(programme, places="2"), made.mentor(programme, "Karin Mentor", know_housing=1)
    made.pair(mentor, made.mentee(programme, "Old Mentee"))
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    board = actions.suggest(programme=programme, by=by, at=NOW)
    hers, theirs = board.proposals.get(mentor=mentor), board.proposals.get(mentor=other)
    made.tell(mentor, made.MENTOR | {"places": "1"}, at=NOW + timedelta(hours=1))
    how = {"matching_round": board, "by": by, "at": LATER}
    if act == "accept all":
        assert actions.accept_all(**how) == (1, 1)
    else:
        acts = {
            "lock": lambda: actions.lock(mentor=mentor, mentee=theirs.mentee, **how),
            "swap": lambda: actions.swap(mentees=(mentees[0].pk, mentees[1].pk), **how),
            "accept": lambda: actions.decide(proposal=hers, status=Status.ACCEPTED, by=by, at=LATER),
        }
        with pytest.raises(actions.NoPlaceLeft):
            acts[act]()
    assert not board.proposals.filter(mentor=mentor).exclude(status=Status.SUGGESTED).exists()
    assert not Entry.objects.filter(action="matching.refuse").exists()


def test_who_offers_more_places_by_now_gets_more(programme, by):
    mentor, mentees = made.mentor(programme), [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    board = actions.suggest(programme=programme, by=by, at=NOW)
    made.tell(mentor, made.MENTOR | {"places": "2"}, at=NOW + timedelta(hours=1))
    for mentee in mentees:
        actions.lock(matching_round=board, mentor=mentor, mentee=mentee, by=by, at=LATER)
    assert mentees_of(board, Status.LOCKED) == ["0", "1"]
    assert len(made.publish(board, by, LATER)) == 2


def test_two_whose_mentors_have_a_place_for_them_swap_though_both_are_accepted(programme, by):
    mentors = [made.mentor(programme, name, places="1") for name in ("Maha Mentor", "Karin Mentor")]
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    board = actions.suggest(programme=programme, by=by, at=NOW)
    actions.accept_all(matching_round=board, by=by, at=NOW)
    before = set(board.proposals.values_list("mentee", "mentor"))
    actions.swap(matching_round=board, mentees=(mentees[0].pk, mentees[1].pk), by=by, at=NOW)
    locked = set(board.proposals.filter(status=Status.LOCKED).values_list("mentee", "mentor"))
    assert len(locked) == len(mentors)
    assert not locked & before


@pytest.mark.parametrize("why", ["a rule", "no language"])
def test_an_approved_pair_that_comes_back_and_may_not_be_any_more_locks_nothing(programme, by, why):
    """She wanted nobody for a while, and the board went on without her; what she told meanwhile stands against it."""
    mentor, mentee, other = made.mentor(programme), made.mentee(programme), made.mentee(programme, "Other Mentee")
    board = actions.suggest(programme=programme, by=by, at=NOW)
    actions.leave_open(matching_round=board, mentee=other, by=by, at=NOW)
    actions.decide(proposal=board.proposals.get(mentee=mentee), status=Status.ACCEPTED, by=by, at=NOW)
    actions.pause(membership=mentee, by=by, at=NOW)
    actions.leave_open(matching_round=board, mentee=other, take_back=True, by=by, at=NOW)
    assert not board.proposals.filter(mentee=mentee).exists()
    if why == "a rule":
        actions.tell(member=mentee, words="Maha", at=NOW)
        actions.turn(member=mentee, persons=[mentor.person], countries=[], names="", told_at=NOW, by=by, at=NOW)
    else:
        made.tell(mentee, made.MENTEE | {"languages": ["ti"]}, at=NOW + timedelta(hours=1))
    actions.look_again(membership=mentee, by=by, at=LATER)
    actions.leave_open(matching_round=board, mentee=other, by=by, at=LATER)
    row = board.proposals.get()
    assert (row.mentee, row.status) == (mentee, Status.ACCEPTED)
    assert row.contributions
    with pytest.raises(actions.CannotBePaired):
        actions.suggest(programme=programme, by=by, at=LATER)
    with pytest.raises(actions.CannotBePaired):
        made.publish(board, by, LATER)
    actions.decide(proposal=row, status=Status.SUGGESTED, by=by, at=LATER)
    assert not board.proposals.exists()
