"""The AMIR template's content: complete in both languages, plain, and true to the figures of AMIR."""

import re
import tomllib
from collections import Counter

import pytest

from tests.blueprints.amir import AMIR, FORMS, LANGUAGES, ROOT, codes, content, listed, questions

QUESTION_TYPES = {
    "note", "text", "integer", "date", "select_one", "select_multiple",
    "range", "acknowledge", "geopoint", "repeat",
}  # fmt: skip
RUN_TIME_LISTS = {"@country", "@language", "@place", "@training_session", "@channel", "@pair", "@goal"}
SENSITIVITIES = {"o", "p", "s", "c"}
READERS = {"T", "A", "V", "M", "Z"}

INDICATORS = {
    "1a": (0.85, ["R.1.6"]),
    "1b": (0.70, ["R.1.6"]),
    "2": (0.75, []),
    "3": (0.70, ["R.2.8", "R.2.9", "R.2.10"]),
    "4": (0.85, ["R.2.9"]),
    "5": (0.75, []),
    "6": (1.0, ["O.2.3.2"]),
    "7": (0.80, ["O.2.3.3"]),
    "8": (1.0, []),
    "9": (1.0, ["O.2.7"]),
    "10": (0.80, []),
}
FORMAL_STEPS = {
    "employment": "job_application interview work_trial job_start business_plan",
    "education": "course_enrolment course_done guidance_talk recognition_application recognition_result",
    "language": "language_enrolment level_up",
    "housing": "queue_joined viewing lease_signed tenant_right_used",
    "finances": "budget_made account_opened debt_advice own_income",
    "health": "registered_doctor first_visit",
    "rights": "orientation_done long_term_status_application",
    "social": "association_joined volunteering",
}


def places_with_one_language(node: object, where: str = "") -> list[str]:
    if isinstance(node, list):
        return [w for n, item in enumerate(node) for w in places_with_one_language(item, f"{where}[{n}]")]
    if not isinstance(node, dict):
        return []
    if set(node) & set(LANGUAGES):
        complete = set(node) >= set(LANGUAGES) and all(node.values())  # flyers have drafts in more languages
        same_length = complete and (not isinstance(node["en"], list) or len({len(text) for text in node.values()}) == 1)
        return [] if same_length else [where]
    return [w for key, item in node.items() for w in places_with_one_language(item, f"{where}.{key}")]


@pytest.mark.parametrize("path", sorted(AMIR.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_text_is_there_in_english_and_swedish(path):
    assert places_with_one_language(tomllib.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", FORMS)
class TestForm:
    def test_names_are_unique(self, name):
        form = content(name)
        assert max(Counter(question["name"] for question in questions(form)).values()) == 1
        assert max(Counter(screen["key"] for screen in form["screen"]).values()) == 1

    def test_every_question_says_what_it_is_and_who_may_see_it(self, name):
        for question in questions(content(name)):
            assert question["type"] in QUESTION_TYPES, question["name"]
            assert set(question["label"]) == set(LANGUAGES), question["name"]
            if question["type"] != "note":
                assert isinstance(question["required"], bool)
                assert question["sens"] in SENSITIVITIES
                assert question["see"], question["name"]
                assert set(question["see"]) <= READERS

    def test_every_list_exists_and_choices_stay_inside_it(self, name):
        lists = content("lists")["list"]
        for question in questions(content(name)):
            if question["type"] not in ("select_one", "select_multiple"):
                assert "list" not in question, question["name"]
            elif question["list"].startswith("@"):
                assert question["list"] in RUN_TIME_LISTS
            else:
                known = {row["code"] for row in lists[question["list"]]}
                assert set(question.get("only", [])) <= known, question["name"]

    def test_conditions_and_repetitions_name_questions_that_are_asked(self, name):
        form = content(name)
        asked = {question["name"]: question for question in questions(form)}
        if "continues" in form:
            earlier = questions(content(f"questionnaires/{form['continues']}"))
            asked = {question["name"]: question for question in earlier} | asked
        for question in questions(form):
            assert set(re.findall(r"\$\{(\w+)\}", question.get("relevant", ""))) <= set(asked)
            for target, code in re.findall(r"\$\{(\w+)\}(?: = |, )'(\w+)'", question.get("relevant", "")):
                assert code in codes(asked[target]["list"]), question["name"]
            if "repeat_over" in question:
                assert asked[question["repeat_over"]]["type"] == "select_multiple"
                assert question["name"].endswith("_LANG")

    def test_what_is_sealed_for_matching_staff_is_never_shown_to_the_partner(self, name):
        for question in questions(content(name)):
            assert not ({"Z", "M"} <= set(question.get("see", []))), question["name"]
            if question.get("sens") in ("s", "c"):
                assert "M" not in question["see"], question["name"]


def test_lists_have_unique_codes_that_fit_a_spreadsheet_cell():
    for name, rows in content("lists")["list"].items():
        found = [row["code"] for row in rows]
        assert len(found) == len(set(found)), name
        assert all(re.fullmatch(r"[a-z0-9_]{1,30}", code) for code in found), name


def test_the_lists_have_the_codes_of_the_annexes():
    areas = listed("employment education language housing health finances social rights")
    assert codes("area") == areas
    assert codes("theme") == [*areas, "family", "digital", "culture", "wellbeing"]
    assert codes("kind") == listed("cultural_translator language emotional advocate advice role_model")
    assert codes("slot") == [
        f"{day}_{part}" for day in listed("mon tue wed thu fri sat sun") for part in ("am", "pm", "eve")
    ]
    assert codes("cefr") == listed("none a1 a2 b1 b2 c1 native")
    assert codes("isced") == list("012345678")
    assert codes("isco") == list("0123456789")
    assert codes("s5") == list("12345")
    assert codes("flag") == listed("support_wanted stuck boundary money unsafe praise")
    assert len(codes("activity")) == 16


def test_four_coarse_times_cover_each_weekly_slot_once():
    rows = content("lists")["list"]["coarse_time"]
    assert len(rows) == 4
    assert sorted(slot for row in rows for slot in row["expands"]) == sorted(codes("slot"))


def test_what_counts_as_a_community_activity_and_as_a_live_meeting():
    lists = content("lists")["list"]
    community = {row["code"] for row in lists["activity"] if row["community"]}
    assert community == {"community_event", "sport", "culture", "volunteering"}
    assert {row["code"] for row in lists["meeting_form"] if not row["live"]} == {"chat"}
    assert {row["code"] for row in lists["flag"] if row["sealed"]} == {"unsafe"}


def test_formal_steps_carry_their_area_and_amif_code():
    rows = content("lists")["list"]["formal_step"]
    by_area: dict[str, list[str]] = {}
    for row in rows:
        by_area.setdefault(row["area"], []).append(row["code"])
    assert by_area == {area: steps.split() for area, steps in FORMAL_STEPS.items()}
    assert {row["code"]: row["amif"] for row in rows if row["amif"]} == {
        "recognition_application": ["R.2.10"],
        "language_enrolment": ["O.2.3.1"],
        "level_up": ["R.2.8"],
        "orientation_done": ["O.2.3.2"],
        "long_term_status_application": ["R.2.11"],
    }


def test_a_mentee_applies_in_nine_screens_with_23_taps_and_two_typed_fields():
    form = content("questionnaires/mentee_application")
    assert [screen["taps"] for screen in form["screen"]] == [1, 3, 4, 2, 4, 3, 4, 2, 0]
    for screen in form["screen"][:-1]:
        button = 1
        assert screen["taps"] == button + sum(question.get("taps", 0) for question in screen["question"])
    assert sum(question.get("helper_taps", 0) for question in questions(form)) == 1
    assert [question["name"] for question in questions(form) if question["type"] == "text"] == [
        "first_name",
        "phone",
    ]


def test_the_mentor_questionnaire_has_the_fifteen_pages_of_annex_3():
    form = content("questionnaires/mentor_application")
    assert [len(screen["question"]) for screen in form["screen"]] == [
        1, 3, 2, 3, 2, 4, 10, 2, 4, 3, 5, 11, 3, 2, 1,
    ]  # fmt: skip
    required = {question["name"] for question in questions(form) if question.get("required")}
    assert required == set(
        listed(
            "full_name phone birth_year citizenship arrival_year languages level_LANG integration motivation"
            " slots hours_month commit_year training_dates format place heard_from consent"
        )
    )


def test_need_and_know_are_asked_for_each_area():
    mentor = {question["name"] for question in questions(content("questionnaires/mentor_application"))}
    mentee = {question["name"] for question in questions(content("questionnaires/mentee_interview"))}
    assert {f"know_{area}" for area in codes("area")} <= mentor
    assert {f"need_{area}" for area in codes("area")} <= mentee


def test_the_diary_takes_five_taps_and_its_optional_part_asks_nothing_required():
    meeting, more = content("diary")["screen"]
    save = 1
    assert save + sum(question.get("taps", 0) for question in meeting["question"]) == meeting["taps"] == 5
    assert more["fold"]
    assert not any(question["required"] for question in more["question"])


def test_phases_follow_each_other_for_fifteen_months():
    phases = content("programme")["phase"]
    assert [(phase["anchor"], phase["months"]) for phase in phases] == [
        ("D", 1),
        ("T", 1),
        ("M", 12),
        ("C", 1),
    ]
    month = 0
    for phase in phases:
        assert phase["starts"] == f"start+{month}m"
        month += phase["months"]
        assert phase["ends"] == f"start+{month}m"
    assert content("programme")["structure"]["total_months"] == month == 15


def test_weights_cover_the_criteria_and_add_up_to_100():
    weights = content("programme")["weights"]
    assert set(weights) == set(
        listed("background gender_age needs availability skills closeness temperament self_assessment waiting")
    )
    assert all(isinstance(weight, int) for weight in weights.values())
    assert sum(weights.values()) == 100


def test_rules_are_those_of_amir():
    programme = content("programme")
    rules = programme["rules"]
    expected = {
        "shared_language_level": "b1",
        "units_required": 5,
        "plan_days": 30,
        "intake_days": 14,
        "diary_due_days_before_supervision": 7,
        "meeting_gap_days": 21,
        "meeting_gap_days_first_quarter": 14,
    }
    assert {name: rules[name] for name in expected} == expected
    assert programme["readiness"] == {"mentor": "trained", "mentee": "selected"}


def test_reminders_hang_on_a_phase_or_an_event_and_go_to_a_role():
    rows = content("programme")["reminder"]
    assert len({row["key"] for row in rows}) == len(rows)
    anchors = {"D", "T", "M", "C", "application", "session", "match", "intake", "supervision"}
    roles = {"applicant", "mentor", "mentee", "coordinator", "supervisor", "trainer"}
    for row in rows:
        assert row["anchor"] in anchors
        assert row["per"] in {"programme", "person", "pair", "group"}
        assert set(row["to"]) <= roles
        assert row["to"]
    units = [row["days"] for row in rows if re.fullmatch(r"unit_\d", row["key"])]
    assert units == [0, 7, 14, 21, 28]


def test_indicators_have_the_targets_and_codes_of_amir():
    rows = content("indicators")["indicator"]
    assert {row["number"]: (row["target"], row["amif"]) for row in rows} == INDICATORS
    assert [row["number"] for row in rows] == list(INDICATORS)
    assert rows[-1]["also"]["target"] == 1.0
    for row in rows:
        assert row["title"]
        assert row["population"]
        assert row["numerator"]
        assert set(row.get("areas", [])) <= set(codes("area"))


def test_there_are_five_units_of_two_hours():
    units = content("units")["unit"]
    assert [(unit["number"], unit["minutes"]) for unit in units] == [(n, 120) for n in range(1, 6)]
    assert all(unit["content"]["en"] and unit["activities"]["en"] for unit in units)
    assert [unit["number"] for unit in units if unit["confirms_participation"]] == [1]


def test_the_permit_is_the_only_absolute_requirement_of_a_mentee():
    criteria = content("rubric")["criterion"]
    assert [row["key"] for row in criteria if row["mentee"]["level"] == "must"] == ["permit"]
    assert next(row for row in criteria if row["key"] == "age")["mentee"]["level"] == "preference"
    assert content("rubric")["decision"]["reasons_list"] == "selection_reason"
    reasons = listed("profile time language permit places_full withdrew no_answer")
    assert codes("selection_reason") == reasons


def test_interviews_take_45_minutes_and_do_not_ask_for_the_flight():
    guides = {guide["role"]: guide for guide in content("interviews")["guide"]}
    assert set(guides) == {"mentor", "mentee"}
    assert all(guide["minutes"] == 45 for guide in guides.values())
    assert "no_flight_story" in {rule["key"] for rule in guides["mentee"]["rule"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_of_conduct_has_fifteen_points_each_with_an_example(language):
    markdown = (AMIR / "documents" / f"code_of_conduct.{language}.md").read_text(encoding="utf-8")
    points = re.split(r"^### ", markdown.split("\n## ")[1], flags=re.MULTILINE)[1:]
    example = {"en": "*Example:*", "sv": "*Exempel:*"}[language]
    assert [int(point.split(".")[0]) for point in points] == list(range(1, 16))
    assert all(point.count(example) == 1 for point in points)
    assert markdown.count("\n## ") == 4
    row = next(row for row in content("documents/documents")["document"] if row["key"] == "code_of_conduct")
    assert len(row["icons"]) == 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_use_the_tokens_they_declare(language):
    for row in content("documents/documents")["document"]:
        if "file" not in row:
            markdown = (AMIR / "documents" / f"{row['key']}.{language}.md").read_text(encoding="utf-8")
            assert set(re.findall(r"\{(\w+)\}", markdown)) == set(row["tokens"]), row["key"]
            assert markdown.startswith(f"# {row['title'][language]}\n")


def test_the_glossary_page_has_the_terms_of_the_template():
    terms = content("documents/glossary")["term"]
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert len({term["key"] for term in terms}) == len(terms) == 72
    for term in terms:
        line = f"| {term['term']['en']} | {term['meaning']['en']} | {term['term']['sv']} |"
        assert line in page
