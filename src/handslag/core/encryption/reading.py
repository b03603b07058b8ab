"""Reading sealed values for a page, where the key may be gone because the person was erased.

An action that needs the value reads the field itself, so that it stops with KeyLost instead of acting on a guess.
"""

from typing import Any

from django.utils.translation import gettext as _

from .keys import KeyLost


def opened(row: Any, field: str, lost: Any = "") -> Any:
    """The value of the sealed `field` of `row`; `lost` where it cannot be opened any more."""
    try:
        return getattr(row, field)
    except KeyLost:
        return lost


def is_lost(row: Any, field: str) -> bool:
    """Whether the sealed `field` of `row` cannot be opened any more."""
    return opened(row, field, KeyLost) is KeyLost


def text_of(row: Any, field: str) -> str:
    """The text of the sealed `field` of `row` as a page shows it; "(erased)" where it cannot be opened any more."""
    # Translators: stands where a text was, whose key was destroyed because the person was erased
    return str(_("(erased)") if is_lost(row, field) else getattr(row, field))
