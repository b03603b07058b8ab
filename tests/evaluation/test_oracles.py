"""Indicators 2, 5, 8 and 10 against computations written apart: day by day, from the words of the definition."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.evaluation.facts import Attendance, Entry, Facts, Group, Meeting, Pair, Place, Role
from handslag.evaluation.indicators import community, engagement, monthly, rhythm
from tests.examples import examples

BEGIN = date(2025, 1, 1)
DAY = timedelta(days=1)
ACTIVITIES = ["", "talk", "walk", "sport", "culture"]


def days(least=0, most=520):
    return st.integers(least, most).map(lambda n: BEGIN + n * DAY)


@st.composite
def pairs(draw):
    found = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(days(0, 200))
        length = draw(st.none() | st.integers(0, 400))
        ended_on = start + length * DAY if length is not None else None
        found.append(
            Pair(number, draw(st.sampled_from("ab")), f"e{draw(st.integers(0, 2))}", start, ended_on,
                 pauses=tuple(draw(pauses(start))))
        )  # fmt: skip
    return tuple(found)


@st.composite
def pauses(draw, start):
    """None, or up to three pauses, one after the other; the first may have been agreed for before the intake."""
    found = []
    after = start - 40 * DAY
    for _number in range(draw(st.integers(0, 3))):
        first = after + draw(st.integers(0, 120)) * DAY
        found.append((first, first + draw(st.integers(0, 70)) * DAY))
        after = found[-1][1] + DAY
    return found


@st.composite
def worlds(draw):
    """Programmes of up to four pairs of two mentors, seen on any day; nothing later than that day is known."""
    known = draw(pairs())
    on = draw(days(0, 600))
    known = tuple(
        replace(p, ended_on=p.ended_on if p.ended_on and p.ended_on <= on else None)
        for p in known
        if p.started_on <= on
    )
    entries = []
    for pair in known:
        for _number in range(draw(st.integers(0, 25))):
            told_on = pair.started_on + draw(st.integers(0, 400)) * DAY
            met = draw(st.booleans())
            entries.append(
                Entry(pair.id, told_on, told_on + draw(st.integers(0, 20)) * DAY, met=met, contact=met or draw(
                    st.booleans()), activity=draw(st.sampled_from(ACTIVITIES)))
            )  # fmt: skip
    attendances = draw(
        st.lists(
            st.builds(
                Attendance, st.sampled_from(["a", "b", "e0", "e1"]), st.integers(0, 3),
                st.sampled_from(["supervision", "event"]), days(), st.booleans(),
            ),
            max_size=40,
        )
    )  # fmt: skip
    roles = [Role(m, "mentor", BEGIN, draw(st.none() | days(100, 600))) for m in "ab"]
    return Facts(
        on=on, pairs=known, entries=tuple(e for e in entries if e.on <= on),
        attendances=tuple(a for a in attendances if a.on <= on),
        roles=tuple(Role(r.person, r.role, r.since, r.until if r.until and r.until <= on else None) for r in roles),
    )  # fmt: skip


def months_later(day: date, months: int) -> date:
    """Walk on day by day until the month is right, then to the same day or the month's last one."""
    wanted = (day.year * 12 + day.month - 1 + months) % 12 + 1, (day.year * 12 + day.month - 1 + months) // 12
    at = date(wanted[1], wanted[0], 1)
    while at.day < day.day and (at + DAY).month == wanted[0]:
        at += DAY
    return at


def each_day(first: date, last: date):
    while first <= last:
        yield first
        first += DAY


def runs(pair, on: date) -> bool:
    return pair.started_on <= on and not (pair.ended_on and on >= pair.ended_on)


def paused(pair, on: date) -> bool:
    return any(first <= on <= last for first, last in pair.pauses)


# ---- 2 ----


def oracle_rhythm(facts):
    n = total = 0
    for pair in facts.pairs:
        windows = [[], [], []]
        day, meeting_days, moved = pair.started_on, 0, 0
        while meeting_days < 90:
            day += DAY
            windows[meeting_days // 30].append(day)
            if moved < 30 and paused(pair, day):
                moved += 1
            else:
                meeting_days += 1
        day90 = day
        broke_off = pair.ended_on is not None and pair.ended_on < day90
        if not (facts.on > day90 or broke_off):
            continue
        total += 1
        meetings = [entry.on for entry in facts.entries if entry.pair == pair.id and entry.met]
        n += not broke_off and all(sum(meetings.count(day) for day in window) >= 2 for window in windows)
    return n, total


@settings(max_examples=examples(150), deadline=None)
@given(worlds())
def test_indicator_2_equals_the_oracle(facts):
    count = rhythm.count(facts)
    assert (count.numerator, count.denominator) == oracle_rhythm(facts)
    assert count.denominator + count.not_due == len(facts.pairs)


# ---- 5 ----


def oracle_engagement(facts):
    n = total = 0
    for mentor in {pair.mentor for pair in facts.pairs}:
        mine = [pair for pair in facts.pairs if pair.mentor == mentor]
        start = sorted(pair.started_on for pair in mine)[0]
        month12 = months_later(start, 12)
        if month12 > facts.on:
            continue
        total += 1
        active = neutral = 0
        for k in range(12):
            month = list(each_day(months_later(start, k), months_later(start, k + 1) - DAY))
            with_pair = [on for on in month if any(runs(pair, on) for pair in mine)]
            signs = set()
            for entry in facts.entries:
                if entry.on in month and entry.pair in {pair.id for pair in mine}:
                    signs.add("diary")
                    if entry.contact:
                        signs.add("contact")
            if any(a.person == mentor and a.kind == "supervision" and a.on in month for a in facts.attendances):
                signs.add("supervision")
            could_meet = [on for on in month if any(runs(pair, on) and not paused(pair, on) for pair in mine)]
            if len(signs) >= 2 if len(with_pair) >= 15 else "supervision" in signs:
                active += 1
            elif len(with_pair) >= 15 > len(could_meet):
                neutral += 1
        left = next(role.until for role in facts.roles if role.person == mentor)
        n += Fraction(active, 12 - min(neutral, 2)) >= Fraction(10, 12) and (left is None or left >= month12)
    return n, total


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_indicator_5_equals_the_oracle(facts):
    count = engagement.count(facts)
    assert (count.numerator, count.denominator) == oracle_engagement(facts)


# ---- 8 ----


def oracle_community(facts):
    n = total = 0
    for pair in facts.pairs:
        if pair.ended_on is None and months_later(pair.started_on, 3) > facts.on:
            continue
        total += 1
        told = any(e.pair == pair.id and e.met and e.activity in {"sport", "culture"} for e in facts.entries)
        seen = set()
        for person in (pair.mentor, pair.mentee):
            seen.add(
                frozenset(
                    a.gathering for a in facts.attendances
                    if a.person == person and a.kind == "event" and a.came and runs(pair, a.on)
                )
            )  # fmt: skip
        together = frozenset.intersection(*seen) if len(seen) == 2 else next(iter(seen))
        n += told or bool(together)
    return n, total


@settings(max_examples=examples(150), deadline=None)
@given(worlds())
def test_indicator_8_equals_the_oracle(facts):
    count = community.count(facts)
    assert (count.numerator, count.denominator) == oracle_community(facts)


# ---- 10 ----


@st.composite
def supervised_worlds(draw):
    facts = draw(worlds())
    meetings = []
    for group in "gh":
        for month in draw(st.sets(st.integers(0, 19))):
            first = months_later(BEGIN, month)
            held_on = first + draw(st.integers(0, 27)) * DAY
            meetings.append(Meeting(group, first, held_on - 7 * DAY, held=draw(st.booleans())))
    places = []
    for mentor in "ab":
        moved = draw(days(0, 400))
        places.append(Place(mentor, "g", BEGIN - 60 * DAY, moved))
        if draw(st.booleans()):
            places.append(Place(mentor, "h", moved))
    return Facts(
        on=facts.on, pairs=facts.pairs, entries=facts.entries, places=tuple(places), meetings=tuple(meetings),
        groups=(Group("g", BEGIN), Group("h", draw(days(0, 400)))), mentoring_from=draw(days(0, 60)),
    )  # fmt: skip


def oracle_diaries(facts):
    """Every calendar month of three years, for every mentor, day by day."""
    n = total = 0
    if not facts.pairs:
        return n, total
    earliest = min(pair.started_on for pair in facts.pairs).replace(day=1)
    for mentor in {pair.mentor for pair in facts.pairs}:
        mine = [pair for pair in facts.pairs if pair.mentor == mentor]
        for k in range(36):
            month = months_later(earliest, k)
            if month > months_later(facts.on, 1):
                break
            first, due = month, months_later(month, 1) - DAY
            for meeting in facts.meetings:
                then = [p.group for p in facts.places if p.mentor == mentor and p.since <= meeting.due_on
                        and not (p.until and p.until <= meeting.due_on)]  # fmt: skip
                if meeting.month == month and meeting.group in then:
                    due = meeting.due_on
                    first = months_later(due, -1) + DAY
            if facts.on <= due:
                continue
            if sum(any(runs(pair, on) for pair in mine) for on in each_day(first, due)) < 15:
                continue
            total += 1
            told = [e for e in facts.entries if any(e.pair == pair.id for pair in mine)]
            n += any(e.on in each_day(first, due) and e.written_on <= due for e in told)
    return n, total


@settings(max_examples=examples(60), deadline=None)
@given(supervised_worlds())
def test_indicator_10_equals_the_oracle(facts):
    count = monthly.count(facts)
    assert (count.numerator, count.denominator) == oracle_diaries(facts)


@settings(max_examples=examples(60), deadline=None)
@given(supervised_worlds())
def test_supervision_held_equals_the_oracle(facts):
    held = total = 0
    for group in facts.groups:
        for k in range(36):
            month = months_later(BEGIN, k)
            last = months_later(month, 1) - DAY
            there = sum(on >= facts.mentoring_from and on >= group.made_on for on in each_day(month, last))
            if last < facts.on and there >= 15:
                total += 1
                held += any(m.group == group.id and m.month == month and m.held for m in facts.meetings)
    assert monthly.supervision(facts) == (held, total)
