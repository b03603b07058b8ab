"""Both sheets together, and how many mistakes are told of each."""

import pytest

from tests.matching.written import SOMEBODY, problems

SWAPPED = "are the two files swapped? mentors.csv is read for mentors and mentees.csv for mentees"


@pytest.mark.parametrize(
    ("mentors", "mentees", "asked"),
    [
        ([("id", "languages", "waiting since"), ("e", "sv", "2026-03-31")], SOMEBODY, (SWAPPED,)),
        (SOMEBODY, [("id", "languages", "places"), ("m", "sv", "1")], (SWAPPED,)),
        ([("id", "languages", "waiting since"), ("e", "sv", "")], SOMEBODY, ()),
        ([("id", "languages", "places", "waiting_since"), ("m", "sv", "1", "2026-03-31")],) * 2 + ((),),
    ],
)
def test_a_column_that_only_the_other_sheet_has_asks_whether_the_files_are_swapped(read, mentors, mentees, asked):
    assert read(mentors=mentors, mentees=mentees).notes == asked


def test_many_mistakes_that_swapped_files_would_not_have_ask_whether_they_are(read):
    needs = [("id", "languages", "themes"), *((f"e{n}", "sv", "housing:0") for n in range(8))]
    knowledge = [("id", "languages", "themes"), *((f"m{n}", "sv", "housing:4") for n in range(8))]
    found = problems(read, mentors=needs, mentees=knowledge)
    assert found[0] == SWAPPED
    assert found[1].startswith("mentors.csv, row 2, column themes: '0' is not known")
    late = [("id", "languages", "waiting_since"), *((f"e{n}", "sv", "spring") for n in range(8))]
    assert problems(read, mentees=late)[0].startswith("mentees.csv, row 2, column waiting_since")
    few = [*knowledge[:8], needs[-1]]
    assert problems(read, mentors=few)[0].startswith("mentors.csv, row 9, column themes: '0' is not known")


def test_all_problems_of_both_sheets_are_told_at_once(read):
    found = problems(
        read,
        mentors=[("id", "languages", "places"), ("m", "sv", "many"), ("m", "sv", "1")],
        mentees=[("id", "languages"), ("", "sv"), ("e", "x"), ("e2", "sv", "more")],
    )
    assert [problem.split(":")[0] for problem in found] == [
        "mentors.csv, row 2, column places",
        "mentors.csv, row 3, column id",
        "mentees.csv, row 2, column id",
        "mentees.csv, row 3, column languages",
        "mentees.csv, row 4",
    ]


def test_a_sheet_that_is_wrong_everywhere_leaves_room_for_the_other(read):
    wrong = [("id", "languages"), *((f"m{number}", "?") for number in range(100))]
    found = problems(read, mentors=wrong, mentees=wrong)
    assert len(found) == 50
    assert found[24] == "... and 76 more in mentors.csv"
    assert found[25].startswith("mentees.csv, row 2, column languages")
