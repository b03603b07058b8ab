"""Exports of a form on the web: questions as headings, the words of answers in the cells."""

from pathlib import Path

import pytest

from handslag.recruitment.importing import read
from tests.cast import TODAY

from .test_importing import EXAMPLES, programme, run  # noqa: F401 the fixture

MENTORS, MENTEES = EXAMPLES / "google-forms-mentors.csv", EXAMPLES / "google-forms-mentees-sv.xlsx"


def as_role(path: Path, role: str, prog):
    """As the page reads the file: with the role said beside it."""
    from handslag.recruitment.importing import Reader, in_order, twice
    from handslag.recruitment.sheets import content_of, open_tables

    reader, [table] = Reader(prog, TODAY, role), open_tables(content_of(path))
    rows, wrong = reader.rows(table, reader.layout(table))
    return rows, in_order([*wrong, *twice(rows)])


@pytest.mark.parametrize(("path", "role", "count"), [(MENTORS, "mentor", 31), (MENTEES, "mentee", 29)])
def test_every_row_of_the_examples_fits_without_a_word_said_by_hand(programme, path, role, count):  # noqa: F811
    rows, wrong = as_role(path, role, programme)
    assert [str(problem) for problem in wrong] == []
    assert len(rows) == count


def test_the_export_says_the_same_as_the_file_with_the_names_of_the_annexes(programme):  # noqa: F811
    said, _wrong = read(EXAMPLES / "applications.csv", programme, TODAY)
    by_name = {(row.role, row.person["full_name"]): row for row in said}
    for path, role in ((MENTORS, "mentor"), (MENTEES, "mentee")):
        for row in as_role(path, role, programme)[0]:
            other = by_name[role, row.person["full_name"]]
            assert row.identity == other.identity
            assert row.language == ("en" if role == "mentor" else "sv")
            for key, answers in row.answers.items():
                theirs = other.answers[key]
                assert {n: _same(v) for n, v in answers.items()} == {n: _same(theirs.get(n)) for n in answers}


def _same(value):
    """Ticks have no order."""
    return sorted(value) if isinstance(value, list) else value
