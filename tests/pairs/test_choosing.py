"""The page where another mentor is chosen: who wants nobody for now is named as that, and can be looked for again."""

import re

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse

from handslag.pairs import actions, alternatives, choosing, wording
from handslag.pairs.models import Pause
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two(programme, only_ours):
    """A mentor and a mentee."""
    return made.mentor(programme), made.mentee(programme)


def page_of(client, matching_round, mentee) -> str:
    return client.get(reverse("pairs:choice", args=[matching_round.pk, mentee.pk])).text


def test_a_mentee_who_pauses_is_told_as_that_and_looked_for_again_from_the_page(as_role, programme, two):
    mentor, mentee = two
    actions.pause(membership=mentee, by=None, at=NOW)
    made.mentee(programme, "Omar Mentee")  # somebody has to be matched
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    page = page_of(client, matching_round, mentee)
    assert "Nour Mentee wants nobody for now." in page
    assert "No other mentor fits" not in page
    here = reverse("pairs:choice", args=[matching_round.pk, mentee.pk])
    page = client.post(reverse("pairs:looking", args=[mentee.pk]), {"next": here}, follow=True).text
    assert not Pause.objects.of(programme.organisation).filter(ended_at=None).exists()
    assert "wants nobody for now" not in page
    assert f'name="mentor" value="{mentor.pk}"' in page or "Swap with" in page  # scored anew


def test_for_a_mentee_who_pauses_nothing_is_offered_but_to_look_again(as_role, programme, two):
    _mentor, mentee = two
    made.mentee(programme, "Omar Mentee")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    actions.pause(membership=mentee, by=None, at=NOW)
    page = page_of(as_role("coordinator"), matching_round, mentee)
    assert reverse("pairs:looking", args=[mentee.pk]) in page
    assert "Why you choose so" not in page
    for act in ('name="mentor"', "Lock ", "Swap with", "Leave open in this round", "Not with "):
        assert act not in page


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_no_swap_is_offered_with_two_of_whom_one_has_left(as_role, programme, only_ours, side):
    mentors = [made.mentor(programme, f"Mentor {n}") for n in range(2)]
    mentees = [made.mentee(programme, f"Mentee {n}") for n in range(2)]
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    actions.lock(matching_round=matching_round, mentor=mentors[0], mentee=mentees[0], by=None, at=NOW)
    client = as_role("coordinator")
    assert "Swap with Mentee 0" in page_of(client, matching_round, mentees[1])
    left = mentors[0] if side == "mentor" else mentees[0]
    actions.pause(membership=left, by=None, at=NOW, has_left=True)
    page = page_of(client, matching_round, mentees[1])
    assert "Swap with" not in page
    decided = "Decided for others: Mentor 0 for Mentee 0."
    assert ("Mentor 0 has left." in page, decided in page) == (side == "mentor", side == "mentee")


def test_a_mentor_who_pauses_is_named_and_not_offered(as_role, programme, two):
    mentor, mentee = two
    other = made.mentor(programme, "Karin Mentor")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    proposed = matching_round.proposals.get().mentor_id
    pausing = other if proposed == mentor.pk else mentor
    client = as_role("coordinator")
    assert f'name="mentor" value="{pausing.pk}"' in page_of(client, matching_round, mentee)
    actions.pause(membership=pausing, by=None, at=NOW)
    page = page_of(client, matching_round, mentee)
    assert f'name="mentor" value="{pausing.pk}"' not in page
    assert f"{pausing.person} wants nobody for now. Call first, then look again." in page
    assert reverse("pairs:looking", args=[pausing.pk]) in page


def test_looking_again_leads_nowhere_else(as_role, programme, two):
    for bad in ("https://example.org/", "//example.org/"):
        answer = as_role("coordinator").post(reverse("pairs:looking", args=[two[1].pk]), {"next": bad})
        assert answer.url == reverse("pairs:readiness", args=[programme.pk])


def test_each_says_why_they_could_fit_with_a_caution_and_where_they_stand_for_each_other(as_role, programme, two):
    mentor, mentee = two
    made.mentor(programme, "Karin Mentor", know_housing=1, slots=["mon_eve"])
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    url = reverse("pairs:choice", args=[matching_round.pk, mentee.pk])
    choice = as_role("coordinator").get(url).context["choice"]
    current, (other,) = choice.current, choice.options
    proposal = matching_round.proposals.get()
    assert (current.mentor, other.name) == (str(mentor.pk), "Karin Mentor")
    assert current.reasons == wording.reasons(proposal.contributions, programme)
    assert current.cautions == wording.cautions(proposal.cautions) == []
    assert other.cautions == ["The mentor knows little about what the mentee needs."]
    assert len(current.reasons) == len(other.reasons) == 3
    assert current.reasons != other.reasons
    assert current.ranks == [
        "For Nour Mentee: the best mentor.",
        "For Maha Mentor: the best mentee.",
    ]
    assert other.ranks[0] == "For Nour Mentee: number 2."
    assert (current.costs, other.costs) == ([], ["It would be the weakest pair of all."])


def test_an_exclusion_shows_in_no_rank(cast, as_role, programme, two):
    """Maha, who would be the best, is excluded in confidence: Karin is told of as if Maha were not there. Among how
    many is said nowhere: three mentors are to be seen, and only two may be."""
    maha, mentee = two
    made.mentor(programme, "Karin Mentor", know_housing=3)
    made.mentor(programme, "Olena Mentor", know_housing=1)
    actions.tell(member=mentee, words="Maha", at=NOW)
    actions.turn(member=mentee, persons=[maha.person], countries=[], names="", told_at=NOW, by=None, at=NOW)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    page = as_role("second_coordinator").get(reverse("pairs:choice", args=[matching_round.pk, mentee.pk]))
    choice = page.context["choice"]
    assert choice.current.ranks == ["For Nour Mentee: the best mentor.", "For Karin Mentor: the best mentee."]
    assert [option.ranks[0] for option in choice.options] == ["For Nour Mentee: number 2."]
    assert "Maha" not in page.text


def test_an_exclusion_that_comes_after_the_suggestion_changes_nothing_on_the_page(cast, as_role, programme, two):
    """Not for her with whom it is, and not for another mentee: the pages read as before, to the letter."""
    maha, mentee = two
    other = made.mentee(programme, "Omar Mentee")
    made.mentor(programme, "Karin Mentor", know_housing=3)
    made.mentor(programme, "Olena Mentor", know_housing=1)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    proposed = matching_round.proposals.get(mentee=mentee).mentor
    client = as_role("second_coordinator")

    def pages():
        found = (page_of(client, matching_round, one) for one in (mentee, other))
        return [re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page) for page in found]

    before = pages()
    assert "For Nour Mentee: " in before[0]
    actions.tell(member=mentee, words="her", at=NOW)
    actions.turn(member=mentee, persons=[proposed.person], countries=[], names="", told_at=NOW, by=None, at=NOW)
    assert pages() == before
    assert maha.pk


def test_where_it_is_decided_nobody_else_is_looked_for(as_role, programme, two):
    made.mentor(programme, "Karin Mentor")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    actions.accept_all(matching_round=matching_round, by=None, at=NOW)
    page = as_role("coordinator").get(reverse("pairs:choice", args=[matching_round.pk, two[1].pk]))
    choice = page.context["choice"]
    assert (choice.approved, choice.current, choice.options) == (True, None, [])
    assert "Take that back on the board first." in page.text


def test_what_a_no_or_leaving_open_brings_about_stands_at_the_buttons(as_role, programme, two, monkeypatch):
    made.mentor(programme, "Karin Mentor", know_housing=1)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    page = page_of(client, matching_round, two[1])
    assert "<li>Nour Mentee: Karin Mentor instead of Maha Mentor.</li>" in page
    assert "<li>Nour Mentee: nobody any more (was Maha Mentor).</li>" in page
    monkeypatch.setattr(choosing, "TOLD_UP_TO", 0)
    page = page_of(client, matching_round, two[1])
    assert "instead of Maha" not in page
    assert page.count("Other mentees may get another mentor, or nobody.") == 2


def test_on_the_card_of_another_mentor_stands_who_changes_and_who_has_nobody_any_more(
    as_role, programme, two, monkeypatch
):  # fmt: skip
    omar = made.mentee(programme, "Omar Mentee")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    proposed = matching_round.proposals.get().mentee
    lone = next(one for one in (two[1], omar) if one != proposed)
    client = as_role("coordinator")
    page = page_of(client, matching_round, lone)
    assert f"<li>{proposed.person}: nobody any more (was Maha Mentor).</li>" in page
    assert f"<li>{lone.person}: Maha Mentor (had nobody).</li>" not in page  # that is what one chooses
    assert "fewer" not in page
    monkeypatch.setattr(alternatives, "SOLVED_UP_TO", 0)
    page = page_of(client, matching_round, lone)
    assert "nobody any more" not in page
    assert "1 other mentee fewer gets a mentor." in page


def test_a_no_promises_somebody_else_only_where_somebody_comes(as_role, programme, two, monkeypatch):
    def button(matching_round) -> str:
        page = page_of(client, matching_round, two[1])
        return re.search(r'name="refused" value="[^"]+">([^<]+)</button>', page)[1]

    client = as_role("coordinator")
    assert button(actions.suggest(programme=programme, by=None, at=NOW)) == "Not with Maha Mentor"
    made.mentor(programme, "Karin Mentor", know_housing=1)
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    assert button(matching_round) == "Not with Maha Mentor: suggest another"
    monkeypatch.setattr(choosing, "TOLD_UP_TO", 0)
    assert button(matching_round) == "Not with Maha Mentor"


def test_where_there_is_nobody_to_choose_no_mentor_is_promised(as_role, programme, two):
    mentee = made.mentee(programme, "Saba Mentee", languages=["ti"], host_level="none")
    matching_round, client = actions.suggest(programme=programme, by=None, at=NOW), as_role("coordinator")
    page = page_of(client, matching_round, mentee)
    assert "Nobody is suggested." in page
    assert "what each mentor would mean" not in page
    assert page.index("No mentor fits") < page.index("Why you choose so") < page.index("Leave open in this round")
    assert ("Or nobody for now" in page, "Nobody for now" in page) == (False, True)
    actions.leave_open(matching_round=matching_round, mentee=mentee, by=None, at=NOW)
    assert "Why you choose so" not in page_of(client, matching_round, mentee)
    page = page_of(client, matching_round, two[1])
    assert "Maha Mentor is suggested." in page
    assert "what others would mean" not in page


def test_mentors_who_fit_and_are_decided_for_others_are_named(as_role, programme, two):
    """Only who would be offered if that were not decided: whoever speaks another language is not named."""
    lone = two[1]
    others = [made.mentee(programme, f"Other {n}") for n in range(2)]
    strange = made.mentor(programme, "Tirhas T", languages=["ti"], level_ti="native", level_sv="")
    stranger = made.mentee(programme, "Saba Mentee", languages=["ti"], host_level="none")
    matching_round, client = actions.suggest(programme=programme, by=None, at=NOW), as_role("coordinator")
    how = {"matching_round": matching_round, "by": None, "at": NOW}
    actions.lock(mentor=two[0], mentee=others[0], **how)
    actions.lock(mentor=strange, mentee=stranger, **how)
    page = page_of(client, matching_round, lone)
    assert "Decided for others: Maha Mentor for Other 0. Take that back on the board first." in page
    assert "Tirhas" not in page
    assert "Decided for others" not in page_of(client, matching_round, others[0])


@pytest.mark.parametrize(("n", "in_sight"), [(3, 3), (4, 4), (5, 3)])
def test_a_single_change_more_is_not_folded_away(n, in_sight):
    page = render_to_string("pairs/changes.html", {"changes": [f"Change {one}." for one in range(n)]})
    assert page.partition("<details")[0].count("<li>") == in_sight
    assert page.count("<li>") == n
