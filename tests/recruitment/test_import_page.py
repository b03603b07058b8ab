"""Applications from a file through the browser: four steps, everything shown before anything is taken."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from handslag.desk.tick import tick
from handslag.people.models import Person
from handslag.recruitment.checking import together
from handslag.recruitment.models import Application, ImportDraft, ImportMapping

from . import messy
from .test_google_forms import MENTEES, MENTORS
from .test_importing import EXAMPLES, MENTEE, as_xlsx, changed, programme  # noqa: F401 the fixture
from .test_importing import MENTOR as MENTOR_ROW

MENTOR = {name: value for name, value in MENTOR_ROW.items() if name != "role"}
FULL = [*MENTOR]


def csv_of(*people: dict) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(dict.fromkeys(name for person in people for name in person)), restval="")
    writer.writeheader()
    writer.writerows(people)
    return file.getvalue().encode()


@pytest.fixture
def walk(as_role, programme):  # noqa: F811
    """The pages of an import as the coordinator walks through them."""
    return Walk(as_role("coordinator"), programme)


class Walk:
    def __init__(self, client, programme):  # noqa: F811
        self.client, self.programme = client, programme
        self.start = f"/programmes/{programme.pk}/applications/import/"

    def upload(self, content: bytes, role: str = "mentor", name: str = "people.csv"):
        return self.client.post(self.start, {"file": SimpleUploadedFile(name, content), "role": role})

    def checked(self, content: bytes, role: str = "mentor", **answers):
        """Upload, tell the columns, and give the page of the check."""
        response = self.upload(content, role)
        assert response.status_code == 302, response.content.decode()
        self.columns = response.url
        response = self.client.post(self.columns, answers)
        assert response.status_code == 302, response.content.decode()
        self.check = response.url
        return self.client.get(self.check)

    @property
    def made(self) -> list[Application]:
        return list(self.programme.applications.all())


def draft() -> ImportDraft:
    return ImportDraft.objects.everywhere("there is one").get()


# ---- the way through -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "role", "count"), [(MENTORS, "mentor", 31), (MENTEES, "mentee", 29)])
def test_an_export_of_a_form_is_taken_in_four_steps_without_a_word(walk, path, role, count):
    shown = walk.checked(path.read_bytes(), role)
    assert f"Take {count} applications" in shown.content.decode()
    assert walk.made == []
    done = walk.client.post(walk.check, follow=True)
    assert f"{count} applications are new." in done.content.decode()
    assert "Next: call everybody within 7 days and invite to an interview." in done.text
    assert [a.role for a in walk.made] == [role] * count


def test_a_file_with_both_roles_says_itself_who_is_who(walk):
    shown = walk.checked((EXAMPLES / "applications.csv").read_bytes(), "both")
    assert "31 mentors" in shown.content.decode()
    walk.client.post(walk.check)
    assert len(walk.made) == 60


def test_the_good_rows_are_taken_and_the_bad_ones_told_by_row_column_and_reason(walk):
    bad = changed(MENTOR, full_name="Bad Year", phone="070-174 06 50", birth_year="2031")
    shown = walk.checked(csv_of(MENTOR, bad)).content.decode()
    assert "Take the 1 good row" in shown
    for words in ("Row 3", "birth_year", "2031 lies in the future."):
        assert words in shown
    walk.client.post(walk.check)
    assert [str(a.person) for a in walk.made] == ["Rana Khoury"]


def test_the_button_pressed_twice_has_one_effect(walk):
    walk.checked(csv_of(MENTOR))
    first, second = walk.client.post(walk.check), walk.client.post(walk.check)
    assert first.url == second.url
    assert first.url.endswith("/done/")
    assert len(walk.made) == 1


def test_the_same_file_again_has_nothing_to_take(walk):
    walk.checked(csv_of(MENTOR))
    walk.client.post(walk.check)
    shown = walk.checked(csv_of(MENTOR)).content.decode()
    assert "Everybody in the file is there already." in shown
    walk.client.post(walk.check)
    assert len(walk.made) == 1


def test_who_applied_on_the_website_is_there_already_whatever_the_spelling_of_the_number(walk):
    from .received import received

    received(walk.programme, "mentor", full_name="Rana Khoury", phone="+46701740605", email="")
    brother = changed(MENTOR, full_name="Elias Khoury", email="")
    shown = walk.checked(csv_of(changed(MENTOR, email=""), brother)).content.decode()
    assert "Take 1 application" in shown
    assert "Who is there already" in shown


# ---- columns ---------------------------------------------------------------------------------------------------


def renamed(**names: str) -> bytes:
    return csv_of({names.get(name, name): value for name, value in MENTOR.items()})


def test_a_column_nobody_knows_is_asked_for_and_remembered(walk):
    content = renamed(phone="Ring mig på", email="Favourite colour")
    url = walk.upload(content).url
    refused = walk.client.post(url, {})
    assert refused.status_code == 422
    assert "Choose what this column is, or leave it out." in refused.content.decode()
    at = {name: f"c0_{FULL.index(name)}" for name in ("phone", "email")}
    assert walk.client.post(url, {at["phone"]: "phone", at["email"]: "-"}).status_code == 302
    kept = {row.heading: row.target for row in ImportMapping.objects.of(walk.programme.organisation_id)}
    assert kept == {"ring mig på": "phone", "favourite colour": "-"}
    again = walk.client.get(walk.upload(content).url).content.decode()
    assert "As you chose last time" in again
    assert "<select" not in again.partition("<main")[2]


def test_what_was_remembered_for_mentors_is_not_known_of_mentees(walk):
    url = walk.upload(renamed(phone="Ring mig på")).url
    walk.client.post(url, {f"c0_{FULL.index('phone')}": "phone"})
    other = walk.client.get(walk.upload(renamed(phone="Ring mig på"), "mentee").url).content.decode()
    assert "Choose what this is" in other


def test_two_columns_cannot_be_the_same(walk):
    url = walk.upload(renamed(email="Another number")).url
    refused = walk.client.post(url, {f"c0_{FULL.index('email')}": "phone"})
    assert refused.status_code == 422
    assert "“phone” is said to be the same." in refused.content.decode()


def test_all_columns_without_a_choice_are_left_out_with_one_tick(walk):
    content = renamed(email="Favourite colour", background="Shoe size")
    shown = walk.checked(content, leave_rest="on").content.decode()
    assert "Take 1 application" in shown


def test_a_column_that_is_missing_can_be_answered_for_everybody(walk):
    lacking = {name: value for name, value in MENTOR.items() if name not in ("consent", "place")}
    assert "on paper or in another form" in walk.client.get(walk.upload(csv_of(lacking)).url).content.decode()
    shown = walk.checked(csv_of(lacking), all_consent="yes", all_place="lund").content.decode()
    assert "Take 1 application" in shown
    walk.client.post(walk.check)
    [made] = walk.made
    assert made.response.coded["place"] == "lund"
    assert made.person.consents.get().given


def test_a_column_that_is_missing_and_not_answered_stops_the_whole_file(walk):
    lacking = {name: value for name, value in MENTOR.items() if name != "consent"}
    shown = walk.checked(csv_of(lacking)).content.decode()
    assert "Something is wrong with the whole file" in shown
    assert "This column is missing." in shown
    walk.client.post(walk.check)
    assert walk.made == []


def test_a_place_that_the_programme_does_not_have_leads_to_its_settings(walk):
    settings = f"/programmes/{walk.programme.pk}/settings/"
    shown = walk.checked(csv_of({**MENTOR, "place": "Paris"})).content.decode()
    assert "Allowed: Burlöv · Lund · Malmö" in shown
    assert f'href="{settings}"' in shown
    assert f'href="{settings}"' not in walk.checked(csv_of({**MENTOR, "birth_year": "eighty"})).content.decode()


def test_what_the_file_lacks_stands_under_one_heading_with_a_way_to_say_which_column_it_is(walk):
    url = walk.upload(csv_of({"full_name": "Rana Khoury", "place": "Lund"})).url
    shown = walk.client.get(url).content.decode()
    needed = shown.partition("Needed, and not in the file")[2].partition("</section>")[0]
    assert "<li>" in needed  # a text of each person's own
    assert 'name="all_consent"' in needed
    assert shown.count("Needed, and not in the file") == 1
    assert "they are needed" not in shown
    assert 'href="?all#columns">Say which column it is</a>' in needed
    every = walk.client.get(f"{url}?all").content.decode()
    assert 'id="columns"' in every
    assert 'href="#columns">Say which column it is</a>' in every


def test_rows_are_not_counted_where_the_whole_file_does_not_fit(walk):
    wrong = changed(MENTOR, birth_year="eighty")
    content = csv_of({name: value for name, value in wrong.items() if name != "consent"})
    shown = walk.checked(content).content.decode()
    for words in ("Do not fit", "Rows to mend", "Download as", "<table"):
        assert words not in shown
    assert "Do not fit" in walk.checked(csv_of(changed(MENTOR, birth_year="eighty"))).content.decode()


@pytest.mark.parametrize("whose", ["mentor", "both"])
def test_the_page_of_the_columns_says_which_needed_questions_the_file_lacks(walk, whose):
    content = csv_of({"role": "mentor", "full_name": "Rana Khoury", "place": "Lund"})
    shown = walk.client.get(walk.upload(content, whose).url).content.decode()
    assert "All columns were recognised" not in shown
    assert "some that are needed are not there" in shown
    assert "What year did you come to this country?" in shown
    shown = walk.checked(content, whose).content.decode()
    assert "What year did you come to this country? (arrival_year)" in shown


def test_what_a_file_with_both_roles_lacks_is_told_role_by_role(walk):
    row = {"full_name": "Rana Khoury", "place": "Lund"}
    content = csv_of({"role": "mentor", **row}, {"role": "mentee", **row, "full_name": "Sara Ali"})
    shown = walk.client.get(walk.upload(content, "both").url).content.decode()
    parts = shown.partition("Needed, and not in the file")[2].partition("</section>")[0].split("<h3>")[1:]
    assert [part.partition("</h3>")[0] for part in parts] == ["For both", "For mentors", "For mentees"]
    both, mentors, mentees = (set(part.partition("</ul>")[0].split("<li>")[1:]) for part in parts)
    assert both
    assert mentors
    assert mentees
    assert not both & mentors
    assert not mentors & mentees


def test_the_way_to_say_which_column_it_is_stands_above_all_that_the_file_lacks(walk):
    shown = walk.client.get(walk.upload(csv_of({"full_name": "Rana Khoury", "place": "Lund"})).url).content.decode()
    needed = shown.partition("Needed, and not in the file")[2].partition("</section>")[0]
    assert 0 < needed.index("Say which column it is") < needed.index("<li>") < needed.index('name="all_consent"')
    only_fields = {name: value for name, value in MENTOR.items() if name != "consent"}
    shown = walk.client.get(walk.upload(csv_of(only_fields)).url).content.decode()
    assert "Say which column it is</a>" in shown


def test_the_column_that_says_who_is_who_has_the_same_name_where_all_are_mentors(walk):
    shown = walk.client.get(walk.upload(csv_of(MENTOR_ROW)).url).content.decode()
    assert "<span>Mentor or mentee</span>" in shown
    assert "<span>role</span>" not in shown


def test_a_file_with_both_roles_that_does_not_say_who_is_who_is_told_so_beside_the_columns(walk):
    shown = walk.client.get(walk.upload(csv_of(MENTOR), "both").url).content.decode()
    needed = shown.partition("Needed, and not in the file")[2].partition("</ul>")[0]
    assert needed.count("<li>") == 1
    assert "<li>Mentor or mentee</li>" in needed


@pytest.mark.parametrize("heading", ["Mentor or mentee", "Mentor eller adept"])
def test_the_column_that_says_who_is_who_may_be_called_as_people_call_it(walk, heading):
    row = {heading if name == "role" else name: value for name, value in MENTOR_ROW.items()}
    shown = walk.client.get(walk.upload(csv_of(row), "both").url).content.decode()
    assert "<li>Mentor or mentee</li>" not in shown
    walk.checked(csv_of(row), "both")
    walk.client.post(walk.check)
    assert [a.role for a in walk.made] == ["mentor"]


def test_every_column_can_be_changed(walk):
    url = walk.upload(csv_of(MENTOR)).url
    assert walk.client.get(f"{url}?all").content.decode().count("<select") == len(MENTOR)
    assert walk.client.post(f"{url}?all", {f"c0_{n}": name for n, name in enumerate(MENTOR)}).status_code == 302


def test_of_several_sheets_one_is_chosen(walk, tmp_path):
    path = as_xlsx(tmp_path / "a.xlsx", First=[MENTOR], Second=[changed(MENTOR, full_name="Second Sheet")])
    response = walk.upload(path.read_bytes(), name="a.xlsx")
    assert response.url.endswith("/sheet/")
    assert "Second: 1 rows" in walk.client.get(response.url).content.decode()
    url = walk.client.post(response.url, {"sheet": "1"}).url
    walk.client.post(walk.client.post(url, {}).url)
    assert [str(a.person) for a in walk.made] == ["Second Sheet"]


# ---- a messy workbook ------------------------------------------------------------------------------------------


def test_a_messy_workbook_is_told_cell_by_cell_and_its_good_rows_are_taken(walk):
    url = walk.upload(messy.workbook(), "mentee", "messy.xlsx").url
    url = walk.client.post(url, {"leave_rest": "on"}).url
    found = draft().findings
    told = {bad["row"]: " ".join(reason for _c, _v, reason in bad["problems"]) for bad in found["bad"]}
    assert found["general"] == []
    assert sorted(told) == [6, 7, 8, 9, 10, 11, 12, 13, 14]
    for row, words in {
        6: "not a whole phone number", 7: "lies in the future", 8: "the same person as in", 9: "“Paris” is not known",
        10: "4 are chosen, 3 at most", 11: "Without a yes", 12: "holds a formula", 13: "are merged", 14: "are merged",
    }.items():  # fmt: skip
        assert words in told[row], told[row]
    walk.client.post(url)
    assert {str(a.person) for a in walk.made} == {"Amina Haj Ali", "Hala Haj Ali"}
    assert {a.person.birth_year for a in walk.made} == {2001, 1999}
    assert {tuple(a.response.coded["times"]) for a in walk.made} == {("weekday_day", "weekend_eve")}


def test_the_rows_to_mend_come_as_a_sheet_that_can_be_uploaded_again(walk):
    bad = changed(MENTOR, full_name="=cmd|calc", phone="+46 70 174 06 50", birth_year="19x0", motivation="-1+1")
    walk.checked(csv_of(MENTOR, bad))
    rows = walk.check.replace("/check/", "/rows/")
    text = walk.client.get(f"{rows}?as=csv").content.decode("utf-8-sig")
    [line] = list(csv.DictReader(io.StringIO(text, newline="")))
    assert (line["full_name"], line["phone"], line["motivation"]) == ("'=cmd|calc", "'+46 70 174 06 50", "'-1+1")
    assert line["What to mend"] == "birth_year: “19x0” is not a whole number."
    book = load_workbook(io.BytesIO(walk.client.get(rows).content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    shown = walk.checked(text.replace("19x0", "1990").replace("=cmd|calc", "Mended Row").encode("utf-8-sig"))
    assert "Take 1 application" in shown.content.decode()
    walk.client.post(walk.check)
    [made] = walk.made
    assert (str(made.person).strip("'"), made.person.phone) == ("Mended Row", "+46 70 174 06 50")
    assert made.response.sealed["motivation"] == "-1+1"


# ---- wrong files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7", "This is a PDF, not a table."), (b"", "There is nothing in it."), (b"name,phone\n", "no rows below"),
     (b"<html><table></table></html>", "a web page")],
)  # fmt: skip
def test_a_wrong_file_is_told_beside_the_field_and_the_role_stays_chosen(walk, content, words):
    refused = walk.upload(content)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert words in shown
    assert (
        'value="mentor" required id="id_role_0" checked' in shown or 'value="mentor"' in shown.partition("checked")[0]
    )
    assert not ImportDraft.objects.everywhere("none").exists()


def test_no_file_and_no_role_are_both_told(walk):
    shown = walk.client.post(walk.start, {}).content.decode()
    assert "Choose a file." in shown
    assert "Choose who the people are." in shown


def test_a_file_that_is_too_large_is_told(walk, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    refused = walk.upload(b"name,phone\n" + b"Rana,070\n" * 150_000)
    assert refused.status_code == 422
    assert "The file is too large: 1 megabytes at most." in refused.content.decode()


def test_more_rows_than_a_page_takes_are_told_and_not_taken(walk, monkeypatch):
    monkeypatch.setattr("handslag.recruitment.actions.uploading.MOST_TAKEN", 1)
    shown = walk.checked(csv_of(MENTOR, changed(MENTOR, full_name="Second Person"))).content.decode()
    assert "A page takes 1 new rows at most." in shown
    walk.client.post(walk.check)
    assert walk.made == []


# ---- waiting ---------------------------------------------------------------------------------------------------


def test_nothing_of_a_file_lies_open_in_the_database_and_nothing_stays_when_it_is_taken(walk):
    walk.checked(csv_of(MENTOR))
    table = ImportDraft._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        assert "Rana" not in str(cursor.fetchall())
    walk.client.post(walk.check)
    row = draft()
    assert (row.tables, row.findings, row.layouts, row.name) in (([], {}, {}, ""), ({}, {}, {}, ""))
    assert row.result == {"made": 1, "already_there": 0, "left": 0, "mentor": 1, "mentee": 0}


def test_a_file_waits_for_a_day_and_the_tick_clears_it_away(walk):
    walk.checked(csv_of(MENTOR))
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        later = walk.client.get(walk.check)
        assert later.status_code == 302
        assert "imports: 1 old ones removed" in list(tick())
    assert not ImportDraft.objects.everywhere("none").exists()


def test_a_file_is_seen_by_nobody_but_its_uploader(walk, as_role):
    walk.checked(csv_of(MENTOR))
    for role in ("second_coordinator", "trainer", "administrator", "mentor"):
        client = as_role(role)
        for step in ("columns", "check", "rows", "done"):
            response = client.get(walk.check.replace("/check/", f"/{step}/"))
            assert "Rana" not in response.content.decode()
            # A colleague is led to the beginning, the others may not be here at all.
            assert response.status_code in ({302} if role == "second_coordinator" else {403, 404})


def test_a_file_can_be_thrown_away(walk):
    walk.checked(csv_of(MENTOR))
    gone = walk.client.post(walk.check.replace("/check/", "/removal/"), follow=True)
    assert "The file is thrown away. Nothing was taken." in gone.content.decode()
    assert not ImportDraft.objects.everywhere("none").exists()
    gone = walk.client.get(walk.check, follow=True)
    assert "This file is no longer here." in gone.content.decode()


def test_a_row_that_fails_in_the_middle_takes_all_with_it(walk, monkeypatch):
    walk.checked(csv_of(MENTOR, changed(MENTOR, full_name="Second Person")))
    before = Person.objects.of(walk.programme.organisation_id).count()
    row = draft()
    findings = row.findings
    from handslag.recruitment.actions import importing

    made = importing._make
    calls = []

    def fails(*args):
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError
        return made(*args)

    monkeypatch.setattr(importing, "_make", fails)
    with pytest.raises(ZeroDivisionError):
        walk.client.post(walk.check)
    assert walk.made == []
    assert Person.objects.of(walk.programme.organisation_id).count() == before
    assert (draft().taken_at, draft().findings) == (None, findings)


def test_the_pages_make_few_queries_however_many_rows(walk):
    people = [changed(MENTOR, full_name=f"Person {n}", birth_year="x" if n % 2 else "1990") for n in range(30)]
    counts = {}
    for number in (2, 30):
        walk.checked(csv_of(*people[:number]))
        for url in (walk.start, walk.columns, walk.check, walk.check.replace("/check/", "/rows/")):
            with CaptureQueriesContext(connection) as asked:
                assert walk.client.get(url).status_code == 200
            counts.setdefault(url.rstrip("/").rpartition("/")[2], []).append(len(asked))
    assert all(few == many <= 8 for few, many in counts.values()), counts


def test_the_most_rows_are_written_so_that_one_can_read_them(walk):
    assert "Up to 10,000 rows" in walk.client.get(walk.start).text


# ---- a file that does not say who is who -----------------------------------------------------------------------


def test_a_file_of_both_that_names_no_role_becomes_one_of_one_role_at_once(walk):
    url = walk.upload(MENTEES.read_bytes(), "both").url
    shown = walk.client.get(url).text
    assert "Mentor or mentee" in shown
    assert "All in this file want to be mentors" in shown
    again = walk.client.post(url, {"role": "mentee"})
    assert again.url == url
    assert draft().role == "mentee"
    shown = walk.client.get(url).text
    assert "All in this file" not in shown
    assert "All columns were recognised." in shown
    assert "Take 29 applications" in walk.client.post(url, {}, follow=True).text


def test_what_was_chosen_before_the_role_was_said_is_kept(walk):
    url = walk.upload(renamed(phone="Ring mig på", email="Favourite colour"), "both").url
    at = {name: f"c0_{FULL.index(name)}" for name in ("phone", "email")}
    walk.client.post(url, {at["phone"]: "phone", "role": "mentor"})
    shown = walk.client.get(url).text
    assert "As you chose last time" in shown
    assert f'name="{at["phone"]}"' not in shown
    assert f'name="{at["email"]}"' in shown  # nothing was chosen for it yet


def test_a_file_that_says_who_is_who_offers_no_role_for_all(walk):
    url = walk.upload((EXAMPLES / "applications.csv").read_bytes(), "both").url
    assert "All in this file" not in walk.client.get(url).text
    walk.client.post(walk.upload(csv_of(MENTOR)).url, {"role": "mentee"})
    assert {row.role for row in ImportDraft.objects.everywhere("both")} == {"", "mentor"}


def test_a_check_without_roles_speaks_of_the_file_and_of_no_cell(walk):
    shown = walk.checked(csv_of(MENTOR), "both").text
    assert "Nothing in the file says who is a mentor and who is a mentee." in shown
    assert "Write mentor or mentee here" not in shown


# ---- the words of the columns ----------------------------------------------------------------------------------


def groups_of(page: str) -> dict[str, list[str]]:
    """The groups of the first list of columns, each with what can be chosen."""
    inside = page.partition("<select")[2].partition("</select>")[0]
    found = re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', inside, re.DOTALL)
    return {label: re.findall(r"<option[^>]*>\s*(.*?)\s*</option>", options) for label, options in found}


def test_the_questions_of_both_stand_together_in_the_words_of_both(walk):
    url = walk.upload(MENTEES.read_bytes(), "both").url
    page = html.unescape(walk.client.get(url + "?all").text)
    groups = groups_of(page)
    assert list(groups) == ["The person", "For both", "For mentors", "For mentees", "How well somebody speaks"]
    for words in ("Your phone number", "Are you a woman or a man?", "Which languages do you speak?",
                  "Which place is best for you? / Where do you want to meet? Choose a place",
                  "Who would you like to support? / Who do you want to meet?"):  # fmt: skip
        assert words in groups["For both"]
    assert "What do you want help with? Choose up to three" in groups["For mentees"]
    assert "Why do you want to be a mentor?" in groups["For mentors"]
    every = [words for entries in groups.values() for words in entries]
    assert len(every) == len(set(every))


def test_what_both_lack_stands_once(walk):
    rows = [changed(MENTOR_ROW), changed(MENTEE)]
    content = csv_of(*({name: value for name, value in row.items() if name != "place"} for row in rows))
    shown = walk.client.get(walk.upload(content, "both").url).text
    needed = shown.partition('id="needed"')[2].partition("</section>")[0]
    assert re.findall(r"<h3>(.*?)</h3><ul><li>(.*?)</li>", needed) == [
        ("For both", "Which place is best for you? / Where do you want to meet? Choose a place")
    ]


def test_no_internal_name_stands_on_the_page_of_the_columns(walk):
    url = walk.upload(MENTEES.read_bytes(), "mentee").url
    for address in (url, url + "?all"):
        shown = walk.client.get(address).text
        assert "How the person heard of us" in shown
        assert not re.search(r">\s*(heard_from|channel)\s*<", shown)


# ---- much that is wrong in the same way ------------------------------------------------------------------------


def test_one_tick_that_leaves_out_the_rest_is_offered_first(walk):
    url = walk.upload(renamed(phone="Ring mig på", email="Favourite colour")).url
    shown = walk.client.get(url).text
    assert shown.index('name="leave_rest"') < shown.index("<table")
    refused = walk.client.post(url, {}).text
    summary = refused.partition("error-summary")[2].partition("</div>")[0]
    first = re.search(r'<li><a href="(.*?)">(.*?)</a>', summary)
    assert first[1] == "#id_leave_rest"
    assert "For 2 columns nothing is chosen. Tick this to leave them all out." in first[2]


def test_what_is_wrong_in_many_rows_is_said_once_with_the_rows(walk):
    people = [
        changed(MENTOR, full_name=f"Nobody {n}", phone=f"070-174 06 {n}", place="Atlantis") for n in range(10, 70)
    ]
    people[5]["place"] = "malmo"
    people[7]["birth_year"] = "2031"
    shown = walk.checked(csv_of(*people)).text
    assert shown.count("“Atlantis”") == 1
    assert "Rows 2–6, 8–61" in shown
    assert "Row 9" in shown
    assert "59 rows" in shown
    settings = f'<a href="/programmes/{walk.programme.pk}/settings/">settings of the programme</a>'
    assert f'Add it in the {settings}, then <a href="{walk.columns}">check the rows again</a>.' in shown


def test_rows_in_many_places_are_not_all_counted_up():
    bad = [{"sheet": "", "row": n, "problems": [["place", "x", "Wrong."]]} for n in range(2, 80, 2)]
    [line] = together(bad)
    assert (line["count"], line["rows"]) == (39, "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, …")
