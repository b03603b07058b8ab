"""Assembles: each role's home, a programme made from a template, the demo.

It has no rules of its own: each room registers its next steps, and every write goes through a room's actions.
"""
