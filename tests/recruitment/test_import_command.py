"""`handslag import` beside the page: the same recognition, taking the good rows, a file that says what columns are."""

import io
import json

from handslag.recruitment import command

from .test_google_forms import MENTEES
from .test_importing import MENTOR, as_csv, changed, programme  # noqa: F401 the fixture


def run(path, slug: str, **options) -> tuple[int, list[str]]:
    out = io.StringIO()
    return command.run(path, slug, out=out, **options), out.getvalue().splitlines()


def test_the_good_rows_are_taken_where_that_is_wanted_and_the_exit_tells_of_the_others(programme, tmp_path):  # noqa: F811
    path = as_csv(tmp_path / "a.csv", MENTOR, changed(MENTOR, full_name="Bad Year", birth_year="2031"))
    code, said = run(path, programme.slug, take_good=True)
    assert code == 2
    assert said[1:] == [
        "row 3, column “birth_year”: 2031 lies in the future.",
        "1 application: 1 mentor, 0 mentees; 0 were there already",
    ]
    assert run(path, programme.slug, take_good=True)[1][-1].endswith("1 was there already")


def test_what_is_wrong_in_the_same_way_in_several_rows_is_told_once(programme, tmp_path):  # noqa: F811
    bad = [changed(MENTOR, full_name=f"Bad Year {n}", phone=f"070-174 06 1{n}", birth_year="2031") for n in range(4)]
    path = as_csv(tmp_path / "a.csv", bad[0], bad[1], MENTOR, bad[2], bad[3] | {"birth_year": "2032"})
    assert run(path, programme.slug)[1][1:] == [
        "rows 2–3, 5, column “birth_year”: 2031 lies in the future.",
        "row 6, column “birth_year”: 2032 lies in the future.",
        "Nothing was imported. Correct the file and try again.",
    ]


def test_nothing_is_taken_where_the_whole_sheet_is_wrong(programme, tmp_path):  # noqa: F811
    path = as_csv(tmp_path / "a.csv", {name: value for name, value in MENTOR.items() if name != "slots"})
    code, said = run(path, programme.slug, take_good=True)
    assert (code, said[-1]) == (2, "Nothing was imported. Correct the file and try again.")
    assert not programme.applications.exists()


def test_a_file_says_what_columns_are(programme, tmp_path):  # noqa: F811
    names = {"phone": "Ring mig på", "email": "Favourite colour"}
    path = as_csv(tmp_path / "a.csv", {names.get(name, name): value for name, value in MENTOR.items()})
    assert run(path, programme.slug)[0] == 2
    columns = tmp_path / "columns.json"
    columns.write_text(json.dumps({"Ring mig på": "phone", "favourite colour?": "-"}))
    assert run(path, programme.slug, map_file=columns)[0] == 0
    assert programme.applications.get().person.email == ""


def test_a_wrong_file_of_columns_is_told(programme, tmp_path):  # noqa: F811
    path, columns = as_csv(tmp_path / "a.csv", MENTOR), tmp_path / "columns.json"
    for text, words in (("{", "cannot be read"), ("[1]", "holds no pairs"), ('{"a": "shoe"}', "is called “shoe”")):
        columns.write_text(text)
        code, said = run(path, programme.slug, map_file=columns)
        assert code == 2
        assert words in said[-1]


def test_an_export_without_roles_needs_to_be_told_whose_it_is(programme):  # noqa: F811
    code, said = run(MENTEES, programme.slug)
    assert code == 2
    assert "Nothing in the file says who is a mentor and who is a mentee." in "\n".join(said)
    assert run(MENTEES, programme.slug, role="mentee")[0] == 0
    assert programme.applications.count() == 29
