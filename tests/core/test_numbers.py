import pytest
from django.template import Context, Template
from django.utils import translation

from handslag.core.numbers import change_in_words, decimal_in_words, in_plain_digits, phone_in_groups


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (4.3333, "en", "4.3"),
        (4.3333, "sv", "4,3"),
        (2.0, "en", "2"),
        (1.96, "sv", "2"),
        (0.04, "en", "0"),
        (-0.04, "en", "0"),
    ],
)
def test_a_decimal_is_written_in_one_way_and_a_whole_number_without(value, language, words):
    with translation.override(language):
        assert decimal_in_words(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.5, "+0.5"), (2.96, "+3"), (0.04, "0"), (0, "0"), (-0.04, "0"), (-0.5, "-0.5"), (-2.96, "-3")],
)
def test_a_change_has_a_sign_unless_it_reads_as_nought(value, words):
    with translation.override("en"):
        assert change_in_words(value) == words


def test_pages_write_them_so():
    page = Template("{% load ui %}{{ mean|decimal }} {{ mean|change }}")
    with translation.override("sv"):
        assert page.render(Context({"mean": 1.26})) == "1,3 +1,3"


@pytest.mark.parametrize("written", ["٠٧٠١٢٣٤٥٦٧", "۰۷۰۱۲۳۴۵۶۷", "0701234567"])
def test_digits_of_every_script_are_dialled(written):
    assert in_plain_digits(written) == "0701234567"
    assert 'href="tel:0701234567"' in Template("{% load ui %}{{ number|phone_link }}").render(
        Context({"number": written})
    )


def test_what_is_no_digit_stays():
    assert in_plain_digits("+46 (0)70-1½") == "+46 (0)70-1½"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0701740691", "070-174 06 91"),
        ("070-174 07 78", "070-174 07 78"),
        ("040 123 45 67", "040 123 45 67"),
        ("+46701740691", "+46 70 174 06 91"),
        ("0046701740691", "+46 70 174 06 91"),
        ("٠٧٠١٧٤٠٦٩١", "070-174 06 91"),
        ("08-123 456 78", "08-123 456 78"),
        ("0812345678", "0812345678"),
        ("0411-12345", "0411-12345"),
        ("0411123456", "0411123456"),  # an area code of four figures: Ystad
        ("+46411123456", "+46411123456"),
        ("0406280402", "040-628 04 02"),
        ("+46406280402", "+46 40 628 04 02"),
        ("0301234567", "0301234567"),  # Berlin, or an area code of four figures
        ("+353 1 234 5678", "+353 1 234 5678"),
        ("112", "112"),
        ("Ask Sara", "Ask Sara"),
    ],
)
def test_a_number_of_bare_digits_is_shown_in_groups(written, shown):
    assert phone_in_groups(written) == shown
    assert f">{shown}</bdi>" in Template("{% load ui %}{{ number|phone_link }}").render(Context({"number": written}))
