"""Groups of mentors with a supervisor, their monthly meetings, and which pairs need attention.

A meeting counts as held when its notes are written. Times, places and attendance live in gatherings.
"""
