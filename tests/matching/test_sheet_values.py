"""What stands in a cell becomes a value, or a mistake that says what was expected."""

from datetime import date

import pytest

from tests.matching.written import problems


def one_cell(read, column, cell):
    """The mentee that comes of one cell."""
    return read(mentees=[("id", "languages", column), ("e", "sv", cell)]).mentees[0]


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("gender", " Female ", "gender", "female"),
        ("gender", "woman", "gender", "female"),
        ("gender", "not_said", "gender", ""),
        ("birth_year", "1990", "birth_year", 1990),
        ("background", "sy; SO", "background", ("SY", "SO")),
        ("availability", "Mon-AM;tue_pm, sat eve", "availability", ("mon_am", "tue_pm", "sat_eve")),
        ("formats", "In-person;ONLINE", "formats", ("in_person", "online")),
        ("formats", "both", "formats", ("in_person", "online")),
        ("themes", "Employment:3;housing", "themes", {"employment": 3, "housing": None}),
        ("needs", "employment;not_said", "themes", {"employment": None}),
        ("kind", "role-model", "kind", ("role_model",)),
        ("traits", "1;2;;4;5", "traits", (1, 2, None, 4, 5)),
        ("traits", "", "traits", ()),
        ("wants_gender", "", "wants_gender", "any"),
        ("wants_gender", "Female", "wants_gender", "female"),
        ("wants_gender_strict", "must", "wants_gender_strict", True),
        ("wants_gender_strict", "No", "wants_gender_strict", False),
        ("wants_age", "18-30;over 60;any", "wants_age", ("18_30", "over_60")),
        ("kön", "kvinna", "gender", "female"),
        ("Födelseår", "1990-05-17", "birth_year", 1990),
        ("birth_year", "1990.0", "birth_year", 1990),
        ("traits", "1.0;2,0;3;4;5", "traits", (1, 2, 3, 4, 5)),
        ("undantag", "Syrien; SO", "exclude", ("SY", "SO")),
        ("trade", "Nurse, children;baker", "trade", ("Nurse, children", "baker")),
        ("waiting_since", "2026-03-31", "waiting_since", date(2026, 3, 31)),
        ("Waiting since", "2026-03-31 10:15:00", "waiting_since", date(2026, 3, 31)),
        ("Väntar sedan", "2026/03/31 08:15:00 AM GMT+1", "waiting_since", date(2026, 3, 31)),
        ("exclude", "RU; E", "exclude", ("RU", "E")),
        ("exclude", "-", "exclude", ()),
        ("place", "n/a", "place", ""),
        ("gender", "N/A", "gender", ""),
        ("birth_year", "-", "birth_year", None),
        ("availability", "–", "availability", ()),
        ("themes", "housing:-", "themes", {"housing": None}),
        ("waiting_since", "n.a.", "waiting_since", None),
        ("wants_gender_strict", "-", "wants_gender_strict", False),
        ("wants_age", "60+;18-30", "wants_age", ("over_59", "18_30")),
    ],
)
def test_a_cell_becomes_a_value(read, column, cell, field, value):
    assert getattr(one_cell(read, column, cell), field) == value


def test_languages_with_levels_and_without(read):
    person = read(mentees=[("id", "languages"), ("e", "AR:Native; sv:B1;uk; so:not_said")]).mentees[0]
    assert person.languages == {"ar": "native", "sv": "b1", "uk": None, "so": None}


def test_a_mentor_without_a_number_of_places_has_one(read):
    rows = [("id", "languages", "places"), ("m1", "sv", ""), ("m2", "sv", "3"), ("m3", "sv", "0")]
    assert [mentor.places for mentor in read(mentors=rows).mentors] == [1, 3, 0]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("gender", "lady", "'lady' is not known; expected one of female, male, other"),
        ("birth_year", "90", "'90' is not known; expected a whole number from 1900 to 2100"),
        ("languages", "Klingonish", "'Klingonish' is not known; expected language codes such as ar:native;sv:b1"),
        ("languages", "sv:good", "'good' is not known; expected one of none, a1, a2, b1, b2, c1, native"),
        ("background", "Syrialand", "'Syrialand' is not known; expected a two-letter country code such as SY"),
        ("availability", "noon", "'noon' is not known; expected day and part of day, mon_am to sun_eve"),
        ("themes", "wrk", "'wrk' is not known; expected one of employment, education"),
        ("themes", "housing:4", "'4' is not known; expected a whole number from 0 to 3"),
        ("themes", "housing:1.000", "'1.000' is not known; expected a whole number from 0 to 3"),
        ("traits", "1.000;2;3;4;5", "'1.000' is not known; expected a whole number from 1 to 5"),
        ("traits", "1;2", "'1;2' holds 2 numbers; expected five of 1 to 5: 4;2;3;5;1"),
        ("traits", "1;2;3;4;6", "'6' is not known; expected a whole number from 1 to 5"),
        ("wants_age", "young", "'young' is not known; expected age bands: under_18, 18_30, 31_60, over_60"),
        ("wants_gender_strict", "perhaps", "'perhaps' is not known; expected yes or no"),
        ("waiting_since", "31/3/2026", "'31/3/2026' is not known; write the year first: 2026-03-31"),
        ("waiting_since", "31.03.2026 10:15", "'31.03.2026 10:15' is not known; write the year first: 2026-03-31"),
        (
            "waiting_since",
            "03/04/2026",
            "'03/04/2026' is not known; day and month cannot be told apart; "
            "write the year first: 2026-03-04 or 2026-04-03",
        ),
        ("waiting_since", "31/02/2026", "'31/02/2026' is not known; there is no such day; expected a date such as"),
        ("waiting_since", "last year", "'last year' is not known; expected a date such as 2026-03-31"),
        ("waiting_since", "2026-02-30", "'2026-02-30' is not known; expected a date such as 2026-03-31"),
        ("lat", "north", "'north' is not known; expected degrees up to 90, such as 59.33"),
    ],
)
def test_an_unknown_value_is_named_with_row_column_and_what_was_expected(read, column, cell, expected):
    values = {"id": "e", "languages": "sv", column: cell}
    found = problems(read, mentees=[tuple(values), tuple(values.values())])
    assert found[0].startswith(f"mentees.csv, row 2, column {column}: {expected}")


def test_one_degree_without_the_other_is_a_problem(read):
    rows = [("id", "languages", "latitude", "longitude"), ("e", "sv", "59,3", "")]
    assert problems(read, mentees=rows) == (
        "mentees.csv, row 2, column lat, lon: one is empty; expected both or neither",
    )


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("birth_year", "2027", "2027 lies after 2026-09-01"),
        ("waiting_since", "2026-09-02", "2026-09-02 lies after 2026-09-01"),
    ],
)
def test_nobody_is_born_or_began_to_wait_in_the_future(read, column, cell, words):
    rows = [("id", "languages", column), ("e", "sv", cell)]
    assert problems(read, mentees=rows, on=date(2026, 9, 1)) == (f"mentees.csv, row 2, column {column}: {words}",)
    assert read(mentees=rows)


def test_every_person_needs_an_id_and_languages(read):
    assert problems(
        read, mentees=[("id", "languages"), ("e", ""), ("", "sv"), ("not said", "not_said"), ("-", "-")]
    ) == (
        "mentees.csv, row 2, column languages: is empty; every person needs languages",
        "mentees.csv, row 3, column id: is empty; every person needs an id",
        "mentees.csv, row 4, column id: is empty; every person needs an id",
        "mentees.csv, row 5, column languages: is empty; every person needs languages",
        "mentees.csv, row 5, column id: is empty; every person needs an id",
    )
