"""What has happened to a pair; rooms above follow it up in their `receivers.py`."""

from django.dispatch import Signal

# Sent inside the transaction of the ending, with `pair`, `by` and `at`.
pair_ended = Signal()
