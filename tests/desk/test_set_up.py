"""A programme from a template."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from handslag.content.models import Document
from handslag.content.queries import newest
from handslag.desk.forms import years_from
from handslag.people.actions import open_account, register_person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.models import Questionnaire
from handslag.recruitment.models import Call
from handslag.recruitment.way import privacy_notices
from tests.cast import NOW, member

FORM = {
    "title": "AMIR Växjö", "starts_on": timezone.localdate().isoformat(), "languages": ["en", "sv"],
    "places": "Växjö\nAlvesta\n\nVäxjö",
    "contact_name": "Sara Lind", "contact_phone": "040 123 45 67", "contact_hours": "Mon to Fri 9 to 16",
}  # fmt: skip
NEW = "/programmes/new/amir/"


@pytest.fixture
def made(as_role):
    response = as_role("coordinator").post(NEW, FORM)
    assert response.status_code == 302
    return Programme.objects.everywhere("test").get(title="AMIR Växjö")


def test_it_has_the_templates_phases_units_texts_and_questionnaires(made):
    assert [phase.key for phase in made.phases.all()] == ["recruitment", "training", "mentoring", "closing"]
    assert [unit.number for unit in made.units.all()] == [1, 2, 3, 4, 5]
    questionnaires = Questionnaire.objects.of(made.organisation).filter(programme=made)
    assert set(questionnaires.values_list("key", flat=True)) >= {
        "mentor_application", "mentee_application", "mentee_interview",
    }  # fmt: skip
    assert set(Document.objects.of(made.organisation).values_list("key", "language")) >= {
        ("code_of_conduct", "en"),
        ("code_of_conduct", "sv"),
    }
    assert [indicator["number"] for indicator in made.indicators] == [
        "1a", "1b", "2", "3", "4", "5", "6", "7", "8", "9", "10",
    ]  # fmt: skip


def test_no_blank_is_left_in_the_texts(made):
    for document in Document.objects.of(made.organisation):
        assert document.key.startswith("flyer_") or "{" not in document.body
        named = document.key in ("code_of_conduct", "privacy_notice")
        assert not named or "Sara Lind" in document.body


def test_the_limit_of_a_gift_is_written_as_in_the_language_of_the_text(made):
    codes = {one.language: one.body for one in Document.objects.of(made.organisation).filter(key="code_of_conduct")}
    assert "15 euros at most" in codes["en"]
    assert "högst 15 euro." in codes["sv"]


def test_places_are_the_lines_once_each(made):
    assert [place.name for place in made.places.all()] == ["Alvesta", "Växjö"]


def test_mentees_can_apply_until_the_training_ends(made):
    calls = {call.role: call for call in Call.objects.of(made.organisation)}
    phases = {phase.key: phase for phase in made.phases.all()}
    assert calls["mentor"].closes_on == phases["recruitment"].ends_on
    assert calls["mentee"].closes_on == phases["training"].ends_on


def test_the_maker_is_its_coordinator(made, cast):
    assert made.memberships.get().person == cast.coordinator.person


def test_the_same_name_and_month_again_is_refused_and_keeps_what_was_typed(made, as_role):
    response = as_role("coordinator").post(NEW, FORM)
    assert response.status_code == 422
    assert "Choose another name" in response.text
    assert "Alvesta" in response.text
    assert Programme.objects.everywhere("test").filter(title="AMIR Växjö").count() == 1


def test_a_leap_day_has_its_like_in_every_year():
    assert years_from(date(2028, 2, 29), 3) == date(2031, 2, 28)


def test_it_says_that_it_is_made(as_role):
    assert "The programme is made." in as_role("coordinator").post(NEW, FORM, follow=True).text


@pytest.mark.parametrize("field", ["title", "starts_on", "places", "contact_name", "languages"])
def test_a_missing_answer_is_asked_for(as_role, field):
    response = as_role("coordinator").post(NEW, {name: value for name, value in FORM.items() if name != field})
    assert response.status_code == 422
    assert f'href="#id_{field}' in response.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("starts_on", "2062-02-01", "Look at the year again"),
        ("starts_on", "9999-12-31", "Look at the year again"),
        ("starts_on", (timezone.localdate() - timedelta(days=370)).isoformat(), "from a year ago"),
        ("starts_on", (timezone.localdate() + timedelta(days=1110)).isoformat(), "to three years ahead"),
        ("contact_phone", "call me", "not a whole phone number"),
        ("places", "x" * 81, "too long"),
        ("places", "...", "at least one place"),
    ],
)
def test_what_cannot_be_right_is_said_and_kept(as_role, field, typed, said):
    response = as_role("coordinator").post(NEW, FORM | {field: typed})
    assert response.status_code == 422
    assert said in response.text
    assert typed in response.text


def test_a_place_written_twice_in_different_letters_is_one_place(as_role):
    as_role("coordinator").post(NEW, FORM | {"places": "Centrum\nNorr\ncentrum"})
    made = Programme.objects.everywhere("test").get(title="AMIR Växjö")
    assert [place.name for place in made.places.all()] == ["Centrum", "Norr"]


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "partner", "expert"])
def test_others_do_not_find_the_page(as_role, role):
    assert as_role(role).get(NEW).status_code == 404


# ---- for whom ----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_hats(cast):
    """The coordinator of the cast, who is an administrator of the other organisation as well."""
    other = register_person(organisation=cast.other_organisation, given_name="Two", family_name="Hats", by=None, at=NOW)
    open_account(person=other, email="coordinator@one.example", by=None, at=NOW)
    return member(cast.other_programme, other, Role.ADMINISTRATOR, whole_organisation=True)


def test_who_belongs_to_two_organisations_says_for_which_the_programme_is(cast, two_hats, as_role):
    client = as_role("coordinator")
    assert "For which organisation?" in client.get(NEW).text
    response = client.post(NEW, FORM)
    assert response.status_code == 422
    assert "AMIR Växjö" in response.text
    assert client.post(NEW, FORM | {"organisation": str(cast.other_organisation.pk)}).status_code == 302
    made = Programme.objects.everywhere("test").get(title="AMIR Växjö")
    assert made.organisation == cast.other_organisation
    assert made.memberships.get().person == two_hats.person


def test_who_belongs_to_one_is_not_asked(as_role):
    assert "For which organisation?" not in as_role("coordinator").get(NEW).text


def test_an_organisation_where_one_may_not_make_programmes_is_no_choice(cast, two_hats, as_role):
    Membership.objects.of(cast.other_organisation).filter(pk=two_hats.pk).update(role=Role.PARTNER)
    client = as_role("coordinator")
    assert "For which organisation?" not in client.get(NEW).text
    client.post(NEW, FORM | {"organisation": str(cast.other_organisation.pk)})
    assert Programme.objects.everywhere("test").get(title="AMIR Växjö").organisation == cast.organisation


def test_the_interview_guides_come_with_it(made):
    assert {guide.role for guide in made.interview_guides.all()} == {"mentor", "mentee"}


# ---- beside a programme that runs ---------------------------------------------------------------------------------


def texts_of(made):
    return {(row.key, row.language, row.version, row.body) for row in Document.objects.of(made.organisation)}


def test_a_second_programme_with_another_contact_leaves_the_texts_of_the_first(made, as_role):
    before = texts_of(made)
    second = FORM | {"title": "AMIR Kalmar", "contact_name": "Omar Said", "contact_phone": "040 628 04 21"}
    assert as_role("coordinator").post(NEW, second).status_code == 302
    kalmar = Programme.objects.everywhere("test").get(title="AMIR Kalmar")
    assert texts_of(made) > before
    for key in ("code_of_conduct", "privacy_notice"):
        assert "Sara Lind" in newest(made.organisation, key, "en", made.pk).body
        assert "Omar Said" in newest(made.organisation, key, "en", kalmar.pk).body
    own = Document.objects.of(made.organisation).filter(programme_id=kalmar.pk)
    assert set(own.values_list("key", flat=True)) == {"code_of_conduct", "privacy_notice"}
    call = made.calls.get(role="mentee")
    assert "Omar Said" not in privacy_notices(call, "en")[0].text
    assert "Omar Said" in privacy_notices(kalmar.calls.get(role="mentee"), "en")[0].text


def test_a_second_programme_with_the_same_contact_publishes_nothing(made, as_role):
    before = texts_of(made)
    as_role("coordinator").post(NEW, FORM | {"title": "AMIR Kalmar"})
    assert Programme.objects.everywhere("test").filter(title="AMIR Kalmar").exists()
    assert texts_of(made) == before
