"""Correcting a programme after it was made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from handslag.content.actions import publish
from handslag.content.models import Document
from handslag.content.queries import newest
from handslag.desk.actions import Corrections, correct
from handslag.journal.models import Entry
from handslag.programmes.actions import PlaceChosen, change_settings, remove_place
from handslag.programmes.days import TooFarAhead
from handslag.programmes.models import Place, Programme
from handslag.questionnaires.models import Questionnaire, Response
from handslag.recruitment.actions import CallClosed, WrongDates, change_last_day
from handslag.recruitment.models import Call
from tests.cast import NOW, member
from tests.desk.test_set_up import FORM, NEW

DAY = timedelta(days=1)


@pytest.fixture
def made(as_role, cast):
    as_role("coordinator").post(NEW, FORM)
    return Programme.objects.everywhere("test").get(title="AMIR Växjö")


def page(programme) -> str:
    return f"/programmes/{programme.pk}/settings/"


def filled(programme, **changed) -> dict:
    """The form as it stands when the page is opened."""
    names = ("title", "languages", "contact_name", "contact_phone", "contact_hours")
    data = {name: getattr(programme, name) for name in names} | {"more_places": ""}
    data |= {f"place_{place.pk.hex}": place.name for place in programme.places.all()}
    data |= {f"last_day_{call.pk.hex}": call.closes_on.isoformat() for call in programme.calls.all()}
    return data | changed


def field_of(programme, name: str) -> str:
    return f"place_{programme.places.get(name=name).pk.hex}"


def choose(programme, name: str) -> None:
    """Let somebody choose a place, in an answer."""
    form = Questionnaire.objects.of(programme.organisation_id).filter(programme=programme)[0]
    who = programme.memberships.get().person
    Response.objects.create(
        organisation_id=programme.organisation_id, programme=programme, questionnaire=form, person=who, language="en",
        coded={"place": programme.places.get(name=name).code}, answered_at=NOW,
    )  # fmt: skip


def journal() -> list[str]:
    return list(Entry.objects.exclude(action__startswith="read").order_by("pk").values_list("action", flat=True))


def test_name_contact_and_languages_are_corrected_and_noted(as_role, made):
    change = {"title": "AMIR Kronoberg", "contact_phone": "0470 11 22 33", "languages": ["sv"]}
    client = as_role("coordinator")
    response = client.post(page(made), filled(made, **change), follow=True)
    assert "The settings are saved." in response.text
    again = Programme.objects.of(made.organisation).get(pk=made.pk)
    assert (again.title, again.contact_phone, again.slug) == ("AMIR Kronoberg", "0470 11 22 33", made.slug)
    assert again.languages == ["sv"]
    entry = Entry.objects.get(action="programme.change_settings")
    assert entry.detail == {"fields": ["contact_phone", "languages", "title"]}


def conduct(programme, language="en") -> str:
    return newest(programme.organisation, "code_of_conduct", language, programme.pk).body


def test_another_contact_stands_in_the_texts_from_then_on(as_role, made):
    before = {language: conduct(made, language) for language in ("en", "sv")}
    assert all(made.contact_name in body for body in before.values())
    change = {"contact_name": "Amina Noor", "contact_phone": "0470 11 22 33"}
    client = as_role("coordinator")
    client.post(page(made), filled(made, **change))
    for language, body in before.items():
        renewed = body.replace(made.contact_name, "Amina Noor").replace(made.contact_phone, "0470 11 22 33")
        assert conduct(made, language) == renewed
    notice = newest(made.organisation, "privacy_notice", "sv", made.pk).body
    assert "Amina Noor" in notice
    assert made.contact_name not in notice
    texts = Document.objects.of(made.organisation).count()
    again = Programme.objects.of(made.organisation).get(pk=made.pk)
    client.post(page(again), filled(again, title="AMIR Kronoberg"))
    assert Document.objects.of(made.organisation).count() == texts  # nothing else makes a new version


@pytest.fixture
def hope(made):
    """The contact is called Hope and, wrongly, has the number of the emergency call; one text is the programme's."""
    programme = Programme.objects.of(made.organisation).get(pk=made.pk)
    contact_is(programme, "Hope", "112")
    publish(
        organisation=made.organisation, programme=made.pk, key="own", language="en", title="Own",
        body="In danger call 112. Do not give up Hope.\nHope Larsson\n", by=None, at=NOW,
    )  # fmt: skip
    return programme


def contact_is(programme, name, phone):
    change = Corrections(settings={"contact_name": name, "contact_phone": phone})
    correct(programme=programme, corrections=change, by=None, at=NOW)


def test_words_that_are_the_same_as_the_contact_stay_in_the_texts(hope):
    before = {key: newest(hope.organisation, key, "en", hope.pk).body for key in ("own", "code_of_conduct")}
    contact_is(hope, "Ali", "0470 11 22 33")
    assert newest(hope.organisation, "own", "en", hope.pk).body == before["own"]
    assert conduct(hope) == before["code_of_conduct"].replace("Hope", "Ali")
    assert "\nAli, 0470 11 22 33.\n" in newest(hope.organisation, "privacy_notice", "en", hope.pk).body


def test_a_text_that_does_not_name_the_contact_stays_the_organisations(hope):
    keys = Document.objects.of(hope.organisation).filter(programme_id=hope.pk).values_list("key", flat=True)
    contact_is(hope, "Ali", "0470 11 22 33")
    assert set(keys.all()) == {"own", "code_of_conduct", "privacy_notice"}


def test_the_sentences_of_the_template_are_found_in_another_wording_of_a_text(hope):
    body = f"{conduct(hope)}\nHope for the best."
    publish(
        organisation=hope.organisation, programme=hope.pk, key="code_of_conduct", language="en", title="Code",
        body=body, by=None, at=NOW,
    )  # fmt: skip
    contact_is(hope, "Ali", "112")
    assert conduct(hope) == body.replace("Hope", "Ali").replace("Ali for the best.", "Hope for the best.")


def test_a_programme_whose_template_has_gone_gets_another_contact(hope):
    hope.template_key = "gone"
    before = conduct(hope)
    contact_is(hope, "Ali", "112")
    assert (hope.contact_name, conduct(hope)) == ("Ali", before)


def test_the_contact_of_one_programme_changes_no_text_that_another_one_reads(as_role, cast, made):
    read_there = conduct(cast.programme)
    as_role("coordinator").post(page(made), filled(made, contact_name="Amina Noor"))
    assert conduct(cast.programme) == read_there
    assert "Amina Noor" in conduct(made)


def test_the_language_that_leads_keeps_leading(as_role, made):
    Programme.objects.of(made.organisation).filter(pk=made.pk).update(languages=["sv"])
    as_role("coordinator").post(page(made), filled(made, languages=["en", "sv"]))
    assert Programme.objects.of(made.organisation).get(pk=made.pk).languages == ["sv", "en"]


def test_saved_without_a_change_nothing_is_noted(as_role, made):
    before = journal()
    assert as_role("coordinator").post(page(made), filled(made)).status_code == 302
    assert journal() == before


def test_places_are_renamed_added_and_removed(as_role, made):
    renamed, removed = field_of(made, "Växjö"), field_of(made, "Alvesta")
    choose(made, "Växjö")
    data = filled(made, **{renamed: "Växjö centrum", removed: "", "more_places": "Lessebo\n"})
    assert as_role("coordinator").post(page(made), data).status_code == 302
    assert list(made.places.values_list("name", "code")) == [("Lessebo", "lessebo"), ("Växjö centrum", "växjö")]
    assert journal()[-3:] == ["place.remove", "place.rename", "place.add"]


def test_a_place_that_people_have_chosen_is_not_removed(as_role, made):
    choose(made, "Växjö")
    client = as_role("coordinator")
    assert "it can be renamed, not removed" in client.get(page(made)).text
    response = client.post(page(made), filled(made, title="Kept as typed", **{field_of(made, "Växjö"): ""}))
    assert response.status_code == 422
    assert "Kept as typed" in response.text
    assert made.places.filter(name="Växjö").exists()


def test_where_one_part_is_refused_nothing_is_changed(made):
    choose(made, "Växjö")
    place = made.places.get(name="Växjö")
    with pytest.raises(PlaceChosen):
        correct(
            programme=made, corrections=Corrections(settings={"title": "Other"}, places=[(place, "")]), by=None, at=NOW
        )
    assert Programme.objects.of(made.organisation).get(pk=made.pk).title == "AMIR Växjö"


@pytest.mark.parametrize("more", ["alvesta", "Lessebo\nVäxjö"])
def test_no_place_stands_there_twice(as_role, made, more):
    response = as_role("coordinator").post(page(made), filled(made, more_places=more))
    assert response.status_code == 422
    assert "stands there twice" in response.text


def test_one_place_is_left(as_role, made):
    none = {f"place_{place.pk.hex}": "" for place in made.places.all()}
    response = as_role("coordinator").post(page(made), filled(made, **none))
    assert response.status_code == 422
    assert "Write at least one place" in response.text
    assert made.places.count() == 2


def test_a_place_of_another_programme_stays(made, cast):
    other = Place.objects.create(
        organisation=cast.organisation, programme=cast.programme, code="växjö", name="Växjö"
    )  # chosen in the other programme alone
    choose(made, "Växjö")
    remove_place(place=other, by=None, at=NOW)
    assert made.places.filter(code="växjö").exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("contact_phone", "call me", "not a whole phone"), ("title", "", "#id_title"), ("languages", [], "#id_lang")],
)
def test_what_cannot_be_right_is_said(as_role, made, field, typed, said):
    response = as_role("coordinator").post(page(made), filled(made, **{field: typed}))
    assert response.status_code == 422
    assert said in response.text


# ---- last day to apply -------------------------------------------------------------------------------------------


def test_the_last_day_to_apply_is_moved(as_role, made):
    call = made.calls.get(role="mentee")
    later = call.closes_on + 14 * DAY
    data = filled(made, **{f"last_day_{call.pk.hex}": later.isoformat()})
    assert as_role("coordinator").post(page(made), data).status_code == 302
    call.refresh_from_db()
    assert call.closes_on == later
    assert journal()[-1] == "call.change_last_day"


def test_it_is_not_moved_into_the_past(as_role, made):
    call = made.calls.get(role="mentee")
    yesterday = (timezone.localdate() - DAY).isoformat()
    with pytest.raises(TooFarAhead):
        change_last_day(call=call, closes_on=timezone.localdate() + 4000 * DAY, by=None, at=timezone.now())
    response = as_role("coordinator").post(page(made), filled(made, **{f"last_day_{call.pk.hex}": yesterday}))
    assert response.status_code == 422
    assert "or a later day" in response.text
    assert yesterday in response.text
    with pytest.raises(WrongDates):
        change_last_day(call=call, closes_on=timezone.localdate() - DAY, by=None, at=timezone.now())


def test_a_last_day_long_after_the_end_is_told_at_its_own_field(as_role, made):
    call = made.calls.get(role="mentee")
    name = f"last_day_{call.pk.hex}"
    far = (timezone.localdate() + 4000 * DAY).isoformat()
    response = as_role("coordinator").post(page(made), filled(made, **{name: far}))
    assert response.status_code == 422
    assert "Last day for mentees to apply: The programme is over by then." in response.text
    assert list(response.context["form"].errors) == [name]
    assert far in response.text


def test_a_call_that_is_over_is_not_opened_again(as_role, made):
    call = made.calls.get(role="mentor")
    past = timezone.localdate() - DAY
    Call.objects.of(made.organisation).filter(pk=call.pk).update(opens_on=past, closes_on=past)
    assert call.pk.hex not in as_role("coordinator").get(page(made)).text
    with pytest.raises(CallClosed):
        change_last_day(call=call, closes_on=past + 9 * DAY, by=None, at=timezone.now())


# ---- for whom ----------------------------------------------------------------------------------------------------


def test_coordinator_and_administrator_are_led_there(as_role, cast):
    for role in ("coordinator", "administrator"):
        client = as_role(role)
        assert client.get(page(cast.programme)).status_code == 200
        assert page(cast.programme) in client.get("/home/").text
        assert page(cast.programme) in client.get(f"/programmes/{cast.programme.pk}/people/").text


@pytest.mark.parametrize("role", ["mentor", "mentee", "supervisor", "trainer", "partner", "expert", "outsider"])
def test_others_do_not_find_it(as_role, cast, role):
    client = as_role(role)
    assert client.get(page(cast.programme)).status_code == 404
    assert client.post(page(cast.programme), {"title": "Mine"}).status_code == 404
    assert page(cast.programme) not in client.get("/home/").text


def test_only_some_fields_can_be_changed(made):
    with pytest.raises(TypeError):
        change_settings(programme=made, rules={}, by=None, at=NOW)


def test_the_page_makes_at_most_eight_queries(as_role, made, django_assert_max_num_queries):
    for n in range(30):
        Place.objects.create(organisation=made.organisation, programme=made, code=f"p{n}", name=f"Place {n}")
    client = as_role("administrator")
    client.get(page(made))
    with django_assert_max_num_queries(8):
        assert client.get(page(made)).status_code == 200


def texts_of(programme) -> int:
    return Document.objects.of(programme.organisation).count()


def test_what_is_no_other_contact_publishes_no_text_anew(as_role, made):
    client, before = as_role("coordinator"), texts_of(made)
    spaced = {name: getattr(made, name).replace(" ", "  ") for name in ("contact_name", "contact_phone")}
    for change in ({}, {"contact_hours": "8–12"}, {"title": "AMIR Kronoberg"}, {"languages": ["sv"]}, spaced):
        assert client.post(page(made), filled(made, **change)).status_code == 302
        assert texts_of(made) == before


def test_where_a_colleague_changed_the_contact_meanwhile_the_last_one_stands_in_the_texts(made):
    name, phone = made.contact_name, made.contact_phone
    stale = Programme.objects.of(made.organisation).get(pk=made.pk)
    contact_is(made, "Ali", "0470 11 22 33")
    contact_is(stale, name, phone)
    assert "Ali" not in conduct(made)
    assert name in conduct(made)


def test_the_page_says_apart_what_becomes_of_the_name_and_of_the_contact(as_role, made):
    lead = as_role("coordinator").get(page(made)).text.split('class="lead"')[1].split("</div>")[0]
    assert "Texts that are published already keep the name of the programme that stands in them." in lead
    assert "Texts that name the contact, such as the code of conduct, are published anew with the new one" in lead


def test_for_a_contact_who_is_not_in_the_team_it_says_who_reads_concerns(as_role, cast, made):
    member(made, cast.supervisor.person, "supervisor"), member(made, cast.mentor.person, "mentor")
    client, lead = as_role("coordinator"), str(cast.coordinator.person)

    def said(name: object) -> str:
        return client.post(page(made), filled(made, contact_name=str(name)), follow=True).text

    told = f"is not in the team of this programme. Concerns (“Something feels wrong”) still go to: {lead}."
    for other in ("Nour Elsewhere", cast.mentor.person):
        assert f"{other} {told}" in said(other)
    for mine in (lead, cast.supervisor.person, cast.supervisor.person.given_name):
        assert "is not in the team" not in said(mine)
