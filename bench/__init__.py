"""Measures what pages cost, beside Django's admin over the same rows in the same run (docs/performance.md).

Never part of an installation: it writes made-up rows past the actions and opens an admin to everybody who is signed in.
"""
