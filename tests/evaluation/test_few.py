"""A count of few people tells what one of them answered: who may not read single answers does not see it."""

import csv
import io

import pytest
import time_machine
from django.urls import reverse

from handslag.evaluation.cards import cards
from handslag.evaluation.closing_actions import keep_figures
from handslag.evaluation.closing_models import KeptFigures
from handslag.evaluation.facts import MENTEE_FINAL, MENTOR_FINAL
from handslag.evaluation.few import settled
from handslag.evaluation.home_panels import panels
from handslag.evaluation.indicators import Figure
from handslag.evaluation.trend import trends
from handslag.questionnaires.models import Response
from tests.cast import NOW, TODAY, member, person
from tests.evaluation.few_readers import PARTNER, SUPERVISOR, TEAM
from tests.evaluation.test_queries import answer
from tests.supervision.rows import DAY, started

FEW = "Hidden: fewer than five people."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two_answers(cast, programme):
    """The mentor is satisfied, the mentee is not."""
    started(cast, on=TODAY - 360 * DAY)
    answer(cast, cast.mentor, MENTOR_FINAL, sat=5, helpful=5)
    answer(cast, cast.mentee, MENTEE_FINAL, sat=1, helpful=1)
    return programme


def figure(number, n, total):
    return Figure(number, "Title", n, total, n / total, 0.8, note="All of it.")


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_two_answers_are_told_to_nobody_who_may_not_read_them(two_answers, as_role, role):
    client, number = as_role(role), [two_answers.pk, "4"]
    page = client.get(reverse("evaluation:indicator", args=number))
    assert FEW in page.text
    for told in ("Mentees: 0 of 1", "Mentors: 1 of 1", "1 of 2", "Answered: "):
        assert told not in page.text
    listed = client.get(reverse("evaluation:indicators", args=number[:1]))
    assert {card.figure.number: card for card in listed.context["cards"]}["4"].hidden
    assert "Too few to show" in listed.text
    sheet = client.get(reverse("evaluation:download", args=[two_answers.pk, "csv"])).content.decode("utf-8-sig")
    assert {row[0]: row for row in csv.reader(io.StringIO(sheet))}["4"][3:6] == ["", "", ""]


def test_who_may_read_single_answers_sees_every_count(two_answers, as_role):
    page = as_role("coordinator").get(reverse("evaluation:indicator", args=[two_answers.pk, "4"]))
    assert "1 of 2: 50\u00a0%. The target" in page.text
    assert "Mentees: 0 of 1." in page.text


def test_the_home_and_the_months_before_hide_them_too(cast, programme):
    programme.indicators = [{"number": number, "title": {"en": "Title"}, "target": 0.8} for number in ("2", "4")]
    programme.save()
    months = {"2026-02-28": {"2": [1, 2], "4": [1, 2]}}
    kept = KeptFigures(organisation=cast.organisation, programme=programme, months=months, made_at=NOW)
    kept.save()

    def shown(role):
        [panel] = panels(cast.account(role), programme, NOW)
        return {figure["number"]: figure["counted"] for figure in panel.context["figures"]}

    assert shown("coordinator") == {"2": "1 of 2", "4": "1 of 2"}
    assert shown("supervisor") == {"2": "1 of 2", "4": ""}
    assert shown("partner") == {"2": "", "4": ""}
    programme.kept_figures = kept
    moved = trends(programme, [figure("2", 6, 8), figure("4", 6, 8)], TODAY, SUPERVISOR)
    assert [point.hidden for point in moved["2"].points] == [False, False]
    assert [point.percent for point in moved["4"].points] == [None, 75]


def test_a_note_tells_single_answers_to_who_reads_them_only(programme):
    """Of mentors, mentees and all together, two counts give away the third."""

    def note(reader, number):
        [card] = cards([figure(number, 20, 30)], programme, reader)
        return card.note

    assert [note(reader, "2") for reader in (TEAM, SUPERVISOR, PARTNER)] == ["All of it.", "All of it.", ""]
    assert note(TEAM, "4") == "All of it."
    assert note(SUPERVISOR, "4").startswith("Answers are confidential.")
    assert note(PARTNER, "4") == ""


# ---- two days beside each other ---------------------------------------------------------------------------------


def month(day, n, total):
    return {day: {"1b": [n, total], "4": [n, total]}}


def test_a_count_stands_until_at_least_five_more_have_answered():
    months = (
        month("2026-01-31", 4, 9) | month("2026-02-28", 5, 9) | month("2026-03-31", 9, 14)
        | month("2026-04-30", 10, 14) | month("2026-05-31", 9, 13) | month("2026-06-30", 12, 19)
    )  # fmt: skip
    stands = settled(months | {"2026-07-31": {"2": [9, 9]}}, "4", 5)
    assert list(stands.values()) == [(0, 0), (0, 0), (9, 14), (9, 14), (9, 14), (12, 19)]
    assert max(stands).isoformat() == "2026-06-30"


def test_whether_a_count_moves_does_not_tell_what_the_sixth_person_said():
    """Four of five have said yes. Who knows the sixth sees the same after her yes as after her no."""
    first = month("2026-01-31", 4, 5)
    yes, no = (settled(first | month("2026-02-28", n, 6), "4", 5) for n in (5, 4))
    assert yes == no
    assert set(yes.values()) == {(0, 0)}


def test_where_silence_counts_too_those_who_have_answered_are_counted():
    """Of ten, five have answered; then time is up for five more, and one person answers."""
    months = {day: {"1b": [n, total, answered]} for day, n, total, answered in (
        ("2026-01-31", 5, 10, 5), ("2026-02-28", 6, 15, 6), ("2026-03-31", 8, 15, 10),
    )}  # fmt: skip
    assert list(settled(months, "1b", 5).values()) == [(5, 10), (5, 10), (8, 15)]


@pytest.fixture
def answered_one_a_day(cast, programme):
    """Six are satisfied; then every day one more answers, and is or is not."""
    people = [member(programme, person(cast.organisation, f"P{n}"), "mentee") for n in range(12)]
    programme.indicators = [{"number": "4", "title": {"en": "Title"}, "target": 0.8}]
    programme.save()
    for n, mentee in enumerate(people):
        days = 20 if n < 6 else 11 - n
        said = {"sat": 5, "helpful": 5} if n < 6 or n % 2 else {"sat": 1, "helpful": 1}
        answer(cast, mentee, MENTEE_FINAL, at=NOW - days * DAY, **said)
    keep_figures(programme=programme, at=NOW)
    return programme


def seen_on(client, programme, number, on):
    """What the page, the list and the sheet say of an indicator as of a day."""
    said = {"on": on.isoformat()}
    page = client.get(reverse("evaluation:indicator", args=[programme.pk, number]), said)
    listed = client.get(reverse("evaluation:indicators", args=[programme.pk]), said).context["cards"]
    sheet = client.get(reverse("evaluation:download", args=[programme.pk, "csv"]), said).content.decode("utf-8-sig")
    rows = {row[0]: row[3:6] for row in csv.reader(io.StringIO(sheet))}
    counts = [(c.figure.numerator, c.figure.denominator) for c in (page.context["card"], *listed)]
    trend = [(point.numerator, point.denominator) for point in page.context["trend"].points]
    return {*counts, *trend, tuple(int(cell or 0) for cell in rows[number][:2])}


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_two_days_that_follow_each_other_do_not_tell_what_one_person_answered(answered_one_a_day, as_role, role):
    client = as_role(role)
    days = [TODAY - n * DAY for n in range(5)]
    seen = set().union(*(seen_on(client, answered_one_a_day, "4", day) for day in days))
    assert seen == {(0, 0), (8, 10)}  # nothing yet, and what stood at the end of February
    assert (
        "Kept for this day" not in client.get(reverse("evaluation:indicator", args=[answered_one_a_day.pk, "4"])).text
    )


def test_who_reads_answers_sees_the_count_of_every_day(answered_one_a_day, as_role):
    client = as_role("coordinator")
    totals = [max(total for _n, total in seen_on(client, answered_one_a_day, "4", TODAY - n * DAY)) for n in range(3)]
    assert totals == [12, 11, 10]


def test_what_was_kept_of_answers_does_not_change_with_one_of_them(answered_one_a_day):
    row = KeptFigures.objects.of(answered_one_a_day.organisation_id).get()
    before = dict(row.months)
    Response.objects.of(answered_one_a_day.organisation_id).order_by("answered_at").first().delete()
    assert keep_figures(programme=answered_one_a_day, at=NOW + DAY) == 2
    row.refresh_from_db(from_queryset=KeptFigures.objects.of(answered_one_a_day.organisation_id))
    assert row.months == before
