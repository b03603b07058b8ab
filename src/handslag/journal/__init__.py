"""Who did or read what, and when: plain ids, no foreign keys, append-only.

Every action writes here in its own transaction, and every page with sensitive content before it is rendered.
It never holds content: what a person wrote stays in the row that the entry points at.
"""
