"""The files of weights and of columns, in each of their forms, and what is wrong with them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from handslag.matching.criteria import Rules, Weights
from handslag.matching.rows import UnreadableFile
from handslag.matching.settings_files import read_columns, read_criteria
from handslag.matching.sheets import SheetProblems, read_people

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    "content",
    [
        "needs;3\nfairness;leximin\nfar_km;10\nsame_place;yes\n",
        "fairness;Leximin\nneeds;3.0\nfar_km;10,00\nsame_place;true\n",
        "sep=;\nKriterium;Vikt\nneeds;3\nfairness;leximin\nfar km;10\nsame place;yes\n",
    ],
)
def test_a_sheet_of_weights_may_hold_rules_and_fairness(file, content):
    found = read_criteria(file("weights.csv", content))
    assert found.weights == Weights(**{**dict.fromkeys(Weights.__dataclass_fields__, 0), "needs": 3})
    assert (found.fairness, found.rules) == ("leximin", Rules(far_km=10, same_place=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [("f.json", '{"fairness": "leximin"}'), ("f.toml", "fairness = 'leximin'"), ("f.csv", "fairness;leximin\n")],
)
def test_fairness_alone_leaves_the_weights(file, name, content):
    found = read_criteria(file(name, content))
    assert (found.fairness, found.weights, found.rules) == ("leximin", Weights(), Rules())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "w.csv",
            "needs;2.5\nwaiting;3\n",
            "row 1: the weight of needs must be a whole number from 0 to 10000, not '2.5'",
        ),
        ("w.csv", "needs;10.000\n", "the weight of needs must be a whole number from 0 to 10000, not '10.000'"),
        (
            "w.csv",
            "needs;1,000\nwaiting;3\n",
            "the weight of needs must be a whole number from 0 to 10000, not '1,000'",
        ),
        ("w.csv", "needs;-3\nwaiting;3\n", "the weight of needs must be a whole number from 0 to 10000, not -3"),
        ("w.csv", "needs;²\n", "the weight of needs must be a whole number from 0 to 10000, not '²'"),
        ("w.csv", "needs;3\n\nNeeds;5\n", r"w\.csv, row 3: 'needs' stands in row 1 too"),
        (
            "w.csv",
            "needs;3\nfairness;fair\n",
            r"w\.csv, row 2: fairness must be one of floor, leximin, total, not 'fair'",
        ),
        ("w.csv", "needs;3\nfar_km;-4\n", r"w\.csv, row 2: far_km must be a whole number of kilometres above 0"),
        ("w.csv", "needs;3\nsame_city;yes\n", r"w\.csv, row 2: 'same_city' is not known; did you mean same_place"),
        ("w.csv", "needs;3\nshoe size;2\n", r"w\.csv, row 2: 'shoe_size' is not known; expected one of background"),
        ("w.toml", "[weights]\nneds = 3", r"w\.toml: 'neds' is not known; did you mean needs"),
        ("w.json", '{"needs": 3, "needs": 5}', "'needs' stands twice"),
        ("w.csv", "needs\n", "row 1: expected two columns"),
        ("w.csv", "", r"w\.csv: at least one weight must be above 0"),
        ("w.csv", "need;3\n", r"w\.csv, row 1: 'need' is not known; did you mean needs"),
        ("w.csv", "fairnes;total\nneeds;3\n", r"row 1: 'fairnes' is not known; did you mean fairness"),
        ("w.csv", "neds;x\nneeds;3\n", r"row 1: 'neds' is not known; did you mean needs"),
        ("w.csv", "criterion;3\nneeds;3\n", r"row 1: 'criterion' is not known"),
        ("w.json", "[" * 100_000, "too many tables within tables"),
        ("w.toml", "needs = ", "cannot be read"),
    ],
)
def test_weights_that_are_wrong_are_never_lost(file, name, content, words):
    with pytest.raises(ValueError, match=words):
        read_criteria(file(name, content))


COLUMNS = {
    "columns.toml": """
        id = "Nr"
        languages = ["You speak", "How well? "]
        "languages:sv" = "Your Swedish"
        availability = "When?"
        [values.languages]
        "Well enough" = "b2"
        "Little, or none" = "none"
    """,
    "columns.json": """
        {"Nr": "id", "languages": ["You speak", "How well?"], "languages:sv": "Your Swedish", "availability": "When?",
        "values": {"languages": {"well enough": "b2", "Little, or none": "none"}}}
    """,
    "columns.csv": """ours;theirs
id;Nr
languages;You speak
languages;How well?
languages:sv;Your Swedish
When?;availability
languages;Well enough;b2
languages;Little, or none;none
""",
}
FORM = [
    ("Nr", "You speak", "How well? [Arabiska]", "How well? [English]", "Your Swedish", "When? [Monday]", "When? [Fri]"),
    ("1", "Arabic, Somali", "well enough", "", "Little, or none", "Morning, Evening", ""),
    ("2", "English", "-", "C1", "", "n/a", "Kväll"),
]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_is_read_with_its_own_headings_grids_and_words(file, tmp_path, name):
    with (tmp_path / "form.csv").open("w", newline="", encoding="utf-8") as form:
        csv.writer(form).writerows(FORM)
    people = read_people(*[tmp_path / "form.csv"] * 2, read_columns(file(name, COLUMNS[name]))).mentees
    assert [person.languages for person in people] == [{"ar": "b2", "so": None, "sv": "none"}, {"en": "c1"}]
    assert [person.availability for person in people] == [("mon_am", "mon_eve"), ("fri_eve",)]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("c.toml", "id = 3", "'id' must be given a heading as text"),
        ("c.toml", "number = 'Nummer'", "neither 'number' nor 'Nummer' is a column; expected availability"),
        ("c.toml", "'gender:x' = 'Nummer'", "neither 'gender:x' nor 'Nummer' is a column"),
        ("c.csv", "id;Nr\nname;nr\n", r"c\.csv, row 2: 'nr' is given to two columns"),
        ("c.toml", "id = 'Nr'\n[values.sex]\nLady = 'female'", "values for 'sex', which is no column"),
        ("c.toml", "id = 'Nr'\n[values]\nLady = 'female'", "values must have a table for each column"),
        ("c.csv", "id\n", "row 1: expected two columns"),
        (
            "c.csv",
            "exclud;Not this person\nid;Nr\n",
            r"c\.csv, row 1: neither 'exclud' nor 'Not this person' is a column",
        ),
    ],
)
def test_a_file_of_columns_that_is_wrong_is_refused(file, name, content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_columns(file(name, content))


def test_only_a_list_may_be_asked_in_several_questions(file):
    sheet = file("people.csv", "id,languages,First name,Last name\ne,sv,Åsa,Ek\n")
    mapped = read_columns(file("columns.toml", "name = ['First name', 'Last name']"))
    with pytest.raises(SheetProblems) as refusal:
        read_people(sheet, sheet, mapped)
    assert refusal.value.problems[0] == "people.csv, row 1, column name: the column stands twice"


def test_a_comma_within_a_text_is_part_of_it(file):
    sheet = file("people.csv", 'id,languages,place\ne,sv,"Lund, centre"\ne2,sv,lund\n')
    mapped = read_columns(file("columns.toml", "[values.place]\nLund = 'Lund, centre'"))
    assert [person.place for person in read_people(sheet, sheet, mapped).mentees] == ["Lund, centre"] * 2


def test_a_column_that_neither_sheet_has_is_a_problem(file):
    sheet = file("people.csv", "id,languages,Not this one\ne,sv,RU\n")
    mapped = read_columns(file("columns.toml", "exclude = 'Not this person'\nname = ['Your name', 'Ditt namn']"))
    with pytest.raises(SheetProblems) as refusal:
        read_people(sheet, sheet, mapped)
    assert refusal.value.problems == (
        "the file of columns: neither sheet has 'Not this person' for exclude",
        "the file of columns: neither sheet has 'Ditt namn' for name",
    )


def test_the_example_forms_are_read_as_the_applications_that_they_hold():
    files = EXAMPLES / "google-forms-mentors.csv", EXAMPLES / "google-forms-mentees-sv.xlsx"
    people = read_people(*files, read_columns(EXAMPLES / "google-forms-columns.toml"), on=date(2026, 9, 1))
    with (EXAMPLES / "applications.csv").open(encoding="utf-8", newline="") as file:
        applications = {row["phone"]: row for row in csv.DictReader(file)}
    assert len(people.mentors) + len(people.mentees) == len(applications) == 60
    for person in (*people.mentors, *people.mentees):
        row = applications[person.id]
        assert (person.name, person.gender, person.place) == (row["full_name"], row["sex"], row["place"])
        assert {*person.availability} == {*row["slots"].split(";")}
        assert person.wants_gender == row["want_gender"]
    for mentor in people.mentors:
        row = applications[mentor.id]
        assert mentor.languages == dict(part.split(":") for part in row["languages"].split(";"))
        assert mentor.themes == {area: int(row[f"know_{area}"]) for area in mentor.themes}
        assert [";".join(mentor.kind), ";".join(mentor.interests)] == [row["kind_offer"], row["interests"]]
        assert mentor.wants_gender_strict is (row["want_strict"] == "must")
    for mentee in people.mentees:
        row = applications[mentee.id]
        assert mentee.languages == dict.fromkeys(row["languages"].split(";")) | {"sv": row["host_level"]}
        assert mentee.themes == {area: int(row[f"need_{area}"]) for area in mentee.themes}
        assert mentee.birth_year == int(row["birth_date"][:4])
