"""Everything with a time, a place and people: a training session, a supervision meeting, an event; and who came.

What a gathering is for (which unit, which supervision group) is known to the room above that called it.
"""
