"""A suggestion in the background: one at a time, written whole or not at all, stopped, taken over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from handslag.core.errors import Refused
from handslag.journal.models import Entry
from handslag.pairs import actions
from handslag.pairs.actions import suggesting as acts
from handslag.pairs.models import MatchingRound, Proposal, Suggesting
from handslag.programmes.actions import end_role
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
LATER = NOW + acts.ALIVE + timedelta(seconds=1)
Outcome = Suggesting.Outcome


@pytest.fixture
def asked(cast, programme):
    """A function that asks for a suggestion and gives its row."""
    return lambda at=NOW: actions.ask_for_suggestion(programme=programme, by=cast.coordinator.person, at=at)


@pytest.fixture
def two(programme):
    return made.mentor(programme), made.mentee(programme)


def fresh(row):
    return Suggesting.objects.of(row.organisation_id).get(pk=row.pk)


def at(moment):
    return lambda: moment


def proposals(programme):
    return Proposal.objects.of(programme.organisation_id).filter(round__programme=programme)


def journalled(programme, name):
    return Entry.objects.of(programme.organisation_id).filter(action=name)


def test_it_writes_what_suggesting_at_once_writes(cast, programme, asked, two):
    row = asked()
    acts.work(row, at(NOW))
    assert (fresh(row).outcome, fresh(row).ended_at) == (Outcome.DONE, NOW)
    found = proposals(programme).get()
    assert (found.mentor_id, found.mentee_id) == (two[0].pk, two[1].pk)
    assert found.contributions
    assert found.round.decisions.get().decided_by == cast.coordinator.person
    entry = journalled(programme, "matching.suggest").get()
    assert (entry.actor_id, entry.subject_id) == (cast.coordinator.person.pk, str(found.round_id))


def test_asking_twice_gives_the_same_one(asked, two):
    assert asked().pk == asked(NOW + timedelta(seconds=1)).pk


def test_when_one_has_ended_the_next_is_another(asked, two):
    first = asked()
    acts.work(first, at(NOW))
    assert asked().pk != first.pk


def test_those_that_ended_yesterday_are_forgotten(programme, asked, two):
    first = asked()
    acts.work(first, at(NOW))
    second = asked(NOW + acts.KEPT + timedelta(minutes=1))
    assert [row.pk for row in Suggesting.objects.of(programme.organisation_id)] == [second.pk]


def test_two_workers_at_once_one_works(programme, asked, two):
    row = asked()
    same = fresh(row)
    assert acts._take(row, NOW)
    acts.work(same, at(NOW))
    assert not proposals(programme).exists()


def test_a_refusal_is_kept_in_the_language_of_the_sources(programme, asked):
    made.mentee(programme)
    row = asked()
    with translation.override("sv"):
        acts.work(row, at(NOW))
    assert fresh(row).outcome == Outcome.REFUSED
    assert fresh(row).refusal == "No mentor is ready. A mentor can be matched when all training units are done."
    assert not MatchingRound.objects.of(programme.organisation_id).exists()


def test_stopped_it_writes_nothing(cast, programme, asked, two):
    row = asked()
    working = fresh(row)
    mark = acts._take(working, NOW)
    assert actions.stop_suggestion(suggesting=row, by=cast.coordinator.person, at=NOW)
    with pytest.raises(acts.NotOursAnyMore):
        acts._suggest(working, mark, at(NOW))
    assert (fresh(row).outcome, proposals(programme).count()) == (Outcome.STOPPED, 0)
    assert journalled(programme, "matching.stop_suggestion").get().actor_id == cast.coordinator.person.pk


def test_stopped_in_the_last_moment_it_writes_nothing(programme, asked, two, monkeypatch):
    row = asked()
    monkeypatch.setattr(acts, "_tell", lambda *words: None)  # so that it looks only when it writes
    working = fresh(row)
    mark = acts._take(working, NOW)
    actions.stop_suggestion(suggesting=row, by=None, at=NOW)
    with pytest.raises(acts.NotOursAnyMore):
        acts._suggest(working, mark, at(NOW))
    assert not MatchingRound.objects.of(programme.organisation_id).exists()


def test_what_has_ended_cannot_be_stopped(programme, asked, two):
    row = asked()
    acts.work(row, at(NOW))
    assert not actions.stop_suggestion(suggesting=row, by=None, at=NOW)
    assert fresh(row).outcome == Outcome.DONE
    assert not journalled(programme, "matching.stop_suggestion").exists()


def test_a_failure_in_the_middle_of_writing_leaves_nothing_half_done(programme, asked, two, monkeypatch):
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    table = matching_round.table.pk
    row = asked()

    def breaks_off(*arguments, **how):
        write_round(*arguments, **how)
        raise IntegrityError("broken off")

    write_round = acts.write_round
    monkeypatch.setattr(acts, "write_round", breaks_off)
    acts.work(row, at(NOW))
    assert fresh(row).outcome == Outcome.FAILED
    assert matching_round.decisions.count() == 1
    assert MatchingRound.objects.of(programme.organisation_id).get().table.pk == table


class Meanwhile:
    """A clock at whose n-th look something happens."""

    def __init__(self, look: int, what, every: bool = False):
        self.looks, self.look, self.what, self.every = 0, look, what, every

    def __call__(self):
        self.looks += 1
        if self.looks == self.look or (self.every and self.looks > self.look):
            self.what()
        return NOW


def test_what_is_decided_meanwhile_is_kept(cast, programme, asked):
    for n in range(3):
        made.mentor(programme, f"Mentor {n}")
        made.mentee(programme, f"Mentee {n}")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    refused = matching_round.proposals.order_by("pk").first()
    row = asked()

    def refuse():
        actions.decide(proposal=refused, status="refused", by=cast.coordinator.person, at=NOW)

    refused.round = matching_round
    acts.work(row, Meanwhile(5, refuse))
    assert fresh(row).outcome == Outcome.DONE
    assert matching_round.proposals.get(pk=refused.pk).status == "refused"
    assert matching_round.proposals.filter(status="suggested").count() == 3


def test_what_is_said_in_confidence_meanwhile_is_honoured(programme, asked, two):
    row = asked()

    def say():
        actions.tell(member=two[1], words="Maha Mentor", at=NOW)

    acts.work(row, Meanwhile(5, say))
    assert fresh(row).outcome == Outcome.DONE
    assert not proposals(programme).exists()


def test_who_leaves_meanwhile_is_not_suggested(programme, asked, two):
    other = made.mentor(programme, "Other Mentor", know_housing=1)
    row = asked()
    acts.work(row, Meanwhile(5, lambda: end_role(membership=two[0], reason="moved", by=None, at=NOW)))
    assert [found.mentor_id for found in proposals(programme)] == [other.pk]


def test_where_somebody_decides_again_and_again_it_gives_up_with_words(cast, programme, asked, two):
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    row = asked()

    def leave_open_or_not():
        mentee, is_open = two[1], matching_round.decisions.count() % 2 == 0
        actions.leave_open(matching_round=matching_round, mentee=mentee, take_back=is_open, by=None, at=NOW)

    acts.work(row, Meanwhile(4, leave_open_or_not, every=True))
    assert fresh(row).outcome == Outcome.REFUSED
    assert fresh(row).refusal.startswith("Colleagues decided")


def test_a_worker_that_is_heard_of_is_left_alone(programme, asked, two):
    row = asked()
    acts._take(row, NOW)
    assert acts.take_over_dead(at(NOW + acts.ALIVE)) == 0
    assert fresh(row).ended_at is None


def test_a_dead_one_is_taken_over_once(programme, asked, two):
    row = asked()
    acts._take(row, NOW)
    assert acts.take_over_dead(at(LATER)) == 1
    assert (fresh(row).outcome, proposals(programme).count()) == (Outcome.DONE, 1)


def test_one_that_nobody_ever_began_is_taken_over_too(programme, asked, two):
    row = asked()
    assert acts.take_over_dead(at(LATER)) == 1
    assert fresh(row).outcome == Outcome.DONE


def test_one_that_dies_again_has_failed(programme, asked, two):
    row = asked()
    acts._take(row, NOW)
    acts._take(fresh(row), LATER)  # and that one dies, too
    assert acts.take_over_dead(at(LATER + 2 * acts.ALIVE)) == 0
    assert (fresh(row).outcome, proposals(programme).count()) == (Outcome.FAILED, 0)


def test_one_that_was_thought_dead_and_wakes_up_writes_nothing(programme, asked, two):
    row = asked()
    slow = fresh(row)
    mark = acts._take(slow, NOW)
    acts._take(fresh(row), LATER)
    with pytest.raises(acts.NotOursAnyMore):
        acts._suggest(slow, mark, at(LATER))
    assert not proposals(programme).exists()


def test_a_closed_programme_is_not_suggested_for(programme, asked, two, monkeypatch):
    from handslag.programmes import closed

    monkeypatch.setattr(closed, "_checks", [lambda one: True])
    with pytest.raises(Refused):
        asked()


def test_the_database_keeps_two_apart(cast, programme, asked, two):
    asked()
    own = {"organisation_id": programme.organisation_id, "programme": programme, "asked_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggesting.objects.create(**own)
