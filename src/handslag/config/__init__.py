"""Settings, addresses and the `handslag` command: the only place that knows every room.

Nothing here holds a rule of the domain.
"""
