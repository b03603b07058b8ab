"""What the tests of sheets share."""

import pytest

from handslag.matching.sheets import read_people
from tests.matching.written import SOMEBODY, write_csv


@pytest.fixture
def read(tmp_path):
    """Reads rows of mentors and mentees from CSV files."""

    def read_rows(mentors=SOMEBODY, mentees=SOMEBODY, mapped=None, on=None):
        files = write_csv(tmp_path / "mentors.csv", mentors), write_csv(tmp_path / "mentees.csv", mentees)
        return read_people(*files, mapped, on=on)

    return read_rows
