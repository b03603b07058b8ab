"""Numbers in words."""

from unicodedata import decimal

from django.utils.formats import number_format


def decimal_in_words(value: float) -> str:
    """With one decimal as the language writes it, and none where it is a whole number: 4.3, 4,3, 4."""
    value = round(value, 1) or 0  # -0.04 is no minus nought
    return number_format(value, 0 if value == int(value) else 1)


def change_in_words(value: float) -> str:
    """As `decimal_in_words`, with a plus where it is more than nought as shown: +0.5, -0.5, 0."""
    return ("+" if round(value, 1) > 0 else "") + decimal_in_words(value)


def in_plain_digits(text: str) -> str:
    """The digits of any script (٠٧٠, ०७०) as 0 to 9, all else as it is."""
    return "".join(str(decimal(character)) if character.isdecimal() else character for character in text)
