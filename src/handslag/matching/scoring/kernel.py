"""The compiled pass: for one mentee and a strip of mentors, every rule and criterion at once.

All numbers are whole and below 2**24, so float32 holds them exactly; shares are cut to whole marks with a margin that
is far above float32's error and far below the distance to the next whole number. It is the arithmetic of `quality.py`
written for a processor that takes eight mentors at a time, and equal to it for every pair.
"""

from typing import Any

import numpy as np
from numba.core import types
from numba.extending import intrinsic

from handslag.matching.codes import KINDS, SLOTS, THEMES, TRAITS
from handslag.matching.quality import FIRST_LANGUAGE_ONLY
from handslag.matching.scoring import packed as p
from handslag.matching.scoring.compiled import compiled
from handslag.matching.scoring.words import PAYLOAD

STRIP = 2048  # mentors at a time: what they bring stays in the nearer caches while the mentees of a block pass by

f32 = np.float32
_TONGUE_ONLY = f32(FIRST_LANGUAGE_ONLY)
_THEMES, _KINDS, _SLOTS, _TRAITS = len(THEMES), len(KINDS), len(SLOTS), TRAITS
_NOT_ALLOWED = np.int32(-1)
_ALL = np.uint32(0xFFFFFFFF)


@intrinsic
def whole(typing_context: Any, number: Any) -> Any:
    """float32 cut to an int32 and back, without the detour over int64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir

        cut = builder.fptosi(arguments[0], ir.IntType(32))
        return builder.sitofp(cut, ir.FloatType())

    return types.float32(types.float32), generate


@compiled
def score_strip(i, mentees, mentors, constants, first, last, work, out):  # type: ignore[no-untyped-def]
    """Scores of mentee i with mentors first to last (at most STRIP) into `out`; -1 where a rule forbids the pair."""
    size = last - first
    words, counts, levels, hits = mentees.words[i], work.counts, work.levels, work.hits
    theme, kind = counts[0, :size], counts[1, :size]
    slot, trait = counts[2, :size], counts[3, :size]
    _sum_planes(mentees.themes[i], _THEMES, p.THEME_PLANES, mentors.planes, first, last, theme)
    _sum_planes(mentees.kinds[i], _KINDS, p.KIND_PLANES, mentors.planes, first, last, kind)
    slot[:] = mentors.planes[p.SILENT_SLOTS, first:last]
    _add_planes(mentees.slots[i], _SLOTS, p.SLOT_PLANES, mentors.planes, first, last, slot)
    _sum_traits(mentees.traits[i], mentors.planes, first, last, trait)
    level = levels[:size]
    _sum_levels(mentees.needs[i], mentors.levels, first, last, level)

    of = constants.words_of
    score, marks = work.score[:size], constants.weights
    common = marks[6] * f32(100) + marks[8] * mentees.waiting[i]
    _needs_time_traits(
        theme,
        kind,
        slot,
        trait,
        level,
        mentees.scale[i],
        mentees.base[i],
        common,
        marks,
        score,
    )
    rc, country = _source(p.COUNTRY, of, words, mentors.words, first, last, hits[0])
    rt, tongue = _source(p.TONGUE, of, words, mentors.words, first, last, hits[1])
    rr, trade = _source(p.TRADE, of, words, mentors.words, first, last, hits[2])
    ri, interest = _source(p.INTEREST, of, words, mentors.words, first, last, hits[3])
    _likeness(rc, country, rt, tongue, rr, trade, ri, interest, marks, score)
    rg, gender = _source(p.MENTOR_GENDER, of, words, mentors.words, first, last, hits[0])
    rw, wish = _source(p.MENTEE_GENDER, of, words, mentors.words, first, last, hits[1])
    ra, age = _source(p.MENTOR_AGE, of, words, mentors.words, first, last, hits[2])
    rb, band = _source(p.MENTEE_AGE, of, words, mentors.words, first, last, hits[3])
    _wishes(rg, gender, rw, wish, ra, age, rb, band, marks, score)
    _closeness(i, mentees, mentors, first, last, constants, score)
    rl, language = _source(p.LANGUAGE, of, words, mentors.words, first, last, hits[0])
    rv, conflict = _source(p.CONFLICT, of, words, mentors.words, first, last, hits[1])
    for j in range(size):
        allowed = ((rl & language[j]) != 0) & ((rv & conflict[j]) == 0)
        out[j] = np.int32(score[j]) if allowed else _NOT_ALLOWED


@compiled
def _source(kind, of, row, columns, first, last, spare):  # type: ignore[no-untyped-def]
    """A mask and an array that have a bit in common exactly where the mentee and the mentor have something so.

    Most people need one word only, and then the mentors' words are read where they lie.
    """
    begin, end = of[kind], of[kind + 1]
    used, chosen = 0, begin
    for w in range(begin, end):
        if row[w] & PAYLOAD:
            used += 1
            chosen = w
    if used <= 1:
        return row[chosen], columns[chosen, first:last]
    found = spare[: last - first]
    found[:] = 0
    for w in range(begin, end):
        mask, word = row[w], columns[w, first:last]
        for j in range(len(found)):
            found[j] |= mask & word[j]
    return _ALL, found


@compiled
def _sum_planes(asked, many, first_plane, planes, first, last, count):  # type: ignore[no-untyped-def]
    count[:] = 0
    _add_planes(asked, many, first_plane, planes, first, last, count)


@compiled
def _add_planes(asked, many, first_plane, planes, first, last, count):  # type: ignore[no-untyped-def]
    for item in range(many):
        if (asked >> np.uint32(item)) & np.uint32(1):
            plane = planes[first_plane + item, first:last]
            for j in range(len(count)):
                count[j] += plane[j]


@compiled
def _sum_traits(traits, planes, first, last, count):  # type: ignore[no-untyped-def]
    count[:] = 0
    for item in range(_TRAITS):
        if traits[item] > 0:
            plane = planes[p.TRAIT_PLANES + item * p.TRAIT_VALUES + traits[item] - 1, first:last]
            for j in range(len(count)):
                count[j] += plane[j]


@compiled
def _sum_levels(needs, levels, first, last, count):  # type: ignore[no-untyped-def]
    """Low byte: need times knowledge; high byte: need, where the knowledge is known."""
    count[:] = 0
    for item in range(_THEMES):
        need = needs[item]
        if need > 0:
            plane = levels[item, first:last]
            for j in range(len(count)):
                count[j] += need * plane[j]


@compiled
def _needs_time_traits(theme, kind, slot, trait, level, scale, base, common, weights, score):  # type: ignore[no-untyped-def]
    (ts, ks, ss), (tb, kb, sb) = (scale[0], scale[1], scale[2]), (base[0], base[1], base[2])
    w_needs, w_slots, w_traits, w_self = weights[2], weights[3], f32(p.MARKS_OF_A_TRAIT) * weights[6], weights[7]
    for j in range(len(score)):
        themes, kinds = whole(f32(theme[j]) * ts + tb + f32(0.01)), whole(f32(kind[j]) * ks + kb + f32(0.01))
        needs = whole((f32(7) * themes + f32(3) * kinds) * f32(0.1) + f32(0.01))
        slots = whole(min(f32(slot[j]), f32(3)) * ss + sb + f32(0.01))
        met, asked = f32(np.int32(level[j] & 255)), f32(np.int32(level[j] >> 8))
        known = whole((f32(25) * met + f32(0.5)) / max(asked, f32(1)))
        known = f32(100) if asked == 0 else known
        score[j] = common + w_needs * needs + w_slots * slots - w_traits * f32(trait[j]) + w_self * known


@compiled
def _likeness(rc, country, rt, tongue, rr, trade, ri, interest, weights, score):  # type: ignore[no-untyped-def]
    full, half, skill = weights[0] * f32(100), weights[0] * _TONGUE_ONLY, weights[4] * f32(50)
    for j in range(len(score)):
        by_tongue = half if (rt & tongue[j]) != 0 else f32(0)
        by_trade = skill if (rr & trade[j]) != 0 else f32(0)
        by_interest = skill if (ri & interest[j]) != 0 else f32(0)
        score[j] += (full if (rc & country[j]) != 0 else by_tongue) + by_trade + by_interest


@compiled
def _wishes(rg, gender, rw, wish, ra, age, rb, band, weights, score):  # type: ignore[no-untyped-def]
    full, half = weights[1] * f32(100), weights[1] * f32(50)
    for j in range(len(score)):
        left = full
        left -= f32(0) if (rg & gender[j]) != 0 else half
        left -= f32(0) if (rw & wish[j]) != 0 else half
        left -= f32(0) if (ra & age[j]) != 0 else half
        left -= f32(0) if (rb & band[j]) != 0 else half
        score[j] += max(left, f32(0))


@compiled
def _closeness(i, mentees, mentors, first, last, constants, score):  # type: ignore[no-untyped-def]
    weight, mine, full = constants.weights[5], mentees.place[i], f32(100)
    place = mentors.place[first:last]
    if not mentees.located[i]:
        for j in range(len(score)):
            near = (place[j] == mine) | (place[j] < 0) | (mine < 0)
            score[j] += weight * full if near else f32(0)
        return
    x, y, z = mentees.position[0, i], mentees.position[1, i], mentees.position[2, i]
    xs, ys, zs = mentors.position[0, first:last], mentors.position[1, first:last], mentors.position[2, first:last]
    located, far, each = mentors.located[first:last], constants.far, constants.marks_each
    for j in range(len(score)):
        a, b, c = f32(np.int32(x - xs[j])), f32(np.int32(y - ys[j])), f32(np.int32(z - zs[j]))
        away = np.sqrt(a * a + b * b + c * c)
        by_distance = whole(min(max((far - away) * each, f32(0)), full))
        near = (place[j] == mine) | (place[j] < 0) | (mine < 0)
        by_name = full if near else f32(0)
        score[j] += weight * (by_distance if located[j] else by_name)


@compiled
def bar_strip(i, mentees, mentors, constants, first, last, work, out):  # type: ignore[no-untyped-def]
    """Forbids pairs in `out` by the rules that few programmes need: barred countries, places that may differ."""
    of, words, hits = constants.words_of, mentees.words[i], work.hits
    rb, barred = _source(p.MENTEE_BARS, of, words, mentors.words, first, last, hits[0])
    rc, barring = _source(p.MENTOR_BARS, of, words, mentors.words, first, last, hits[1])
    place, mine = mentors.place[first:last], mentees.place[i]
    for j in range(last - first):
        apart = constants.same_place & (place[j] != mine) & (place[j] >= 0) & (mine >= 0)
        if ((rb & barred[j]) != 0) | ((rc & barring[j]) != 0) | apart:
            out[j] = _NOT_ALLOWED


@compiled
def score_block(people, mentees, mentors, constants, closed, bars, work, out):  # type: ignore[no-untyped-def]
    """Scores of the mentees in `people` with all mentors, into `out` (people, mentors); -1 where they may not meet."""
    for first in range(0, out.shape[1], STRIP):
        last = min(first + STRIP, out.shape[1])
        for row in range(len(people)):
            strip = out[row, first:last]
            score_strip(people[row], mentees, mentors, constants, first, last, work, strip)
            if bars:
                bar_strip(people[row], mentees, mentors, constants, first, last, work, strip)
    for row in range(len(people)):
        for at in range(closed.row_start[people[row]], closed.row_start[people[row] + 1]):
            out[row, closed.column[at]] = _NOT_ALLOWED
