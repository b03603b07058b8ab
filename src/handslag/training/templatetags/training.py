"""Texts of units in the language of the page."""

from django import template

from ..queries import language_in, text_in, whom_to_ask

register = template.Library()
register.filter("text_in", lambda texts: text_in(texts))
register.filter("language_in", lambda texts: language_in(texts))
register.filter("whom_to_ask", whom_to_ask)
register.filter("of_unit", lambda cancelled, unit: cancelled.get(unit, []))
