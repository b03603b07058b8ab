"""Certificates: who has earned which, what is frozen, codes, issuing once, taking back."""

import pytest
from django.db import connection

from handslag.evaluation.actions import NotEarned, ReasonMissing, issue, revoke
from handslag.evaluation.certificates import SIGNS, by_code, candidates, code_in, new_code
from handslag.evaluation.models import Certificate
from handslag.journal.models import Entry
from handslag.pairs.models import Pair
from handslag.people.keys import forget_keys
from handslag.people.models import DataKey
from tests.cast import NOW, TODAY
from tests.evaluation.certified import DAY, closing, issued, train
from tests.supervision.rows import started

pytestmark = pytest.mark.django_db


def earned(cast, on=TODAY) -> set[tuple]:
    return {(one.membership, one.kind) for one in candidates(cast.programme, on)}


# ---- who has earned one -----------------------------------------------------------------------------------------


def test_a_mentor_with_all_units_has_earned_a_certificate_of_training(cast):
    train(cast, cast.mentor)
    train(cast, cast.second_mentor, units=4)
    assert earned(cast) == {(cast.mentor, "training")}


def test_a_running_pair_has_not_earned_one_before_the_closing_phase(cast):
    started(cast)
    closing(cast, starts_on=TODAY + DAY)
    assert earned(cast) == set()
    assert earned(cast, TODAY + DAY) == {(cast.mentor, "mentor"), (cast.mentee, "mentee")}


def test_a_pair_that_came_to_its_end_has_earned_it_at_once(cast):
    started(cast, ended_on=TODAY, end_reason=Pair.EndReason.COMPLETED)
    assert earned(cast) == {(cast.mentor, "mentor"), (cast.mentee, "mentee")}


@pytest.mark.parametrize("reason", [Pair.EndReason.MENTOR_LEFT, Pair.EndReason.NO_CONTACT])
def test_a_pair_that_broke_off_waits_for_the_closing_phase(cast, reason):
    started(cast, ended_on=TODAY - DAY, end_reason=reason)
    assert earned(cast) == set()
    closing(cast)
    assert earned(cast) == {(cast.mentor, "mentor"), (cast.mentee, "mentee")}


def test_a_pair_entered_by_mistake_and_one_that_never_met_earn_nothing(cast):
    started(cast, ended_on=TODAY - DAY, end_reason=Pair.EndReason.ERROR)
    Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.second_mentor,
        mentee=cast.second_mentee, matched_at=NOW,
    )  # fmt: skip
    closing(cast)
    assert earned(cast) == set()


def test_the_time_of_two_pairs_is_told_from_the_first_day_to_the_last(cast):
    started(cast, on=TODAY - 40 * DAY, ended_on=TODAY - 30 * DAY, end_reason=Pair.EndReason.MENTEE_LEFT)
    started(cast, mentee="second_mentee", on=TODAY - 20 * DAY)
    closing(cast)
    times = {one.membership: (one.since, one.until) for one in candidates(cast.programme, TODAY)}
    assert times[cast.mentor] == (TODAY - 40 * DAY, TODAY)
    assert times[cast.mentee] == (TODAY - 40 * DAY, TODAY - 30 * DAY)


# ---- issuing ----------------------------------------------------------------------------------------------------


def test_what_a_certificate_says_is_frozen_and_sealed(cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    cast.programme.title = "Another title"
    cast.programme.save()
    again = Certificate.objects.of(cast.organisation).get()
    assert again.facts == {
        "name": "Mentor One", "kind": "training", "programme": "AMIR malmo-2026", "organisation": "Solidaritet Malmö",
        "languages": ["sv", "en"], "since": "2026-02-01", "until": "2026-02-05", "minutes": 600,
        "units": [{"en": f"Lesson {n}", "sv": f"Lektion {n}"} for n in range(1, 6)],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM evaluation_certificate")
        assert "Mentor One" not in cursor.fetchone()[0]
    assert certificate.issued_on == TODAY
    assert Entry.objects.of(cast.organisation.pk).filter(action="certificate.issue").count() == 1


def test_the_persons_own_language_stands_beside_that_of_the_place(cast):
    cast.mentor.person.language = "ar"
    cast.mentor.person.save()
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    assert certificate.facts["languages"] == ["sv", "ar"]


def test_issued_twice_nobody_has_two(cast):
    train(cast, cast.mentor, cast.second_mentor)
    assert len(issued(cast)) == 2
    assert issued(cast) == []
    assert Certificate.objects.of(cast.organisation).count() == 2


def test_only_those_who_are_chosen_get_one(cast):
    train(cast, cast.mentor, cast.second_mentor)
    (certificate,) = issued(cast, keys=[f"{cast.mentor.pk}:training"])
    assert certificate.membership == cast.mentor


def test_who_has_not_earned_it_cannot_be_chosen(cast):
    train(cast, cast.mentor)
    for key in (f"{cast.second_mentor.pk}:training", f"{cast.mentor.pk}:mentor", f"{cast.outsider.pk}:training"):
        with pytest.raises(NotEarned):
            issue(programme=cast.programme, keys=[f"{cast.mentor.pk}:training", key], by=None, at=NOW)
    assert not Certificate.objects.of(cast.organisation).exists()


# ---- taking back ------------------------------------------------------------------------------------------------


def test_a_certificate_taken_back_can_be_issued_anew_under_another_code(cast):
    train(cast, cast.mentor)
    (first,) = issued(cast)
    revoke(certificate=first, reason="Wrong name", by=cast.coordinator.person, at=NOW)
    revoke(certificate=first, reason="Once more", by=None, at=NOW + DAY)
    first.refresh_from_db()
    assert (first.is_valid, first.revoked_reason, first.revoked_at) == (False, "Wrong name", NOW)
    (second,) = issued(cast)
    assert second.code != first.code
    assert Entry.objects.of(cast.organisation.pk).filter(action="certificate.revoke").count() == 1


def test_it_is_not_taken_back_without_a_reason(cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    with pytest.raises(ReasonMissing):
        revoke(certificate=certificate, reason="  ", by=cast.coordinator.person, at=NOW)
    assert Certificate.objects.of(cast.organisation).get().is_valid


# ---- codes ------------------------------------------------------------------------------------------------------


def test_codes_have_no_signs_that_look_alike_and_do_not_repeat():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(code_in(code) == code for code in codes)
    assert not set("01258BGILOSUVZ") & (set(SIGNS) - {"G"})


@pytest.mark.parametrize("typed", ["acde-3469-hjkm", " ACDE 3469 HJKM ", "ACDE3469HJKM", "acde–3469–hjkm"])
def test_a_code_is_found_however_it_is_typed(typed):
    assert code_in(typed) == "ACDE-3469-HJKM"


@pytest.mark.parametrize("typed", ["", "ACDE-3469", "ACDE-3469-HJKM-A", "0000-0000-0000", "' OR 1=1 --", "unknown"])
def test_what_cannot_be_a_code_is_none(typed):
    assert code_in(typed) == ""


def test_who_is_erased_leaves_a_code_that_says_nothing(cast):
    train(cast, cast.mentor)
    (certificate,) = issued(cast)
    assert by_code(certificate.code)[1]["name"] == "Mentor One"
    DataKey.objects.of(cast.organisation).filter(person=cast.mentor.person).delete()
    forget_keys()
    assert by_code(certificate.code) is None
    assert by_code(new_code()) is None
    assert by_code("") is None
