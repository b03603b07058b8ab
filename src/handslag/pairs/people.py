"""Mentors and mentees as the engine wants them: memberships and answers become plain values.

The only place where sealed and secret answers are opened for matching. What comes out is handed to the engine and
kept nowhere; what is stored of a proposal is in `facts`, which leaves sealed values out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import F

from handslag.core.encryption import unseal
from handslag.core.encryption.keys import KeyLost
from handslag.matching.codes import FORMATS, GENDER_WISHES, GENDERS, INTERESTS, KINDS, LEVELS, SLOTS, THEMES, age_band
from handslag.matching.people import Mentee, Mentor
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response

from . import private
from .decided import PairOfIds
from .models import Pair
from .readiness import UNITS, Candidate, Pool

NOT_SAID = "not_said"
# Two who were no pair for one of these reasons may be suggested again: nobody has said no to anybody.
MAY_COME_AGAIN = (Pair.EndReason.ERROR, Pair.EndReason.NO_ANSWER)


@dataclass(frozen=True)
class Answers:
    """What one person answered in the questionnaires of one role, the newest answer to each question."""

    coded: dict[str, Any]
    sealed: dict[str, Any]
    secret: dict[str, Any]
    first_on: date | None = None
    is_lost: bool = False
    excluded_at: datetime | None = None
    """When the answer about whom one may not meet was given."""

    def listed(self, name: str) -> list[str]:
        """The choices made, without refusals; a single one counts as a list of one."""
        value = self.sealed.get(name, self.coded.get(name))
        values = value if isinstance(value, list | tuple) else [value]
        return [str(choice) for choice in values if choice not in ("", None, NOT_SAID)]

    def known(self, name: str, codes: Collection[str]) -> list[str]:
        """The choices that the engine knows; an organisation may have added others to its lists."""
        return [choice for choice in self.listed(name) if choice in codes]

    def one(self, name: str) -> str:
        return next(iter(self.listed(name)), "")

    def number(self, name: str) -> int | None:
        text = self.one(name)
        return int(text) if text.isdigit() else None


@dataclass(frozen=True)
class People:
    """Both sides for the engine, with ids of memberships as text, and pairs of ids that may not be."""

    mentors: dict[str, Mentor]
    mentees: dict[str, Mentee]
    never: frozenset[PairOfIds]
    """(mentee, mentor): the same person in two roles, or two who were a pair before."""
    unclear: Mapping[str, str]
    """Those whose answers do not suffice to suggest anybody, with the code of the reason that may be told; the team
    may choose for them by hand."""
    unread: frozenset[str]
    """Those whose private words are not understood yet. They may be with nobody whom the team has not chosen: that is
    told as of people who exclude everybody."""
    by_hand: frozenset[str] = frozenset()

    @cached_property
    def forbidden(self) -> frozenset[PairOfIds]:
        """(mentee, mentor) who may not be a pair, without saying why."""
        mentees, mentors = self.mentees.keys() & self.unread, self.mentors.keys() & self.unread
        held_back = {*product(mentees, self.mentors), *product(self.mentees, mentors)}
        return self.never | {pair for pair in held_back if not self.by_hand.issuperset(pair)}

    def with_ready(self, ids: Iterable[str]) -> "People":
        """The same people, where unclear answers and words do not keep apart those whom the team has paired by hand."""
        by_hand = frozenset(ids)
        chosen = self.unclear.keys() & by_hand
        return replace(
            self,
            mentors={key: replace(m, ready=True) if key in chosen else m for key, m in self.mentors.items()},
            mentees={key: replace(m, ready=True) if key in chosen else m for key, m in self.mentees.items()},
            by_hand=by_hand,
        )


def people_of(programme: Programme, pool: Pool, *, to_explain: bool = False) -> People:
    """The candidates of `pool` with all that they told. Five queries.

    `to_explain`: it is known who may be paired, and asked what speaks for it: nobody's exclusions are looked up.
    """
    candidates = (*pool.mentors, *pool.mentees)
    answers = _answers(programme, candidates)
    reader = _Reader(programme, private.Reader(programme, [c.membership for c in candidates if not to_explain]))
    before = list(Pair.objects.of(programme.organisation_id).filter(programme=programme).exclude(ended_on=None))
    ended: dict[UUID, date] = {}
    for pair in before:
        if pair.started_on is None:
            continue  # who never met has waited all the time
        ended[pair.mentee_id] = max(pair.ended_on, ended.get(pair.mentee_id, pair.ended_on))
    mentors = [reader.mentor(c, answers[c.membership.pk]) for c in pool.mentors]
    mentees = [reader.mentee(c, answers[c.membership.pk], ended) for c in pool.mentees]
    return People(
        {mentor.id: mentor for mentor in mentors},
        {mentee.id: mentee for mentee in mentees},
        frozenset(_never(pool, before)),
        reader.unclear,
        frozenset(reader.unread),
    )


def _never(pool: Pool, before: Iterable[Pair]) -> Iterable[tuple[str, str]]:
    mentor_of = {mentor.membership.person_id: mentor.membership.pk for mentor in pool.mentors}
    for mentee in pool.mentees:
        if mentee.membership.person_id in mentor_of:
            yield str(mentee.membership.pk), str(mentor_of[mentee.membership.person_id])
    here = {candidate.membership.pk for candidate in (*pool.mentors, *pool.mentees)}
    for pair in before:
        if pair.end_reason not in MAY_COME_AGAIN and {pair.mentee_id, pair.mentor_id} <= here:
            yield str(pair.mentee_id), str(pair.mentor_id)


def _answers(programme: Programme, candidates: Iterable[Candidate]) -> Mapping[UUID, Answers]:
    """The answers of each candidate in the present role, by membership."""
    candidates = list(candidates)
    persons = {candidate.membership.person_id for candidate in candidates}
    rows = Response.objects.of(programme.organisation_id).filter(programme=programme, person__in=persons)
    given: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    for row in unseal(rows.annotate(key=F("questionnaire__key")).order_by("answered_at")):
        for role, keys in KEYS.items():
            if row.key in keys:
                given[row.person_id, role].append(row)
    return {
        c.membership.pk: _together(programme, given[c.membership.person_id, Role(c.membership.role)])
        for c in candidates
    }


def _together(programme: Programme, rows: list[Any]) -> Answers:
    """One answer to each question, the newest; an answer whose key is gone counts as not given."""
    coded: dict[str, Any] = {}
    sealed: dict[str, Any] = {}
    secret: dict[str, Any] = {}
    lost, excluded_at = False, None
    for row in rows:
        coded |= row.coded
        try:
            sealed.update(row.sealed)
            secret.update(row.secret)
            excluded_at = row.answered_at if "exclude" in row.secret else excluded_at
        except KeyLost:
            lost = True
    first_on = day_of(programme, rows[0].answered_at) if rows else None
    return Answers(coded, sealed, secret, first_on, lost, excluded_at)


class _Reader:
    """Reads the answers of one programme: its places, its coarse times, its languages."""

    def __init__(self, programme: Programme, exclusions: private.Reader):
        self.programme = programme
        self.exclusions = exclusions
        self.unclear: dict[str, str] = {}
        self.unread: set[str] = set()
        self.host_language = programme.organisation.host_language
        self.places = {place.code: place for place in programme.places.all()}
        self.slots_of = {
            row["code"]: row["expands"] for row in programme.lists.get("coarse_time", []) if "expands" in row
        }

    def mentor(self, candidate: Candidate, answers: Answers) -> Mentor:
        areas = _by_area(answers, "know_")
        trade = [*answers.listed("trade"), *_occupation(answers)]
        return Mentor(
            **self._common(candidate, answers),
            themes=areas,
            trade=trade,
            kind=answers.known("kind_offer", KINDS),
            interests=answers.known("interests", INTERESTS),
            places=candidate.places,
        )

    def mentee(self, candidate: Candidate, answers: Answers, ended: Mapping[UUID, date]) -> Mentee:
        wanted: dict[str, int | None] = dict.fromkeys(answers.known("help_wanted", THEMES))
        since = [day for day in (answers.first_on, ended.get(candidate.membership.pk)) if day]
        return Mentee(
            **self._common(candidate, answers),
            themes=wanted | _by_area(answers, "need_"),
            trade=[*answers.listed("wanted_trade"), *_occupation(answers)],
            kind=answers.known("kind_needed", KINDS),
            interests=answers.known("interests", INTERESTS),
            waiting_since=max(since, default=None),
        )

    def _common(self, candidate: Candidate, answers: Answers) -> dict[str, Any]:
        person, key = candidate.membership.person, str(candidate.membership.pk)
        excluded, understood = self.exclusions.of(
            candidate.membership, str(answers.secret.get("exclude") or ""), answers.excluded_at
        )
        languages = self._languages(answers)
        if candidate.pauses:
            self.unclear[key] = "pauses"
        elif not languages or answers.is_lost:
            self.unclear[key] = "answers"
        if not understood:
            self.unread.add(key)
        wish = next(iter(answers.known("want_gender", GENDER_WISHES)), "any")
        return {
            "id": key,
            "name": str(person),
            "programme": str(self.programme.pk),
            "ready": UNITS not in candidate.lacks and key not in self.unclear,
            "gender": person.gender if person.gender in GENDERS else answers.one("sex"),
            "birth_year": person.birth_year or _year(answers.one("birth_date")),
            "languages": languages,
            # Countries are always told: an exclusion is about them, whether or not likeness counts.
            "background": answers.listed("background"),
            "background_counts": str(answers.secret.get("want_background") or "same") == "same",
            "availability": self._slots(answers),
            **self._where(answers),
            "formats": _formats(answers),
            "traits": _traits(answers),
            "wants_gender": wish,
            "wants_gender_strict": wish != "any" and answers.one("want_strict") == "must",
            "wants_age": [band for band in answers.listed("want_age") if age_band(band)],
            "exclude": sorted(excluded),
        }

    def _languages(self, answers: Answers) -> dict[str, str | None]:
        """Language -> level; mentees are asked for the level of the host language only."""
        languages: dict[str, str | None] = {
            code: next(iter(answers.known(f"level_{code}", LEVELS)), None) for code in answers.listed("languages")
        }
        host_level = next(iter(answers.known("host_level", LEVELS)), "")
        if host_level and not languages.get(self.host_language):
            languages[self.host_language] = host_level
        return languages

    def _slots(self, answers: Answers) -> list[str]:
        """Weekly times: those of the interview or, where there are none yet, what the four tiles stand for."""
        exact = answers.known("slots", SLOTS)
        coarse = (slot for tile in answers.listed("times") for slot in self.slots_of.get(tile, ()))
        return exact or [slot for slot in coarse if slot in SLOTS]

    def _where(self, answers: Answers) -> dict[str, Any]:
        code, near = answers.one("place"), answers.coded.get("near")
        place = self.places.get(code)
        if isinstance(near, dict) and "lat" in near and "lon" in near:
            return {"place": code, "latitude": near["lat"], "longitude": near["lon"]}
        return {
            "place": code,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
        }


def _by_area(answers: Answers, stem: str) -> dict[str, int | None]:
    """`need_housing` and the like: area -> number."""
    names = (name for name in answers.coded if name.startswith(stem))
    found = ((name.removeprefix(stem), answers.number(name)) for name in names)
    return {area: number for area, number in found if number is not None and area in THEMES}


def _occupation(answers: Answers) -> list[str]:
    """The field of work as a trade of its own, so that no written trade can be mistaken for it."""
    return [f"isco {code}" for code in answers.listed("occupation")]


def _formats(answers: Answers) -> list[str]:
    chosen = answers.one("format")
    return list(FORMATS) if chosen == "both" else answers.known("format", FORMATS)


def _traits(answers: Answers) -> list[int | None]:
    return [answers.number(f"trait_{number}") for number in range(1, 6)]


def _year(day: str) -> int | None:
    return int(day[:4]) if day[:4].isdigit() else None
