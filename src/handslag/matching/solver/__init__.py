"""The exact solver: lists of candidate pairs in, the best matching and the numbers that prove it out.

`sparse` is the way in; the modules beside it hold one algorithm each, compiled by numba. Nothing outside this
package imports numba, and nothing imports this package before there is something to match: loading it takes a
second. It knows neither people nor criteria, only rows (mentees), columns (mentors), places and whole numbers.
"""
