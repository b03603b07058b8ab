"""Handslag runs whole peer mentoring programmes for migrants and refugees."""

__version__ = "0.1.0"
