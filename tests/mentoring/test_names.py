import pytest

from handslag.mentoring.names import is_name_of


@pytest.mark.parametrize(
    ("typed", "person", "could_be"),
    [
        ("omar", "Omar al Nasser", True),
        ("NASSER, O.", "Omar al Nasser", True),
        ("Jose Nunez", "José Núñez", True),
        ("Leyla Haddad", "Omar al Nasser", False),
        ("x", "Omar al Nasser", False),
        ("123", "Omar al Nasser", False),
        ("أمينة", "Amina Yusuf", True),  # another script: nobody can compare
        ("عمر", "أمينة يوسف", False),
    ],
)
def test_a_signature_shares_a_word_with_the_name(typed, person, could_be):
    assert is_name_of(typed, person) == could_be
