"""`handslag match` and its files: what is read, what is written over, and pipes that close."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.matching.test_command import MENTEES, MENTORS, SOURCE, files_in, match, sheets  # noqa: F401

pytestmark = pytest.mark.usefixtures("sheets")


@pytest.fixture
def folder(sheets, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(line):
    """The command in a shell of its own: (status, what it says). `match` stands for it."""
    command = (
        f"{sys.executable} -c 'import sys; from handslag.matching.command import run; sys.exit(run(sys.argv[1:]))'"
    )
    line = line.replace("match", f"{command} mentors.csv mentees.csv")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("option", ["--weights", "--columns"])
@pytest.mark.parametrize("result", ["--out", "--json"])
def test_no_file_of_settings_is_written_over(folder, capsys, option, result):
    content = {"--weights": "needs,3\n", "--columns": "id,id\n"}[option]
    (folder / "own.csv").write_text(content)
    (folder / "link.csv").symlink_to("own.csv")
    for name in ("own.csv", "link.csv"):
        assert match("mentors.csv", "mentees.csv", option, "own.csv", result, name) == 2
        assert f"{name}: each of the files must be another one" in capsys.readouterr().err
    assert (folder / "own.csv").read_text() == content


@pytest.mark.parametrize("place", ["folder.csv", "missing/report.json"])
def test_a_place_that_is_none_is_told_before_the_matching_and_nothing_is_written(folder, capsys, place):
    (folder / "folder.csv").mkdir()
    before = files_in(folder)
    assert match("mentors.csv", "mentees.csv", "--out", "pairs.csv", "--json", place) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"{place}: cannot be written (")
    assert len(err.splitlines()) == 1
    assert files_in(folder) == before


@pytest.mark.parametrize("separator", [",", ";"])
def test_pairs_are_written_as_the_sheet_of_mentors_is_for_the_same_spreadsheet_program(folder, separator):
    (folder / "mentors.csv").write_text(
        f"id{separator}languages{separator}name\nm1{separator}ar{separator}Åsa\n", encoding="utf-8"
    )
    (folder / "mentees.csv").write_text("id,languages\ne1,ar\ne2,so\ne3,ti\n")
    assert match("mentors.csv", "mentees.csv", "--out", "pairs.csv") == 0
    content = (folder / "pairs.csv").read_bytes()
    assert content.startswith("\ufeffmentee".encode() + separator.encode())
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=separator))
    assert [(row["mentee"], row["mentor_name"]) for row in rows] == [("e1", "Åsa"), ("e2", ""), ("e3", "")]


def test_a_dash_prints_the_report_and_nothing_else(folder, capsys):
    assert match("mentors.csv", "mentees.csv", "--json", "-") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["matched"] == 2
    assert "2 of 3 mentees have a mentor." in err
    assert not Path("-").exists()


def test_a_broken_workbook_is_told_in_one_line(folder, capsys):
    Path("mentees.xlsx").write_bytes(b"PK\x03\x04 no more")
    assert match("mentors.csv", "mentees.xlsx") == 2
    expected = "mentees.xlsx: is not a proper XLSX file; save it anew as XLSX or as CSV\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("name", ["weights.yaml", "weights"])
def test_a_file_of_settings_of_another_kind_is_told_all_that_is_expected(folder, capsys, name):
    Path(name).write_text("needs: 3")
    for option in ("--weights", "--columns"):
        assert match("mentors.csv", "mentees.csv", option, name) == 2
        assert capsys.readouterr().err == f"{name}: expected a file ending in .csv, .xlsx, .json or .toml\n"


def test_settings_without_end_are_told_in_one_line(folder, capsys):
    Path("weights.json").write_text("[" * 100_000)
    assert match("mentors.csv", "mentees.csv", "--weights", "weights.json") == 2
    assert capsys.readouterr().err.startswith("weights.json: cannot be read")


def test_what_a_cell_held_never_fills_the_screen_or_steers_it(folder, capsys):
    (folder / "mentees.csv").write_text("id,languages\ne1," + "x" * 90_000 + "\n")
    assert match("mentors.csv", "mentees.csv") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert len(line) < 500
    assert line.startswith("mentees.csv, row 2, column languages: 'xxx")
    assert "expected" in line
    (folder / "mentees.csv").write_text(f"id,languages,\x1b[31mred,{','.join(f'c{n}' for n in range(900))}\ne1,sv\n")
    assert match("mentors.csv", "mentees.csv") == 0
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "c18, and 881 more" in err
    assert "c19" not in err


def test_one_sheet_is_not_taken_for_mentors_and_mentees(folder, capsys):
    (folder / "link.csv").symlink_to("mentors.csv")
    for mentees in ("mentors.csv", "./mentors.csv", "link.csv"):
        assert match("mentors.csv", mentees) == 2
        words = f"{Path(mentees)}: stands both for mentors and for mentees; expected a sheet of each\n"
        assert capsys.readouterr().err == words


def test_who_stands_in_both_sheets_is_not_paired_with_herself(folder, capsys):
    (folder / "mentors.csv").write_text("id,name,languages\n1,Sara Ek,sv\n2,Ali Nur,sv\n3,,sv\n")
    (folder / "mentees.csv").write_text("id,name,languages\n1,sara  ek,sv\n")
    assert match("mentors.csv", "mentees.csv", "--json", "report.json") == 0
    assert "in both sheets with the same id and name, and not paired with themselves: 1\n" in capsys.readouterr().err
    (pair,) = json.loads((folder / "report.json").read_text())["pairs"]
    assert {pair["mentor"], *(other["mentor"] for other in pair["alternatives"])} == {"2", "3"}


@pytest.mark.parametrize(("name", "other"), [("Sara Ek", "Ali Nur"), ("", "")])
def test_the_same_id_alone_may_be_a_number_of_two_people(folder, capsys, name, other):
    (folder / "mentors.csv").write_text(f"id,name,languages\n1,{name},sv\n")
    (folder / "mentees.csv").write_text(f"id,name,languages\n1,{other},sv\n")
    assert match("mentors.csv", "mentees.csv", "--out", "pairs.csv") == 0
    assert "1 of 1 mentee has a mentor." in capsys.readouterr().out


def test_one_person_is_not_several(folder, capsys):
    (folder / "mentors.csv").write_text("id,languages\nm1,ar\n")
    (folder / "mentees.csv").write_text("id,languages\ne1,ar\n")
    assert match("mentors.csv", "mentees.csv", "--out", "pairs.csv") == 0
    out, err = capsys.readouterr()
    assert err == "Matching 1 mentee with 1 mentor ...\n"
    assert out.startswith("1 of 1 mentee has a mentor.\n")
    (folder / "mentees.csv").write_text("id,languages\ne1,so\n")
    assert match("mentors.csv", "mentees.csv", "--out", "pairs.csv") == 0
    assert capsys.readouterr().out.startswith("0 of 1 mentee has a mentor.\n")


def test_the_files_are_there_though_who_reads_the_report_has_left(folder):
    assert shell("match --json - --out pairs.csv > /dev/full")[0] == 2
    assert (folder / "pairs.csv").exists()


@pytest.mark.parametrize(
    ("line", "status", "says"),
    [
        ("match | true", 0, ""),
        ("match --out pairs.csv | true", 0, ""),
        ("match >&-", 2, "standard output is closed: say with --out FILE where the pairs go"),
        ("match --json - >&-", 2, "standard output is closed"),
        ("match --out pairs.csv >&-", 0, ""),
        ("match --out pairs.csv > /dev/full", 2, "standard output: cannot be written (No space left on device)"),
        ("match > /dev/full", 2, "standard output: cannot be written (No space left on device)"),
        ("match --json /dev/full", 2, "/dev/full: cannot be written (No space left on device)"),
        ("match --json >(cat > copy.json)", 0, ""),
    ],
)
def test_pipes_that_close_and_devices_that_are_full_are_no_surprise(folder, line, status, says):
    found, err = shell(line)
    assert (found, "Traceback" in err, "Exception" in err) == (status, False, False), err
    assert says in err
