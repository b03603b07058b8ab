"""What is done on schedule."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from handslag.config.cli import main
from handslag.desk.one_by_one import SomeFailed, one_by_one
from handslag.desk.tick import SCHEDULE, look_for_signals, tick
from handslag.journal.models import Seal
from handslag.journal.queries import faults, newest_anchors
from handslag.pairs.models import Pair
from handslag.people.actions import forget_old_tries
from handslag.supervision.models import SignalNote
from tests.cast import NOW, TODAY, member
from tests.cast import programme as make_programme
from tests.supervision.rows import DAY, like_amir, started

pytestmark = pytest.mark.django_db


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return cursor.fetchone()[0]


def test_a_tick_seals_the_journal_and_anchors_its_head_outside(cast, settings, tmp_path):
    settings.HANDSLAG_JOURNAL_ANCHOR = str(tmp_path / "anchor.txt")
    list(tick())
    organisation = cast.organisation.pk
    head = Seal.objects.of(organisation).order_by("number").last()
    assert newest_anchors(tmp_path / "anchor.txt")[str(organisation)] == head.digest
    assert faults(organisation, anchor=head.digest) == []


def test_a_second_tick_seals_nothing_anew(cast, settings, tmp_path):
    settings.HANDSLAG_JOURNAL_ANCHOR = str(tmp_path / "anchor.txt")
    list(tick())
    before = Seal.objects.count()
    assert "journal: 0 batches sealed" in list(tick())
    assert Seal.objects.count() == before


def test_counts_of_tries_are_forgotten_once_they_have_run_out(db):
    cache.clear()
    cache.set("old", 1, timeout=60)
    cache.set("young", 1, timeout=3 * 24 * 3600)
    assert forget_old_tries(timezone.now() + timedelta(days=1)) == 1
    assert rows("people_tries") == 1


def broken() -> str:
    raise ZeroDivisionError


def test_a_job_that_fails_stops_no_other_and_the_status_tells(cast, settings, tmp_path, monkeypatch, caplog, capsys):
    settings.HANDSLAG_JOURNAL_ANCHOR = str(tmp_path / "anchor.txt")
    schedule = list(SCHEDULE)
    monkeypatch.setattr(
        "handslag.config.commands.running.set_up_django", lambda: None
    )  # done; again it would take the log from pytest
    monkeypatch.setattr("handslag.desk.tick.SCHEDULE", [broken, *schedule])
    assert main(["tick"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "broken: failed, see the log"
    assert len(lines) == len(schedule) + 1
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.setattr("handslag.desk.tick.SCHEDULE", schedule)
    assert main(["tick"]) == 0


def test_a_programme_that_fails_holds_up_no_other(cast, caplog):
    def act(programme):
        return 1 // (programme.pk != cast.programme.pk)

    seen = []
    with pytest.raises(SomeFailed, match=str(cast.programme.pk)):
        one_by_one([cast.programme, cast.other_programme], lambda one: seen.append(one) or act(one))
    assert seen == [cast.programme, cast.other_programme]
    assert "ZeroDivisionError" in caplog.text
    assert one_by_one([cast.other_programme], act) == 1


def test_one_broken_programme_does_not_keep_another_from_being_looked_at(cast, caplog):
    like_amir(cast.programme)
    broken_one = make_programme(cast.organisation, "malmo-2027")
    broken_one.rules = {"meeting_gap_days": "many", "plan_days": "many"}
    broken_one.save()
    pair = started(cast)
    other = Pair.objects.create(
        organisation=cast.organisation, programme=broken_one, mentor=member(broken_one, cast.mentor.person, "mentor"),
        mentee=member(broken_one, cast.mentee.person, "mentee"), matched_at=NOW, started_on=TODAY - 40 * DAY,
    )  # fmt: skip
    with pytest.raises(SomeFailed, match=str(broken_one.pk)):
        look_for_signals()
    noted = set(SignalNote.objects.of(cast.organisation).values_list("pair", flat=True))
    assert pair.pk in noted
    assert other.pk not in noted
