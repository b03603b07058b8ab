"""Scoring many pairs at once: the rules and criteria of `rules.py` and `quality.py`, fused into one compiled pass.

Those two files stay the readable form of what a score is, and tests hold this package to them, number by number.
Only `kernel.py` and `search.py` need numba, so import them where many pairs are scored and nowhere else.
"""
