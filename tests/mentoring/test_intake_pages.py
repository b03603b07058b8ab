"""The pages of the first meeting and of signatures."""

import pytest

from handslag.content.actions import publish
from handslag.mentoring.actions import hold_intake
from handslag.mentoring.models import Agreement, PairMeeting, Signature
from handslag.pairs import actions as pairs
from tests.cast import NOW, TODAY

from .pages import page, rows, url

pytestmark = pytest.mark.usefixtures("now")


def intake(document, **changed):
    return {"document": str(document.pk), "held_on": TODAY.isoformat(), "read_aloud": "on", **changed}


def test_the_first_meeting_is_saved_signed_and_booked_in_one_go(cast, waiting_pair, document, as_role):
    typed = intake(
        document, own_points="Mondays", read_aloud="on", mentor_name="Mentor One", mentee_name="Mentee One",
        day_1="2026-03-09", clock_1="17:00", place_1="Library",
    )  # fmt: skip
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 302
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on == TODAY
    agreement = rows(cast, Agreement).get()
    assert (agreement.own_points, agreement.read_aloud, agreement.held_by) == ("Mondays", True, cast.coordinator.person)
    # 17:00 is read on a clock in Stockholm, where the programme runs.
    assert rows(cast, PairMeeting).get().starts_at.isoformat() == "2026-03-09T16:00:00+00:00"


def test_of_a_pair_that_is_only_asked_it_is_said_who_has_not_said_yes(cast, waiting_pair, document, as_role):
    client, address = as_role("coordinator"), url("intake", waiting_pair)
    assert "said yes yet" not in page(client.get(address))
    waiting_pair.agreed_at = None
    waiting_pair.save()
    assert "Nobody has said yes yet." in page(client.get(address))
    pairs.answer(pair=waiting_pair, member=waiting_pair.mentor, said="yes", by=None, at=NOW)
    shown = page(client.get(address))
    assert f"{waiting_pair.mentee.person.given_name} has not said yes yet." in shown
    assert "We are" in shown  # and the text to read together stays
    assert client.post(address, intake(document)).status_code == 302


def test_the_code_of_conduct_is_shown_as_text_and_its_html_is_harmless(waiting_pair, document, as_role):
    shown = page(as_role("coordinator").get(url("intake", waiting_pair)))
    assert "<strong>equal</strong>" in shown
    assert "<script>alert" not in shown


def test_the_language_of_the_code_of_conduct_can_be_chosen(cast, waiting_pair, document, as_role):
    publish(
        organisation=cast.organisation, key="code_of_conduct", language="sv", title="Uppförandekod",
        body="Vi är jämlika.", by=None, at=NOW,
    )  # fmt: skip
    client = as_role("coordinator")
    assert "We are" in page(client.get(url("intake", waiting_pair), {"text": "en"}))
    assert "Vi är jämlika" in page(client.get(url("intake", waiting_pair), {"text": "sv"}))


def test_a_meeting_without_its_time_is_asked_for_and_everything_typed_stays(cast, waiting_pair, document, as_role):
    typed = intake(document, own_points="Mondays at six", day_2="2026-03-09", place_2="Museum", mentor_name="M. One")
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    assert all(text in page(response) for text in ("error-summary", "Mondays at six", "Museum", "M. One", "2026-03-09"))
    assert not rows(cast, Agreement).exists()


def test_the_first_meeting_in_the_future_is_refused_on_the_page(cast, waiting_pair, document, as_role):
    response = as_role("coordinator").post(url("intake", waiting_pair), intake(document, held_on="2026-03-03"))
    assert response.status_code == 422
    assert "This day has not come yet" in page(response)


def test_a_first_meeting_without_day_and_code_of_conduct_is_not_saved(cast, waiting_pair, document, as_role):
    typed = intake(document, held_on="", own_points="Mondays at six", mentor_name="Mentor One")
    del typed["read_aloud"]
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    for text in ("Choose a day.", "Read the code of conduct together first.", "Mondays at six", "Mentor One"):
        assert text in page(response), text
    assert not rows(cast, Agreement).exists()


def test_the_name_of_somebody_else_signs_nothing(cast, waiting_pair, document, as_role):
    typed = intake(document, own_points="Mondays at six", mentor_name="Leyla Haddad", mentee_name="méntee")
    response = as_role("coordinator").post(url("intake", waiting_pair), typed)
    assert response.status_code == 422
    assert "This has to be the name of Mentor One, who signs here." in page(response)
    assert "name of Mentee One, who" not in page(response)
    assert "Mondays at six" in page(response)
    assert "Leyla Haddad" in page(response)
    assert not rows(cast, Agreement).exists()


@pytest.mark.parametrize(("role", "more"), [("mentee", {}), ("coordinator", {"method": "paper"})])
def test_a_later_signature_is_the_name_of_who_signs(cast, waiting_pair, document, as_role, role, more):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    typed = {"who": str(cast.mentee.pk), "signed_name": "Leyla Haddad", **more}
    response = as_role(role).post(url("signature", waiting_pair), typed)
    assert response.status_code == 422
    assert "This has to be the name of Mentee One, who signs here." in page(response)
    assert not rows(cast, Signature).exists()


def test_without_a_code_of_conduct_the_page_says_what_to_do(waiting_pair, as_role):
    response = as_role("coordinator").get(url("intake", waiting_pair))
    assert "Publish it for your organisation first" in page(response)


def test_each_signs_on_an_own_device(cast, waiting_pair, document, as_role):
    hold_intake(
        pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW, own_points="Mondays"
    )
    for role in ("mentor", "mentee"):
        client = as_role(role)
        assert "Mondays" in page(client.get(url("signature", waiting_pair)))
        assert client.post(url("signature", waiting_pair), {"signed_name": role}).status_code == 302
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on == TODAY
    assert set(rows(cast, Signature).values_list("method", flat=True)) == {"own_device"}


def test_the_team_takes_a_signature_on_paper(cast, waiting_pair, document, as_role):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    typed = {"who": str(cast.mentee.pk), "method": "paper", "signed_name": "Mentee One"}
    assert as_role("coordinator").post(url("signature", waiting_pair), typed).status_code == 302
    signature = rows(cast, Signature).get()
    assert (signature.membership, signature.method) == (cast.mentee, "paper")


def test_an_empty_signature_is_asked_for(cast, waiting_pair, document, as_role):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    response = as_role("mentor").post(url("signature", waiting_pair), {"signed_name": ""})
    assert response.status_code == 422
    assert not rows(cast, Signature).exists()


def test_before_the_first_meeting_there_is_nothing_to_sign(waiting_pair, as_role):
    assert "Nothing to sign yet" in page(as_role("mentee").get(url("signature", waiting_pair)))


def test_a_mentor_is_not_told_the_family_name_of_the_mentee(cast, pair, as_role):
    client = as_role("mentor")
    for name in ("signature", "diary", "new_entry", "plan", "new_goal", "new_step", "meetings"):
        shown = page(client.get(url(name, pair)))
        assert "Mentee" in shown
        assert "Mentee One" not in shown
