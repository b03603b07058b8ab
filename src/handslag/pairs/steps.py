"""The steps of a suggestion as codes; words are in `suggestions`."""

from datetime import timedelta

READING, COMPARING, CHOOSING, EXPLAINING, WRITING = "reading", "comparing", "choosing", "explaining", "writing"
STEPS = (READING, COMPARING, CHOOSING, EXPLAINING, WRITING)

ALIVE = timedelta(seconds=60)  # a process that has not been heard of for so long is dead
