"""Numbers in words."""

import re
from unicodedata import decimal

from django.utils.formats import number_format

# What a Swedish number begins with, without its 0, where it is read as 070-174 06 91: the mobile networks, companies,
# and the towns whose area code has three figures with the 0 (040 is Malmö). Ystad's has four (0411), Stockholm's two.
IN_GROUPS = "70|72|73|76|79|10|11|13|16|18|19|21|23|26|31|33|35|36|40|42|44|46|54|60|63|90"


def decimal_in_words(value: float) -> str:
    """With one decimal as the language writes it, and none where it is a whole number: 4.3, 4,3, 4."""
    value = round(value, 1) or 0  # -0.04 is no minus nought
    return number_format(value, 0 if value == int(value) else 1)


def change_in_words(value: float) -> str:
    """As `decimal_in_words`, with a plus where it is more than nought as shown: +0.5, -0.5, 0."""
    return ("+" if round(value, 1) > 0 else "") + decimal_in_words(value)


def phone_in_groups(number: str) -> str:
    """A telephone number of bare digits divided as in Sweden: 0701740691 is 070-174 06 91, +46701740691 is
    +46 70 174 06 91. Only mobile numbers and those with an area code of three figures that is surely one (IN_GROUPS).

    All others stay as they were written: whoever divides a number does so as its country does, and letters to people
    have it in just that form. One of another country without its + can look like a Swedish one, and is divided so.
    """
    bare = in_plain_digits(number.strip())
    if match := re.fullmatch(rf"(0(?:{IN_GROUPS}))(\d{{3}})(\d\d)(\d\d)", bare):
        return "{}-{} {} {}".format(*match.groups())
    if match := re.fullmatch(rf"(?:\+|00)46({IN_GROUPS})(\d{{3}})(\d\d)(\d\d)", bare):
        return "+46 {} {} {} {}".format(*match.groups())
    return number


def in_plain_digits(text: str) -> str:
    """The digits of any script (٠٧٠, ०७०) as 0 to 9, all else as it is."""
    return "".join(str(decimal(character)) if character.isdecimal() else character for character in text)
