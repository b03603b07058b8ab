"""Applications from a spreadsheet: everything or nothing, and every problem by row and column."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from handslag.journal.models import Entry
from handslag.people.models import Person
from handslag.programmes.actions import add_place
from handslag.questionnaires.models import Response
from handslag.recruitment import command, sheets
from handslag.recruitment.actions import import_applications
from handslag.recruitment.importing import read
from handslag.recruitment.models import Application
from tests.cast import NOW, TODAY

from .calls import AMIR, installed

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

MENTOR = {
    "role": "mentor", "full_name": "Rana Khoury", "phone": "070-174 06 05", "email": "rana@example.org",
    "heard_from": "friend", "birth_year": "1989", "sex": "female", "citizenship": "SY;SE", "background": "SY",
    "arrival_year": "2013", "languages": "ar:native;sv:c1", "integration": "work;own_home", "place": "Malmö",
    "motivation": "One neighbour explained every letter, patiently.", "slots": "mon_eve;sat_am",
    "hours_month": "4_8", "commit_year": "yes", "format": "both", "consent": "yes",
}  # fmt: skip
MENTEE = {
    "role": "mentee", "full_name": "Amina Haj Ali", "phone": "0701740606", "languages": "ar", "host_level": "a1",
    "place": "lund", "help_wanted": "language;employment", "times": "weekday_day", "permit": "unsure",
    "age_band": "18_30", "time_here": "6_12m", "consent": "yes", "birth_date": "2001-04-12", "sex": "female",
    "need_language": "3", "hopes": "A friend",
}  # fmt: skip


@pytest.fixture
def programme(cast):
    """The cast's programme with the template's questionnaires and six places."""
    for name in ("Malmö", "Lund", "Burlöv", "Staffanstorp", "Svedala", "Trelleborg"):
        code = name.lower().replace("ö", "o")
        add_place(programme=cast.programme, code=code, name=name, by=None, at=NOW)
    for key in ("mentor_application", "mentee_application", "mentee_interview"):
        installed(cast.programme, key)
    cast.programme.lists = AMIR.lists
    cast.programme.save()
    return cast.programme


def as_csv(path: Path, *people: dict, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    columns = list(dict.fromkeys(column for person in people for column in person))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(people)
    path.write_bytes(file.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, **people: list[dict]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in people.items():
        sheet = book.create_sheet(title)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.save(path)
    return path


def problems(programme, path: Path) -> list[str]:
    return [str(problem) for problem in read(path, programme, TODAY)[1]]


def changed(person: dict, **cells: str) -> dict:
    return person | cells


# ---- the sheet as a whole --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_however_the_spreadsheet_saved_it(programme, tmp_path, encoding, delimiter):
    path = as_csv(tmp_path / "a.csv", MENTOR, MENTEE, encoding=encoding, delimiter=delimiter)
    rows, wrong = read(path, programme, TODAY)
    assert wrong == []
    assert [(row.number, row.role, row.person["full_name"]) for row in rows] == [
        (2, "mentor", "Rana Khoury"),
        (3, "mentee", "Amina Haj Ali"),
    ]
    [answers] = rows[0].answers.values()
    assert answers["languages"] == ["ar", "sv"]
    assert (answers["level_ar"], answers["level_sv"]) == ("native", "c1")
    assert answers["place"] == "malmo"
    assert answers["birth_year"] == 1989


def test_a_workbook_says_by_its_sheets_who_is_who(programme, tmp_path):
    mentor = {name: value for name, value in MENTOR.items() if name != "role"} | {"birth_year": 1989}
    mentee = {name: value for name, value in MENTEE.items() if name != "role"} | {"birth_date": date(2001, 4, 12)}
    path = as_xlsx(tmp_path / "a.xlsx", Mentors=[mentor], mentees=[mentee])
    rows, wrong = read(path, programme, TODAY)
    assert wrong == []
    assert [(row.sheet, row.role) for row in rows] == [("Mentors", "mentor"), ("mentees", "mentee")]
    assert rows[1].person["birth_year"] == 2001


def test_a_column_may_hold_the_level_and_words_stand_for_codes(programme, tmp_path):
    mentor = changed(MENTOR, languages="Arabic;svenska", level_ar="native", level_sv="B2", sex="Kvinna", format="BOTH",
                     citizenship="Syria")  # fmt: skip
    [row], wrong = read(as_csv(tmp_path / "a.csv", mentor), programme, TODAY)
    assert wrong == []
    [answers] = row.answers.values()
    assert (answers["level_ar"], answers["level_sv"], answers["sex"]) == ("native", "b2", "female")
    assert answers["citizenship"] == ["SY"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "There is nothing in it."),
        (b"role,full_name\n", "The file holds no rows below the column names."),
        ("role,full_name\n".encode("utf-16"), "The file holds no rows below the column names."),
        (b"PK\x03\x04 broken", "The workbook cannot be opened. Save it anew as XLSX or as CSV."),
        (
            b"full_name\nRana\n",
            "Nothing in the file says who is a mentor and who is a mentee. "
            "Add a column “role”, or call the sheets “mentors” and “mentees”.",
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_one_sentence(programme, tmp_path, content, reason):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert problems(programme, path) == [reason]


def test_a_file_that_is_not_there_is_a_problem_and_no_crash(programme, tmp_path):
    assert problems(programme, tmp_path / "no.csv") == ["The file cannot be opened: No such file or directory"]


def test_more_rows_than_allowed_are_refused_before_the_rest_is_read(programme, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    path = as_csv(tmp_path / "a.csv", MENTOR, MENTEE, changed(MENTEE, full_name="Third Person"))
    assert problems(programme, path) == ["The file has more than 2 rows. Split it."]


def test_unknown_columns_are_a_problem_unless_they_are_empty(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", changed(MENTOR, shoe_size="", nickname="Rani"))
    assert problems(programme, path) == [
        "column “nickname”: No question has this name. Rename the column or remove it."
    ]


def test_a_missing_column_is_named_once(programme, tmp_path):
    mentor = {name: value for name, value in MENTOR.items() if name != "slots"}
    path = as_csv(tmp_path / "a.csv", mentor, changed(mentor, full_name="Somebody Else"))
    assert problems(programme, path) == ["column “When can you usually meet? (slots)”: This column is missing."]


def test_a_column_that_is_there_twice_is_a_problem(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", MENTOR)
    head, _newline, rest = path.read_text().partition("\n")
    path.write_text(f"{head.strip()},Full Name\n{rest.strip()},Rana Khoury\n")
    assert problems(programme, path) == ["row 1, column “Full Name”: This column is there twice."]


def test_cells_beyond_the_last_column_are_a_problem(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", MENTOR)
    path.write_text(path.read_text().rstrip() + ",left over\n")
    [problem] = problems(programme, path)
    assert problem.startswith("row 2: This row has more cells than there are column names.")


NO_PHONE = " is not a whole phone number. It starts with 0 or +; format the column as text."
TOWNS = (
    "Allowed: Burlöv · Lund · Malmö · Staffanstorp · Svedala · Trelleborg."
    " Or add the place in the settings of the programme."
)
TOO_YOUNG = "A mentor is at least 18 years old. You are welcome when you have turned 18. Or is the year wrong?"
TOO_WEAK = "A mentee's level of “en” is not kept. Leave the language out if it is too weak to meet in."


# ---- single cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "column", "text", "reason"),
    [
        (MENTOR, "full_name", "", "This is missing."),
        (MENTOR, "phone", "701740605", "“701740605”" + NO_PHONE),
        (MENTOR, "phone", "=HYPERLINK(1)", "“=HYPERLINK(1)”" + NO_PHONE),
        (MENTOR, "email", "rana", "“rana” is not an e-mail address."),
        (MENTOR, "birth_year", "2031", "2031 lies in the future."),
        (MENTOR, "birth_year", "2019", TOO_YOUNG),
        (MENTOR, "birth_year", "eighty", "“eighty” is not a whole number."),
        (MENTOR, "arrival_year", "1800", "1800 is not between 1940 and 2026."),
        (MENTOR, "format", "by letter", "“by letter” is not known. Allowed: in_person, online, both."),
        (MENTOR, "place", "Paris", "“Paris” is not known. " + TOWNS),
        (MENTOR, "languages", "ar:native;sv", "The level is missing. Write sv:b1 here, or make a column level_sv."),
        (MENTOR, "languages", "ar:native;sv:good", "“good” is not known. Allowed: none, a1, a2, b1, b2, c1, native."),
        (MENTOR, "consent", "no", "Without a yes the application may not be kept."),
        (MENTOR, "consent", "perhaps", "Write yes or no."),
        (MENTOR, "role", "boss", "Write mentor or mentee here, or call the sheet “mentors” or “mentees”."),
        (MENTEE, "birth_date", "2031-01-01", "2031-01-01 lies in the future."),
        (MENTEE, "birth_date", "12/04/2001", "“12/04/2001” could be two days. Write year-month-day, like 1994-05-17."),
        (MENTEE, "help_wanted", "language;housing;health;social", "4 are chosen, 3 at most."),
        (MENTEE, "host_level", "", "This is missing."),
        (MENTEE, "languages", "ar;en:a1", TOO_WEAK),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_by_row_column_and_reason(programme, tmp_path, person, column, text, reason):
    path = as_csv(tmp_path / "a.csv", changed(person, **{column: text}))
    assert problems(programme, path) == [f"row 2, column “{column}”: {reason}"]


def test_what_only_the_other_role_is_asked_is_not_lost_silently(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", MENTOR, changed(MENTEE, arrival_year="2024"))
    assert problems(programme, path) == ["row 3, column “arrival_year”: This is not asked of a mentee. Leave it empty."]


def test_the_same_person_twice_in_a_file_is_reported_however_it_is_spelt(programme, tmp_path):
    again = changed(MENTOR, full_name="rana  KHOURY", phone="+46 70 174 06 05", email="")
    path = as_csv(tmp_path / "a.csv", MENTOR, again)
    assert problems(programme, path) == ["row 3: This is the same person as in row 2."]


def test_two_of_a_family_may_share_a_number_and_one_may_be_in_both_roles(programme, tmp_path):
    brother = changed(MENTOR, full_name="Elias Khoury", email="elias@example.org")
    both = changed(MENTEE, full_name="Rana Khoury", phone=MENTOR["phone"])
    assert problems(programme, as_csv(tmp_path / "a.csv", MENTOR, brother, both)) == []


def test_a_formula_is_told_and_never_computed(programme, tmp_path):
    mentor = {name: value for name, value in MENTOR.items() if name != "role"} | {"motivation": "=1+1"}
    _rows, [wrong] = read(as_xlsx(tmp_path / "a.xlsx", mentors=[mentor]), programme, TODAY)
    assert (wrong.sheet, wrong.row, wrong.column) == ("mentors", 2, "motivation")
    assert wrong.reason == "This cell holds a formula. Paste what it shows as plain text or number."


# ---- importing -------------------------------------------------------------------------------------------------


def imported(programme, path: Path, by=None):
    rows, wrong = read(path, programme, TODAY)
    assert wrong == []
    return import_applications(programme=programme, rows=rows, by=by, at=NOW)


def test_importing_makes_persons_answers_and_applications(cast, programme, tmp_path):
    result = imported(programme, as_csv(tmp_path / "a.csv", MENTOR, MENTEE), by=cast.coordinator.person)
    mentor, mentee = result.made
    assert result.already_there == 0
    assert (mentor.state, mentor.channel, str(mentor.person)) == ("received", "friend", "Rana Khoury")
    assert (mentor.person.phone, mentor.person.gender, mentor.person.birth_year) == ("070-174 06 05", "female", 1989)
    assert mentor.response.coded["slots"] == ["mon_eve", "sat_am"]
    assert mentor.response.sealed["motivation"].startswith("One neighbour")
    assert mentor.person.consents.get().given
    assert (mentee.person.given_name, mentee.person.family_name) == ("Amina", "Haj Ali")
    assert (mentee.person.gender, mentee.person.birth_year) == ("female", 2001)
    assert mentee.response.sealed["permit"] == "unsure"
    longer = mentee.person.responses.get(questionnaire__key="mentee_interview")
    assert (longer.coded["need_language"], longer.sealed["hopes"]) == ("3", "A friend")
    entry = Entry.objects.of(programme.organisation_id).get(action="application.import")
    assert (entry.actor_id, entry.detail) == (cast.coordinator.person.pk, {"made": 2, "already_there": 0})


def test_what_a_partner_may_read_of_a_mentee_holds_no_family_name(programme, tmp_path):
    [mentee] = imported(programme, as_csv(tmp_path / "a.csv", MENTEE)).made
    assert mentee.response.sealed["first_name"] == "Amina"


def test_the_same_file_twice_makes_no_doubles(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", MENTOR, MENTEE)
    imported(programme, path)
    again = imported(programme, as_csv(path, MENTOR, MENTEE, changed(MENTEE, full_name="Hala Nasser")))
    assert (len(again.made), again.already_there) == (1, 2)
    assert programme.applications.count() == 3


def test_the_mark_that_keeps_doubles_away_tells_no_name(programme, tmp_path):
    imported(programme, as_csv(tmp_path / "a.csv", MENTOR))
    fingerprint = programme.applications.get().fingerprint
    assert len(fingerprint) == 64
    assert "rana" not in fingerprint


@pytest.mark.django_db(transaction=True)
def test_a_row_that_fails_takes_all_rows_with_it(programme, tmp_path):
    before = Person.objects.of(programme.organisation_id).count()
    rows, _wrong = read(as_csv(tmp_path / "a.csv", MENTOR, MENTEE), programme, TODAY)
    with pytest.raises(ZeroDivisionError):
        import_applications(programme=programme, rows=rows, by=None, at=NOW, told=lambda n: 1 // (2 - n))
    assert Person.objects.of(programme.organisation_id).count() == before
    assert not Application.objects.of(programme.organisation_id).exists()
    assert not Response.objects.of(programme.organisation_id).exists()


# ---- the command and the example -------------------------------------------------------------------------------


def run(path: Path, slug: str | None) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = command.run(path, slug, out=out)
    return code, out.getvalue().splitlines()


@pytest.mark.parametrize("name", ["applications.csv", "applications.xlsx"])
def test_the_example_comes_in_whole_and_only_once(programme, name):
    code, said = run(EXAMPLES / name, programme.slug)
    assert (code, said[-1]) == (0, "60 applications: 31 mentors, 29 mentees; 0 were there already")
    code, said = run(EXAMPLES / name, programme.slug)
    assert (code, said[-1]) == (0, "0 applications: 0 mentors, 0 mentees; 60 were there already")


def test_both_examples_hold_the_same_people(programme):
    run(EXAMPLES / "applications.csv", programme.slug)
    assert run(EXAMPLES / "applications.xlsx", programme.slug)[1][-1].endswith("60 were there already")


def test_the_command_writes_nothing_where_anything_is_wrong(programme, tmp_path):
    path = as_csv(tmp_path / "a.csv", MENTOR, changed(MENTEE, permit="maybe"))
    code, said = run(path, programme.slug)
    assert code == 2
    assert said[-2:] == [
        "row 3, column “permit”: “maybe” is not known. Allowed: yes, no, unsure.",
        "Nothing was imported. Correct the file and try again.",
    ]
    assert not programme.applications.exists()


def test_the_command_asks_which_programme_where_there_are_several(programme, tmp_path):
    code, said = run(as_csv(tmp_path / "a.csv", MENTOR), None)
    assert (code, said) == (
        2,
        ["There are several programmes. Name one with --programme: malmo-2026, uppsala-2026"],
    )
    assert run(tmp_path / "a.csv", "nowhere") == (2, ["There is no programme called “nowhere”."])
