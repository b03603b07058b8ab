"""How large scores may be for whole numbers of 64 bits. No numba here: whoever asks need not load the solver."""


class ScoresTooLarge(ValueError):
    """Scores so large that the solver could no longer tell two results apart."""


def bonus_for(highest_score: int, mentees: int, places: int) -> int:
    """What a pair is worth on top of its score, so that one pair more outweighs all scores together.

    highest_score: the highest of all allowed pairs, candidates or not. Raises ScoresTooLarge where int64 would not do.

    All scores of a matching together are at most highest_score * (number of pairs), which is less than the bonus. Every
    profit and price lies between 0 and bonus + highest_score = W: nobody bids more than a pair is worth, and no path
    is followed beyond a profit or a price. So no slack exceeds 2 W, no distance looked at 3 W, and no sum of profits
    or of prices in the proof mentees * W. All of it stays below 2**62.
    """
    bonus = highest_score * min(mentees, places) + 1
    if 4 * (bonus + highest_score) * (mentees + 1) >= 2**62:
        raise ScoresTooLarge(
            f"a score of {highest_score} among {mentees} mentees is too large to be matched exactly; "
            "use smaller numbers"
        )
    return bonus
