"""A matching that is kept and mended: pins, forbidden pairs, people who leave and people who arrive.

Matching, profits and prices are kept between edits. An edit breaks the rules of the duals for a few mentees only;
these are placed again along shortest paths (`solver/paths.py`), which costs a small part of solving anew. Whether the
result is still proved the best is then read from the covers of the certificate: they lose what left. Where they no
longer fit (the floor or the number of pairs may have changed) it is solved anew; under `leximin` always. The result
is as good as `assign` would find, with a certificate like any other.
"""

from collections.abc import Iterable
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handslag.matching.assign import Assignment, answered, assignment_of
from handslag.matching.fingerprint import of_block
from handslag.matching.kinds import whole_numbers
from handslag.matching.question import NOT_ALLOWED, Pair, Question, asked, check_pins, checked_pairs
from handslag.matching.solver.limits import bonus_for
from handslag.matching.working import Working, grown, open_scores, working_from

Numbers = NDArray[np.int64]


class Kept:
    """`score` and `capacity` as they are now: who left has a row of -1 or a capacity of 0, who arrived comes last.

    Takes what `assign` takes and raises what it raises; an edit that is refused changes nothing.
    """

    def __init__(
        self,
        score: ArrayLike,
        capacity: ArrayLike,
        *,
        fairness: str = "floor",
        pinned: Iterable[Pair] = (),
        forbidden: Iterable[Pair] = (),
    ) -> None:
        question = asked(np.array(score), np.array(capacity), fairness, pinned, forbidden)
        _check_bound(question)
        self.score, self.capacity, self.fairness = question.score, question.capacity, fairness
        self.pinned, self.forbidden = dict(question.pinned), set(question.forbidden)
        self._found: Assignment | None = None
        self._working: Working | None = None
        self._highest, self._marks = 0, of_block(self.score, 0)
        self._solve_anew()

    def assignment(self) -> Assignment:
        """The best whole set of pairs as of now, with its certificate."""
        if self._found is None:
            assert self._working is not None
            question = self._question()
            duals, most, above_floor = self._working.proof(question.open_places)
            self._found = assignment_of(
                question,
                self._marks,
                self._working.state.links.mentor_of.copy(),
                most=most,
                above_floor=above_floor,
                duals=duals,
                open_scores=self._working.scores(),
            )
        return self._found

    # ---- edits ----

    def pin(self, mentee: int, mentor: int) -> None:
        pins = {**self.pinned, mentee: mentor}
        checked_pairs([(mentee, mentor)], self.score.shape, "pinned")
        check_pins(pins.items(), lambda pair: bool(self.score[pair] >= 0 and pair not in self.forbidden), self.capacity)
        self.pinned = pins
        self._mend([mentee])

    def unpin(self, mentee: int) -> None:
        del self.pinned[mentee]
        self._mend([mentee], may_be_new=True)

    def forbid(self, mentee: int, mentor: int) -> None:
        """A pair that is pinned cannot be forbidden."""
        checked_pairs([(mentee, mentor)], self.score.shape, "forbidden")
        if self.pinned.get(mentee) == mentor:
            check_pins([(mentee, mentor)], lambda pair: False, self.capacity)
        if self.score[mentee, mentor] >= 0:
            self.forbidden.add((mentee, mentor))
            self._mend([mentee])

    def allow(self, mentee: int, mentor: int) -> None:
        """Take back `forbid`."""
        checked_pairs([(mentee, mentor)], self.score.shape, "allowed")
        self.forbidden.discard((mentee, mentor))
        self._mend([mentee], may_be_new=True)

    def mentee_leaves(self, mentee: int) -> None:
        _check_number(mentee, len(self.score), "mentee")
        self._marks -= of_block(self.score[mentee : mentee + 1], mentee)  # closed pairs leave no mark
        self.score[mentee] = NOT_ALLOWED
        self.pinned.pop(mentee, None)
        self.forbidden = {pair for pair in self.forbidden if pair[0] != mentee}
        self._mend([mentee])

    def mentor_leaves(self, mentor: int) -> None:
        """Those pinned to this mentor may be matched with others."""
        _check_number(mentor, len(self.capacity), "mentor")
        self.capacity[mentor] = 0
        freed = [row for row, column in self.pinned.items() if column == mentor]
        for row in freed:
            del self.pinned[row]
        self._mend(freed, may_be_new=True)

    def mentee_arrives(self, scores: ArrayLike) -> int:
        """scores: with each mentor. Returns the new row."""
        self._grow(np.vstack([self.score, whole_numbers(scores)[None]]), self.capacity)
        return len(self.score) - 1

    def mentor_arrives(self, scores: ArrayLike, places: int) -> int:
        """scores: with each mentee. Returns the new column."""
        score = np.hstack([self.score, whole_numbers(scores)[:, None]])
        self._grow(score, np.append(self.capacity, whole_numbers(places)))
        return len(self.capacity) - 1

    # ---- mending ----

    def _mend(self, rows: list[int], *, may_be_new: bool = False) -> None:
        """rows: whose pairs were opened or closed. may_be_new: among them some that the covers do not know."""
        self._found = None
        working, places = self._working, self._open_places()
        if working is None or (places > 0)[~working.known_columns].any():
            return self._solve_anew()
        if may_be_new and working.state.bonus <= self._highest * min(len(self.score), int(places.sum())):
            return self._solve_anew()
        for row in rows:
            scores = open_scores(self.score, row, self.pinned, self.forbidden)
            working.reopen(row, scores, may_be_new=may_be_new)
        matched = working.repaired(rows, places)
        proved = working.holds_for(lambda row: open_scores(self.score, row, self.pinned, self.forbidden))
        pinned_worst = min((int(self.score[pair]) for pair in self.pinned.items()), default=None)
        if not proved or (self.fairness != "total" and not working.proves_floor(matched, pinned_worst)):
            self._solve_anew()
        return None

    def _grow(self, score: Numbers, capacity: Numbers) -> None:
        question = asked(score, capacity, self.fairness, self.pinned.items(), self.forbidden)
        _check_bound(question)
        rows, columns = self.score.shape
        self.score, self.capacity = question.score, question.capacity
        self._highest, self._marks = max(self._highest, int(score.max(initial=0))), of_block(score, 0)
        if self._working is not None:
            self._working = grown(self._working, question)
        self._mend(list(range(0 if len(capacity) > columns else rows, len(score))), may_be_new=True)

    def _solve_anew(self) -> None:
        question = self._question()
        self._found = answered(question, self._marks)
        self._working = working_from(question, self._found.certificate)
        self._highest = int(self.score.max(initial=0))

    def _question(self) -> Question:
        """What `asked` would make of it; each edit was checked when it was made."""
        pinned, forbidden = sorted(self.pinned.items()), sorted(self.forbidden)
        return Question(self.score, self.capacity, self.fairness, tuple(pinned), tuple(forbidden))

    def _open_places(self) -> Numbers:
        return self.capacity - np.bincount(list(self.pinned.values()), minlength=len(self.capacity))


def _check_number(number: int, count: int, who: str) -> None:
    """-1 is nobody, not the last."""
    if not 0 <= index(number) < count:
        raise ValueError(f"there is no {who} {number} among {count}")


def _check_bound(question: Question) -> None:
    """Raises ScoresTooLarge now for whatever taking back pins and forbidden pairs may bring into play later."""
    mentees, places = len(question.score), question.capacity
    highest = int(question.score[:, places > 0].max(initial=0))
    bonus_for(highest, mentees, int(np.minimum(places, mentees).sum()))
