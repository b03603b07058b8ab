"""Indicator 6: mentees with civic orientation, or the same guidance on rights and duties."""

from django.utils.translation import gettext as _

from ..facts import MENTEE_INTERVIEW, Facts, Id, Pair
from .figure import Count

THEMES = {"health", "housing", "employment", "finances"}


def guided(facts: Facts, pairs: list[Pair]) -> bool:
    """A talk about rights on all four themes, in one meeting or over several."""
    talked: set[str] = set()
    for pair in pairs:
        talked.update(*(entry.themes for entry in facts.entries_of[pair.id] if entry.rights_talk))
    return talked >= THEMES


def oriented(facts: Facts) -> set[Id]:
    """Who took part in orientation during the programme, or has shown the certificate."""
    came = {a.person for a in facts.attendances if a.kind == "orientation"}
    mentee_of = {pair.id: pair.mentee for pair in facts.pairs}
    shown = {
        mentee_of[s.pair] for s in facts.steps if s.code == "orientation_done" and s.confirmed and s.pair in mentee_of
    }
    return came | shown


def count(facts: Facts) -> Count:
    """Started mentees: orientation session or course, or rights talks on health, housing, work and money all four."""
    before = {p for p, a in facts.answers_to(MENTEE_INTERVIEW).items() if a.coded.get("orientation_done") == "whole"}
    during = oriented(facts)
    strict = {m for m, pairs in facts.mentees.items() if m in during or guided(facts, pairs)}
    reached = strict | (before & facts.mentees.keys())
    notes: tuple[str, ...] = ()
    if reached != strict:
        text = _("Without courses taken before the programme (O.2.3.2 does not count them): %(n)s of %(total)s.")
        notes = (text % {"n": len(strict), "total": len(facts.mentees)},)
    return Count(len(reached), len(facts.mentees), notes=notes)
