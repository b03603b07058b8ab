"""The final plan assessment: filled in together, reflected on alone, signed by both; or noted as not done."""

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils.translation import override, trans_real

from handslag.core.next_steps import next_steps
from handslag.mentoring.actions import add_goal
from handslag.mentoring.actions.closing import (
    AlreadySettled,
    NotComplete,
    assess_goal,
    note_not_done,
    reflect,
    say_afterwards,
    say_needs,
    sign_final,
    what_is_missing,
)
from handslag.mentoring.actions.errors import AlreadySigned, NotOfThisPair, NotStarted, PairEnded, UnknownCode
from handslag.mentoring.models import FinalAssessment, FinalGoal, FinalReflection, FinalSignature
from handslag.questionnaires.models import Questionnaire, Response
from tests.cast import NOW, TODAY
from tests.mentoring.conftest import WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def goal(cast, pair):
    return add_goal(pair=pair, area="employment", text="A job", due_on=TODAY + 10 * WEEK, by=cast.mentee.person, at=NOW)


def filled(cast, pair, goal):
    by = {"by": cast.mentor.person, "at": NOW}
    assess_goal(goal=goal, status="reached", result="Cleaner since May", helped=["time"], goes_on=True,
                goes_on_with="The job centre", **by)  # fmt: skip
    say_needs(pair=pair, needs={"employment": 1, "housing": 3}, **by)
    say_afterwards(pair=pair, relation="friends", advice="More trips", **by)
    return FinalAssessment.objects.of(cast.organisation).get()


def sign(pair, membership, by=None):
    return sign_final(pair=pair, membership=membership, signed_name="A Name", by=by, at=NOW)


def test_it_is_done_when_both_have_signed(cast, pair, goal):
    assessment = filled(cast, pair, goal)
    sign(pair, cast.mentor)
    assessment.refresh_from_db(from_queryset=FinalAssessment.objects.of(cast.organisation))
    assert assessment.done_at is None
    sign(pair, cast.mentee)
    assessment.refresh_from_db(from_queryset=FinalAssessment.objects.of(cast.organisation))
    assert assessment.done_at == NOW
    goal.refresh_from_db()
    assert goal.status == "reached"
    with pytest.raises(AlreadySettled):
        say_needs(pair=pair, needs={"employment": 0}, by=cast.mentor.person, at=NOW)


def test_texts_are_sealed(cast, pair, goal):
    filled(cast, pair, goal)
    with connection.cursor() as cursor:
        cursor.execute("SELECT result, goes_on_with FROM mentoring_finalgoal")
        assert not {"May", "centre"} & set(" ".join(cursor.fetchone()).split())
        cursor.execute("SELECT advice FROM mentoring_finalassessment")
        assert "trips" not in cursor.fetchone()[0]


def test_what_one_has_signed_does_not_change_behind_the_back(cast, pair, goal):
    filled(cast, pair, goal)
    sign(pair, cast.mentor)
    say_needs(pair=pair, needs={"employment": 2}, by=cast.mentee.person, at=NOW)
    assert not FinalSignature.objects.of(cast.organisation).exists()


def test_nobody_signs_before_every_part_is_there(cast, pair, goal):
    by = {"by": cast.mentor.person, "at": NOW}
    for act in (
        lambda: assess_goal(goal=goal, status="partly", **by),
        lambda: say_needs(pair=pair, needs={"housing": 0}, **by),
        lambda: say_afterwards(pair=pair, relation="none", **by),
    ):
        with pytest.raises(NotComplete):
            sign(pair, cast.mentor)
        act()
    sign(pair, cast.mentor)
    with pytest.raises(AlreadySigned):
        sign(pair, cast.mentor)
    with pytest.raises(NotOfThisPair):
        sign(pair, cast.second_mentor)


def test_codes_that_the_programme_does_not_have_are_refused(cast, pair, goal):
    by = {"by": cast.mentor.person, "at": NOW}
    for act in (
        lambda: say_needs(pair=pair, needs={"cooking": 1}, **by),
        lambda: say_needs(pair=pair, needs={"housing": 4}, **by),
        lambda: say_afterwards(pair=pair, relation="married", **by),
        lambda: assess_goal(goal=goal, status="won", **by),
        lambda: assess_goal(goal=goal, status="reached", helped=["luck"], **by),
    ):
        with pytest.raises(UnknownCode):
            act()
    assert not FinalGoal.objects.of(cast.organisation).exists()


def test_a_reflection_is_ones_own_and_private_until_it_is_shared(cast, pair):
    def write(shared):
        return reflect(
            pair=pair, membership=cast.mentee, text="I trust myself", shared=shared, by=cast.mentee.person, at=NOW
        )

    def seen_by(role):
        return FinalReflection.objects.visible_to(cast.account(role)).exists()

    write(shared=False)
    assert [seen_by(role) for role in ("mentee", "mentor", "supervisor", "second_mentor")] == [True, False, True, False]
    write(shared=True)
    assert [seen_by(role) for role in ("mentee", "mentor", "trainer", "outsider")] == [True, True, False, False]
    assert FinalReflection.objects.of(cast.organisation).count() == 1
    with pytest.raises(NotOfThisPair):
        reflect(pair=pair, membership=cast.mentee, text="x", shared=True, by=cast.coordinator.person, at=NOW)


def test_pairs_that_have_not_begun_or_have_ended_fill_in_nothing(cast, waiting_pair, document, end):
    with pytest.raises(NotStarted):
        say_needs(pair=waiting_pair, needs={"housing": 1}, by=None, at=NOW)
    end(waiting_pair)
    with pytest.raises(PairEnded):
        say_needs(pair=waiting_pair, needs={"housing": 1}, by=None, at=NOW)


def test_not_done_is_noted_once_for_pairs_that_have_ended(cast, pair, end):
    with pytest.raises(NotComplete):
        note_not_done(pair=pair, reason="moved", by=cast.coordinator.person, at=NOW)
    end(pair)
    assert note_not_done(pair=pair, reason="moved", by=cast.coordinator.person, at=NOW).is_settled
    with pytest.raises(AlreadySettled):
        note_not_done(pair=pair, reason="moved", by=cast.coordinator.person, at=NOW)


# ---- pages ----


def page(pair, name="final", **parts):
    return reverse(f"mentoring:{name}", args=[pair.pk, *parts.values()])


def test_the_pair_walks_through_the_parts_and_both_sign(cast, pair, goal, as_role):
    Response.objects.create(
        organisation=cast.organisation, programme=cast.programme, person=cast.mentee.person, language="en",
        questionnaire=Questionnaire.objects.create(
            organisation=cast.organisation, programme=cast.programme, key="mentee_interview", title={}, screens=[]
        ),
        coded={"need_employment": "3"}, answered_at=NOW,
    )  # fmt: skip
    mentor = as_role("mentor")
    assert "A job" in mentor.get(page(pair)).text
    mentor.post(page(pair, "final_goal", goal=goal.pk), {"status": "reached", "result": "Cleaner"})
    assert "At the start: Help now." in mentor.get(page(pair, "final_needs")).text
    needs = {row["code"]: "1" for row in cast.programme.lists["area"]}
    mentor.post(page(pair, "final_needs"), needs)
    mentor.post(page(pair, "final_afterwards"), {"relation": "friends"})
    mentor.post(page(pair, "final_reflection"), {"text": "I learned to wait", "shared": "on"})
    mentor.post(page(pair, "final_signature"), {"member": cast.mentor.pk, "signed_name": "Mentor One"})
    mentee = as_role("mentee")
    text = mentee.get(page(pair)).text
    assert "Cleaner" in text
    assert "I learned to wait" in text
    assert "Help now" in text
    mentee.post(page(pair, "final_signature"), {"member": cast.mentee.pk, "signed_name": "Mentee One"})
    assert "Both signed" in mentee.get(page(pair)).text


def test_signing_is_offered_when_every_part_is_there_and_until_then_it_is_said_what_is_missing(
    cast, pair, goal, as_role
):
    client, sign_here, by = as_role("mentor"), page(pair, "final_signature"), {"by": cast.mentor.person, "at": NOW}
    parts = ["Look at every goal first.", "Say how much help is needed now.", "Say how you want it to be afterwards."]
    acts = (
        lambda: assess_goal(goal=goal, status="partly", **by),
        lambda: say_needs(pair=pair, needs={"housing": 0}, **by),
        lambda: say_afterwards(pair=pair, relation="none", **by),
    )
    for done, act in enumerate(acts):
        text = client.get(page(pair)).text
        assert sign_here not in text
        assert "Before you can sign" in text
        assert [part for part in parts if part in text] == parts[done:]
        act()
    text = client.get(page(pair)).text
    assert sign_here in text
    assert "Before you can sign" not in text
    assert "Before you can sign" not in as_role("supervisor").get(page(pair)).text


def test_nobody_signs_for_the_other_on_an_own_device(cast, pair, goal, as_role):
    filled(cast, pair, goal)
    answer = as_role("mentor").post(
        page(pair, "final_signature"), {"member": cast.mentee.pk, "signed_name": "Mentee One"}
    )
    assert answer.status_code == 422
    assert not FinalSignature.objects.of(cast.organisation).exists()


def test_an_error_keeps_what_was_typed(cast, pair, goal, as_role):
    answer = as_role("mentee").post(page(pair, "final_afterwards"), {"advice": "More trips"})
    assert answer.status_code == 422
    assert "More trips" in answer.text
    assert "error-summary" in answer.text


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "trainer", "expert", "partner", "outsider"])
def test_strangers_to_the_pair_find_nothing(pair, goal, as_role, role):
    client = as_role(role)
    for name in ("final", "final_needs", "final_afterwards", "final_reflection", "final_signature"):
        assert client.get(page(pair, name)).status_code == 404
    assert client.get(page(pair, "final_goal", goal=goal.pk)).status_code == 404


def test_the_team_reads_it_and_notes_what_was_not_done(cast, pair, goal, as_role, end):
    assert as_role("supervisor").get(page(pair)).status_code == 200
    assert as_role("supervisor").get(page(pair, "final_reflection")).status_code == 403
    assert as_role("mentor").get(page(pair, "final_not_done")).status_code == 404
    end(pair)
    client = as_role("coordinator")
    assert client.get(page(pair)).status_code == 200
    client.post(page(pair, "final_not_done"), {"reason": "moved"})
    assert FinalAssessment.objects.of(cast.organisation).get().not_done == "moved"


def test_home_asks_for_the_last_look_near_the_end(cast, pair):
    def asked(at):
        return [step for step in next_steps(cast.account("mentee"), cast.programme, at) if "/final/" in step.url]

    assert not asked(NOW)
    assert asked(NOW + 48 * WEEK)
    FinalAssessment.objects.create(organisation=cast.organisation, pair=pair, begun_at=NOW, done_at=NOW)
    assert not asked(NOW + 48 * WEEK)


def test_two_sentences_that_read_the_same_in_a_language_are_both_missing(monkeypatch):
    with override("sv"):
        monkeypatch.setattr(trans_real.translation("sv"), "gettext", lambda text: "Fyll i det som saknas.")
        assert what_is_missing(None, goals_open=False) == ["Fyll i det som saknas."] * 2
        assert len(what_is_missing(None, goals_open=True)) == 3
