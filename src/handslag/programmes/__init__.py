"""A programme: its phases as data, places, rules and weights, partners, and who holds which role in it.

`roles.py` is the one page of permissions; `access.py` turns memberships into rights.
What happens in a phase lives in the rooms above.
"""
