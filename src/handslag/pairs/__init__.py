"""Matching rounds, proposals and pairs. The only room that imports the matching engine.

The engine proposes; people approve, and only what they approved is published.
What a pair does together lives in mentoring.
"""
