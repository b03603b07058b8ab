"""Sheets written for a test, and what is said of them."""

import csv

import pytest

from handslag.matching.sheets import SheetProblems

SOMEBODY = [("id", "languages"), ("somebody", "sv")]


def write_csv(path, rows, delimiter=",", encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def problems(read, **sheets):
    with pytest.raises(SheetProblems) as refusal:
        read(**sheets)
    return refusal.value.problems
