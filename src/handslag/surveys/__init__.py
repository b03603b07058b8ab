"""Surveys: which are out, who was asked, and what was answered, confidentially or without a name.

It does not know who is due: rooms above say so and call `actions.invite`. The questions are questionnaires,
confidential answers are responses; the answers to an anonymous survey lead to nobody.
"""
