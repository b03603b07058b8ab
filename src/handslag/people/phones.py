"""Telephone numbers, by which people are known again however they write them."""

from handslag.core.encryption.keys import blind_index
from handslag.core.numbers import in_plain_digits
from handslag.organisations.models import Organisation

# A number is written with or without the country: 070 174 06 05 and +46 70 174 06 05 are one.
CALLING_CODES = {
    "AT": "43", "BE": "32", "BG": "359", "CH": "41", "CY": "357", "CZ": "420", "DE": "49", "DK": "45", "EE": "372",
    "ES": "34", "FI": "358", "FR": "33", "GB": "44", "GR": "30", "HR": "385", "HU": "36", "IE": "353", "IS": "354",
    "LT": "370", "LU": "352", "LV": "371", "MT": "356", "NL": "31", "NO": "47", "PL": "48", "PT": "351", "RO": "40",
    "SE": "46", "SI": "386", "SK": "421",
}  # fmt: skip


def normal_phone(phone: str) -> str:
    """A phone number reduced to its digits, with 00 and + made alike, so that spellings of one number are equal."""
    phone = in_plain_digits(phone).strip()
    digits = "".join(c for c in phone if c.isdigit())
    return digits.removeprefix("00") if phone.startswith("00") else digits


def phone_indexes(organisation: Organisation, phone: str) -> list[str]:
    """The blind indexes under which `phone` may be kept in `organisation`: as written, and, as a number of the country
    of the organisation, with and without its code, and with and without the 0 that some countries begin with."""
    digits, code = normal_phone(phone), CALLING_CODES.get(organisation.country, "")
    spellings = {digits}
    if code:
        at_home = digits.removeprefix(code).removeprefix("0")
        spellings |= {code + at_home, f"{code}0{at_home}", "0" + at_home, at_home}
    return [blind_index(organisation.pk, "phone", spelling) for spelling in sorted(spellings)]
