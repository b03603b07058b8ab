"""Readers of figures, from the one who sees every count to the one who sees the fewest."""

from handslag.evaluation.few import Reader

TEAM = Reader(outside=False, reads_answers=True)
SUPERVISOR = Reader(outside=False, reads_answers=False)
PARTNER = Reader(outside=True, reads_answers=False)
