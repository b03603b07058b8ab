"""Which pages and questions concern somebody, and what is wrong with the answers."""

from datetime import date

import pytest

from handslag.programmes.actions import add_place
from handslag.questionnaires.lists import context_of
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.schema import Choice, Context, pages, problems, relevant_answers, sections
from tests.cast import NOW
from tests.recruitment.calls import installed

YN = [{"code": "yes", "label": {"en": "Yes", "sv": "Ja"}}, {"code": "no", "label": {"en": "No"}}]
CONTEXT = Context(on=date(2026, 3, 2), runtime={"@language": [Choice("ar", "Arabic"), Choice("sv", "Swedish")]})


def question(name, type_="text", **more):
    return {"name": name, "type": type_, "label": {"en": name}, **more}


def questionnaire(*questions, **lists):
    screens = [{"key": "one", "title": {"en": "One", "sv": "Ett"}, "question": list(questions)}]
    end = {"key": "end", "title": {"en": "End"}, "question": [question("consent", "acknowledge", required=True)]}
    return Questionnaire(screens=[*screens, end], lists={"yn": YN, **lists})


def page_keys(form, answers):
    return [page.key for page in pages(form, CONTEXT, answers)]


def test_a_question_that_depends_on_its_own_page_waits_for_the_next():
    form = questionnaire(question("a", "select_one", list="yn"), question("b", relevant="${a} = 'yes'"))
    assert page_keys(form, {}) == ["one", "end"]
    assert page_keys(form, {"a": "yes"}) == ["one", "one-2", "end"]


def test_a_question_is_repeated_for_each_choice_of_another():
    levels = question(
        "level_LANG",
        "select_one",
        list="yn",
        required=True,
        repeat_over="languages",
        label={"en": "How is {language}?"},
    )
    form = questionnaire(question("languages", "select_multiple", list="@language"), levels)
    shown = pages(form, CONTEXT, {"languages": ["sv", "ar"]})[1]
    assert [(q.name, q.label) for q in shown.questions] == [
        ("level_sv", "How is Swedish?"),
        ("level_ar", "How is Arabic?"),
    ]
    assert problems(form, {"languages": ["sv"], "level_sv": "yes", "consent": True}, context=CONTEXT) == {}
    assert set(problems(form, {"languages": ["sv"], "consent": True}, context=CONTEXT)) == {"level_sv"}


def test_dropping_an_answer_drops_what_hangs_on_it():
    form = questionnaire(
        question("a", "select_one", list="yn"),
        question("b", relevant="${a} = 'yes'"),
        question("c", relevant="${b} != ''"),
    )
    assert relevant_answers(form, {"a": "no", "b": "x", "c": "y", "stranger": 1}, CONTEXT) == {"a": "no"}
    assert relevant_answers(form, {"a": "yes", "b": "x", "c": "y"}, CONTEXT) == {"a": "yes", "b": "x", "c": "y"}


@pytest.mark.parametrize(
    ("asked", "wrong", "right"),
    [
        (question("q", required=True), ["", None], ["x"]),
        (question("q"), ["x" * 201], ["", "x" * 200]),
        (question("q", look="name"), ["x" * 81], ["Åsa Öz"]),
        (question("q", look="phone"), ["12", "call me", "1" * 16], ["+46 70-174 06 05", "(040) 628 04 00"]),
        (question("q", look="email"), ["a@b", "a b@c.se"], ["a@example.org", ""]),
        (question("q", "integer", least=1920, most="this_year"), ["abc", 1919, 2027, True], [1920, 2026]),
        (question("q", "range", least=1, most=5), [6, -1, "x"], [1, 5]),
        (question("q", "date", most="today"), ["2026-02-30", "2026-03-03", "soon"], ["2026-03-02"]),
        (question("q", "select_one", list="yn"), ["maybe", ["yes"]], ["yes", ""]),
        (question("q", "select_multiple", list="yn", max=1), [["yes", "no"], ["maybe"], "yes"], [["yes"], []]),
        (question("q", "acknowledge", required=True), [False, "no"], [True]),
        (question("q", "select_one", list="yn", not_said=True), ["maybe"], ["not_said"]),
        (question("q", "select_one", list="yn", only=["no"]), ["yes"], ["no"]),
    ],
)
def test_an_answer_is_judged(asked, wrong, right):
    form = questionnaire(asked)
    for value in wrong:
        assert problems(form, {"q": value, "consent": True}, context=CONTEXT).get("q"), value
    for value in right:
        assert problems(form, {"q": value, "consent": True}, context=CONTEXT) == {}, value


def test_a_list_that_is_still_empty_asks_nothing():
    form = questionnaire(question("q", "select_one", list="@place", required=True), question("a"))
    assert problems(form, {"consent": True}, context=CONTEXT) == {}


def test_words_come_in_the_readers_language_else_in_english():
    form = questionnaire(question("q", "select_one", list="yn"))
    swedish = Context(on=CONTEXT.on, language="sv-SE")
    first = sections(form, {"q": "yes"}, swedish)[0]
    assert (first.title, first.rows[0].text, first.rows[0].label) == ("Ett", "Ja", "q")


def test_the_last_page_is_the_one_that_sends():
    form = questionnaire(question("a"))
    assert [page.is_check for page in pages(form, CONTEXT, {})] == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "screens"), [("mentee_application", 9), ("mentor_application", 15)])
def test_the_templates_questionnaires_can_be_read(cast, key, screens):
    form = installed(cast.programme, key)
    add_place(programme=cast.programme, code="malmo", name="Malmö", by=None, at=NOW)
    context = context_of(cast.programme, form, on=CONTEXT.on, language="sv")
    found = pages(form, context, {})
    assert [page.step for page in found] == list(range(1, screens + 1))
    assert sum(page.is_check for page in found) == 1
    assert all(page.title for page in found)


def rows(form, answers):
    return [(row.label, row.text) for section in sections(form, answers, CONTEXT) for row in section.rows]


def test_several_choices_stand_on_lines_of_their_own():
    form = questionnaire(question("languages", "select_multiple", list="@language"))
    given = {"languages": ["ar", "sv"], "languages_other": "Malti"}
    form.screens[0]["question"][0]["other"] = True
    assert rows(form, given) == [("languages", "Arabic\nSwedish\nMalti")]


def test_a_number_on_a_scale_is_said_with_what_its_ends_mean():
    form = questionnaire(question("a", "range", least=1, most=5, low={"en": "I listen"}, high={"en": "I talk"}))
    assert rows(form, {"a": 1}) == [("a", "1 (1 I listen, 5 I talk)")]


def test_a_tick_before_the_last_page_is_among_the_answers_and_the_one_that_sends_is_not():
    form = questionnaire(question("a"), question("checked", "acknowledge"))
    assert rows(form, {"checked": True, "consent": True}) == [("a", ""), ("checked", "Yes")]


def test_a_row_bears_the_short_question_else_the_title_where_that_asks_in_any_script():
    form = questionnaire(question("a", short={"en": "Who writes?"}))
    assert rows(form, {"a": "I"}) == [("Who writes?", "I")]
    for asking in ("Where?", "أين؟", "Πού;"):
        form = questionnaire(question("Choose a place"))
        form.screens[0]["title"] = {"en": asking}
        assert rows(form, {}) == [(asking, "")]
