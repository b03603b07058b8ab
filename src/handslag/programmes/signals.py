"""What has happened in a team; rooms above follow it up in their `receivers.py`."""

from django.dispatch import Signal

# Sent inside the transaction of the act, each with `membership`, `by` and `at`.
team_member_added = Signal()
role_ended = Signal()
