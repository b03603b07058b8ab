"""`handslag match` with real files, as a coordinator runs it."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from handslag.matching.command import Progress, run

SOURCE = Path(__file__).parents[2] / "src"
MENTORS = """id,name,gender,languages,background,availability,themes,places,birth_year
m1,Amal,female,ar:native;sv:b2,SY,mon_am;tue_pm;sat_eve,employment;housing,1,1985
m2,=1+1,male,so:native;sv:c1,SO,mon_eve;sat_eve,health,2,1979
"""
MENTEES = """id,name,gender,languages,background,availability,themes,wants_gender,wants_gender_strict,exclude,wants_age
e1,Dina,female,ar:native;sv:a1,SY,mon_am;tue_pm;sat_eve,employment:3,female,yes,,31_60
e2,Said,male,so:native,SO,sat_eve,health,any,,m1,
e3,Lul,female,ti:native,ER,,rights,any,,,
"""


@pytest.fixture
def sheets(tmp_path):
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    return [str(tmp_path / "mentors.csv"), str(tmp_path / "mentees.csv")]


def match(*argv):
    return run([str(word) for word in argv], today=lambda: date(2026, 9, 1))


def files_in(folder):
    return {path.name for path in folder.iterdir()}


def test_the_report_holds_pairs_with_reasons_and_the_unmatched(sheets, tmp_path, capsys):
    assert match(*sheets, "--json", tmp_path / "report.json") == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert list(report) == ["matched", "total", "worst", "highest_score", "optimal", "pairs", "unmatched", "groups"]
    assert [(pair["mentee"], pair["mentor"]) for pair in report["pairs"]] == [("e1", "m1"), ("e2", "m2")]
    assert report["matched"] == 2
    assert report["total"] == sum(pair["score"] for pair in report["pairs"])
    assert report["worst"] == min(pair["score"] for pair in report["pairs"])
    assert report["optimal"] is True
    for pair in report["pairs"]:
        assert sum(pair["contributions"].values()) == pair["score"]
        what = {"mentee", "mentor", "score", "contributions", "cautions", "alternatives", "mentor_rank", "mentee_rank"}
        assert set(pair) == what
    assert report["unmatched"] == [
        {
            "mentee": "e3",
            "reasons": ["no_shared_language"],
            "relaxations": [{"rule": "language", "mentor": "m2", "to": "none", "score": 6260, "also": []}],
        }
    ]
    out, _ = capsys.readouterr()
    assert out.splitlines()[0] == "2 of 3 mentees have a mentor."
    assert "e3 has none: no_shared_language" in out


def test_the_report_tells_nothing_of_a_private_exclusion(sheets, tmp_path):
    match(*sheets, "--json", tmp_path / "report.json")
    words = (tmp_path / "report.json").read_text()
    assert "exclu" not in words
    (pair,) = [pair for pair in json.loads(words)["pairs"] if pair["mentee"] == "e2"]
    assert pair["alternatives"] == []


def test_pairs_go_to_csv_and_no_cell_starts_a_formula(sheets, tmp_path):
    assert match(*sheets, "--out", tmp_path / "pairs.csv") == 0
    with (tmp_path / "pairs.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["mentee"], row["mentor"], row["mentor_name"]) for row in rows] == [
        ("e1", "m1", "Amal"),
        ("e2", "m2", "'=1+1"),
        ("e3", "", ""),
    ]
    assert int(rows[0]["score"]) > 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_every_start_of_a_formula_gets_an_apostrophe(sheets, tmp_path, start):
    (tmp_path / "mentors.csv").write_text(MENTORS.replace("=1+1", f'"{start}cmd"'))
    match(*sheets, "--out", tmp_path / "pairs.csv")
    with (tmp_path / "pairs.csv").open(newline="", encoding="utf-8") as file:
        assert [row["mentor_name"] for row in csv.DictReader(file)][1] == f"'{start.strip()}cmd"


def test_pairs_go_to_xlsx_as_text_and_the_unmatched_to_its_second_sheet(sheets, tmp_path):
    assert match(*sheets, "--out", tmp_path / "pairs.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "pairs.xlsx")
    names = [(cell.value, cell.data_type) for cell in book["pairs"]["D"]]
    assert names == [("mentor_name", "s"), ("Amal", "s"), ("=1+1", "s")]
    assert [row[:1] + row[2:] for row in book["unmatched"].iter_rows(min_row=2, values_only=True)] == [
        ("e3", "no_shared_language", "language>none")
    ]


def test_without_a_file_the_pairs_are_printed(sheets, capsys):
    assert match(*sheets) == 0
    out, err = capsys.readouterr()
    assert [row["mentor"] for row in csv.DictReader(out.splitlines())] == ["m1", "m2", ""]
    assert "2 of 3 mentees have a mentor." in err


def test_wrong_input_is_told_on_stderr_and_nothing_is_written(sheets, tmp_path, capsys):
    (tmp_path / "mentees.csv").write_text(MENTEES.replace("sat_eve,health", "saturday,health"))
    before = files_in(tmp_path)
    assert match(*sheets, "--out", tmp_path / "pairs.xlsx", "--json", tmp_path / "report.json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mentees.csv, row 3, column availability: 'saturday' is not known; expected day")
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "pairs.ods"], "expected a name ending in .csv or .xlsx"),
        (["--out", "nowhere/pairs.csv"], "cannot be written"),
        (["--json", "mentees.csv"], "nothing that is read is written over"),
        (["--out", "same.csv", "--json", "same.csv"], "each of the files must be another one"),
        (["--weights", "missing.json"], "there is no such file"),
        (["--columns", "missing.csv"], "there is no such file"),
        (["--on", "31-12-2026"], "argument --on: '31-12-2026' is not known; expected YYYY-MM-DD, such as 2026-03-31"),
        (["--colour"], "unrecognized arguments"),
    ],
)
def test_wrong_options_are_told_and_nothing_is_written(sheets, tmp_path, capsys, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    before = files_in(tmp_path)
    assert match(*sheets, *options) == 2
    assert words in capsys.readouterr().err
    assert files_in(tmp_path) == before


def test_a_sheet_that_is_wrong_in_every_row_is_told_in_a_few_lines(sheets, tmp_path, capsys):
    (tmp_path / "mentees.csv").write_text("id,languages\n" + "x,klingon!\n" * 3000)
    assert match(*sheets) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("mentees.csv, row 2, column languages: 'klingon!' is not known; expected language codes")
    assert (len(lines), lines[-1]) == (25, "... and 5975 more in mentees.csv")


def test_a_long_run_says_how_far_it_has_come_and_a_short_one_does_not():
    to, seconds = io.StringIO(), iter([0.0, 1.0, 2.5, 2.5, 3.0, 9.0, 9.0])
    progress = Progress(to, lambda: next(seconds))
    for words in ("one", "two", "three", "four"):
        progress(words)
    assert to.getvalue() == "... two\n... four\n"


@pytest.mark.parametrize(
    ("mentors", "mentees", "megabytes"),
    [
        pytest.param(4_000, 6_000, 500, marks=pytest.mark.slow),
        pytest.param(40_000, 60_000, 2_000, marks=pytest.mark.drill),
    ],
)
def test_a_long_sheet_is_matched_within_bounds(mentors, mentees, megabytes, tmp_path):
    """A process of its own, so that its memory can be told apart: up to half a million cells, six cities. (What
    getrusage says would count the tests' own process, from which it is forked.)"""
    cities = ("Lund", "Malmö", "Umeå", "Visby", "Kiruna", "Gävle")
    tongues = ("ar:native;sv:b1", "so:native;sv:b2", "uk:native;sv:c1", "sv:native", "ti;sv:b1", "fa:native;sv:a1")
    for name, rows, first in (("mentors", mentors, "m"), ("mentees", mentees, "e")):
        lines = [
            f"{first}{n},{tongues[n % 6]},{cities[n * 7 % 6]},{'mon_am;tue_pm' if n % 3 else ''},{1 + n % 2}"
            for n in range(rows)
        ]
        heading = "id,languages,place,availability," + ("places" if first == "m" else "traits_unused")
        (tmp_path / f"{name}.csv").write_text("\n".join([heading, *lines]))
    (tmp_path / "rules.toml").write_text("[rules]\nsame_place = true\n")
    code = (
        "import re, sys; from pathlib import Path; from handslag.matching.command import run; "
        "status = run(sys.argv[1:]); "
        "peak = re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text()); "
        "print(int(peak[1]) // 1024); sys.exit(status)"
    )
    files = [str(tmp_path / name) for name in ("mentors.csv", "mentees.csv")]
    options = ["--weights", str(tmp_path / "rules.toml"), "--out", str(tmp_path / "pairs.csv")]
    done = subprocess.run(
        [sys.executable, "-c", code, *files, *options], capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) < megabytes
    assert "could not be proved" not in done.stdout


def test_both_files_can_be_asked_for_at_once_and_nothing_else_is_left(sheets, tmp_path):
    before = files_in(tmp_path)
    assert match(*sheets, "--out", tmp_path / "pairs.csv", "--json", tmp_path / "report.json") == 0
    assert files_in(tmp_path) - before == {"pairs.csv", "report.json"}


def test_if_one_of_two_files_cannot_be_written_neither_is(sheets, tmp_path):
    before = files_in(tmp_path)
    assert match(*sheets, "--out", tmp_path / "pairs.csv", "--json", tmp_path / "no" / "report.json") == 2
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weights.json", '{"needs": 3, "waiting": 1}'),
        ("weights.toml", "[weights]\nneeds = 3\nwaiting = 1\n[rules]\nshared_language_level = 'a1'\n"),
        ("weights.csv", "criterion;weight\nneeds;3\nWaiting;1\n"),
    ],
)
def test_weights_come_from_a_file(sheets, tmp_path, name, content):
    (tmp_path / name).write_text(content)
    assert match(*sheets, "--weights", tmp_path / name, "--json", tmp_path / "report.json") == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["highest_score"] == 400
    assert report["pairs"][0]["contributions"] == dict.fromkeys(report["pairs"][0]["contributions"], 0) | {"needs": 300}


def test_leximin_over_too_many_people_is_refused_before_the_match(sheets, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("handslag.matching.command.WHOLE_UP_TO", 5)
    (tmp_path / "weights.json").write_text('{"fairness": "leximin"}')
    assert match(*sheets, "--weights", tmp_path / "weights.json") == 2
    err = capsys.readouterr().err
    assert err == "so many people cannot be matched by leximin; choose fairness floor or total\n"


def test_a_birth_after_the_day_of_the_match_is_refused(sheets, capsys):
    assert match(*sheets, "--on", "1980-01-01") == 2
    assert "mentors.csv, row 2, column birth_year: 1985 lies after 1980-01-01" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"need": 3}', "weights.json: 'need' is not known; did you mean needs?"),
        ('{"needs": 1.5}', "weights.json: the weight of needs must be a whole number"),
        ('{"needs": 0}', "at least one weight must be above 0"),
        ('{"rules": {"same_city": true}}', "weights.json: 'same_city' is not known; did you mean same_place?"),
        ('{"rules": {"shared_language_level": "b3"}}', "shared_language_level must be one of a1"),
        ('{"fairness": "none", "rules": {}}', "fairness must be one of floor, leximin, total"),
        ("[1]", "expected a table of names and values"),
        ("{", "cannot be read"),
    ],
)
def test_a_wrong_file_of_weights_is_refused(sheets, tmp_path, capsys, content, words):
    (tmp_path / "weights.json").write_text(content)
    assert match(*sheets, "--weights", tmp_path / "weights.json") == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("columns.csv", "id,Number\nlanguages,Which languages?\n"),
        ("columns.toml", "id = 'Number'\n'Which languages?' = 'languages'\n"),
        ("columns.json", '{"Number": "id", "languages": "Which languages?"}'),
    ],
)
def test_an_export_of_a_form_needs_only_its_headings_named(sheets, tmp_path, name, content):
    (tmp_path / "mentees.csv").write_text("Number,Which languages?\n1,so\n")
    (tmp_path / name).write_text(content)
    assert match(*sheets, "--columns", tmp_path / name, "--json", tmp_path / "report.json") == 0
    assert json.loads((tmp_path / "report.json").read_text())["pairs"][0]["mentee"] == "1"


def test_columns_that_are_none_of_ours_are_refused(sheets, tmp_path, capsys):
    (tmp_path / "columns.csv").write_text("number,Nummer\n")
    assert match(*sheets, "--columns", tmp_path / "columns.csv") == 2
    assert "neither 'number' nor 'Nummer' is a column; expected availability, background" in capsys.readouterr().err


def test_ages_count_to_the_given_day(sheets, tmp_path):
    for day, met in (("2026-09-01", True), ("2090-01-01", False)):
        assert match(*sheets, "--on", day, "--json", tmp_path / "report.json") == 0
        pair = json.loads((tmp_path / "report.json").read_text())["pairs"][0]
        assert ("age_wish_mentee_not_met" not in pair["cautions"]) is met


def test_the_help_names_every_column_and_shows_an_example(capsys):
    assert match("--help") == 0
    out = capsys.readouterr().out
    assert "handslag match mentors.xlsx mentees.xlsx --out pairs.xlsx" in out
    assert "waiting_since" in out
    assert "needs 22" in out
    for words in ("floor, leximin, total", "far_km 25", "languages;Well enough;b2"):
        assert words in " ".join(out.split())


def test_the_command_works_without_django(sheets):
    code = (
        "import sys; sys.modules['django'] = sys.modules['openpyxl'] = None; "
        "from handslag.matching.command import Progress, run; "
        "status = run(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.startswith('handslag.')"
        " and not name.startswith(('handslag.matching', 'handslag.sheets'))]; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *sheets], capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert done.stdout.startswith("mentee,mentee_name,mentor,mentor_name,score,")
