"""Texts of an organisation in several languages, with versions: the code of conduct, notices, guides.

A text that somebody signed or agreed to is never changed; a new wording is a new version.
It does not know what the texts are used for.
"""
