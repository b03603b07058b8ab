"""What the board says of who has nobody: true for everybody, and the same whatever rule nobody may see."""

import re

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from handslag.matching.criteria import Rules
from handslag.pairs import actions, wording
from handslag.pairs.board import board
from handslag.pairs.criteria import criteria_of
from handslag.pairs.models import Proposal
from handslag.pairs.papers import paper_of
from tests.cast import TODAY
from tests.pairs import made
from tests.pairs.confided import LATER, text, turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("named", "only_ours")]
FITS_NOT = "No mentor with a free place fits under all the rules."
TAKEN = "Every place is taken by the pairs that are suggested or decided."
RULES = (
    "The rules are: the training, the level of the language, the wish for a woman or a man, who was a pair before, "
    "what you have said no to and what people say in confidence."
)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


def lone_of(cast, matching_round, mentee):
    matching_round.refresh_from_db()
    found = board(cast.account("coordinator"), cast.programme, None, LATER)
    return next(lone for lone in found.mentees if lone.membership == mentee)


# ---- a mentee who is kept from one mentor or more by a rule that nobody may see ----


def free(programme):
    """The only mentor has a place."""
    return made.mentee(programme, "Lone Mentee"), [made.mentor(programme, "Maha Haddad", background=["SO"])]


def taken(programme):
    """The only mentor has somebody else, who needs her more."""
    mentor = made.mentor(programme, "Maha Haddad", background=["SO"])
    made.mentee(programme, "Other Mentee", help_wanted=["housing", "health"], need_housing=3, need_health=3)
    return made.mentee(programme, "Lone Mentee", help_wanted=["rights"]), [mentor]


def free_beside_taken(programme):
    """One mentor is taken, the other is kept from her."""
    made.mentor(programme, "Ulla Svensson", languages=["ar"])
    made.mentee(programme, "Other Mentee", help_wanted=["housing", "health"], need_housing=3, need_health=3)
    other = made.mentor(programme, "Maha Haddad", languages=["ar"], background=["SO"], know_housing=1, know_health=1)
    mentee = made.mentee(programme, "Lone Mentee", help_wanted=["rights"])
    made.pair(other, programme.memberships.get(person__given_name="Other"), ended_on=LATER.date(), end_reason="no_fit")
    return mentee, [other]


def beside_another_language(programme):
    """The other mentor does not speak her language."""
    made.mentor(programme, "Tirhas T", languages=["ti"])
    return free(programme)


def with_another_language(programme):
    """Nobody speaks her language anyway."""
    return made.mentee(programme, "Lone Mentee", languages=["ti"]), [
        made.mentor(programme, "Maha Haddad", background=["SO"])
    ]


def were_a_pair(mentee, mentors, by):
    for mentor in mentors:
        made.pair(mentor, mentee, ended_on=LATER.date(), end_reason="no_fit")


def she_excludes_them(mentee, mentors, by):
    actions.tell(member=mentee, words="Canary", at=made.NOW)
    turn(mentee, by, persons=[mentor.person for mentor in mentors])


def she_excludes_their_country(mentee, mentors, by):
    actions.tell(member=mentee, words="Canary", at=made.NOW)
    turn(mentee, by, countries=["SO"])


def she_names_them_and_it_waits(mentee, mentors, by):
    actions.tell(member=mentee, words=", ".join(str(mentor.person) for mentor in mentors), at=made.NOW)


def they_exclude_her(mentee, mentors, by):
    for mentor in mentors:
        actions.tell(member=mentor, words="Canary", at=made.NOW)
        turn(mentor, by, persons=[mentee.person])


def they_say_what_is_not_understood(mentee, mentors, by):
    for mentor in mentors:
        actions.tell(member=mentor, words="somebody whom I met in a church", at=made.NOW)


def she_says_what_is_not_understood(mentee, mentors, by):
    actions.tell(member=mentee, words="somebody whom I met in a church", at=made.NOW)


MEANS_THEM = [she_excludes_them, she_excludes_their_country, she_names_them_and_it_waits, they_exclude_her]
NOT_UNDERSTOOD = [she_says_what_is_not_understood, they_say_what_is_not_understood]
IN_CONFIDENCE = {
    free: MEANS_THEM + NOT_UNDERSTOOD,
    taken: [*MEANS_THEM, she_says_what_is_not_understood],
    free_beside_taken: [*MEANS_THEM, they_say_what_is_not_understood],
    beside_another_language: MEANS_THEM + NOT_UNDERSTOOD,
    with_another_language: MEANS_THEM + NOT_UNDERSTOOD,
}


def pages_of(client, programme, by, world, keep_apart):
    """The board and the choice for the lone mentee, as another colleague reads them; nothing of it stays."""
    with transaction.atomic():
        mentee, mentors = world(programme)
        keep_apart(mentee, mentors, by)
        matching_round = actions.suggest(programme=programme, by=by, at=LATER)
        assert not Proposal.objects.of(programme.organisation).filter(mentee=mentee).exists()
        pages = read(client, matching_round, mentee)
        transaction.set_rollback(True)
    return pages


def read(client, matching_round, mentee):
    board_url = reverse("pairs:matching", args=[matching_round.programme_id])
    choice_url = reverse("pairs:choice", args=[matching_round.pk, mentee.pk])
    return [_without_ids(text(client.get(url))) for url in (board_url, choice_url)]


def _without_ids(page):
    page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "ID", page)


@pytest.mark.parametrize("world", IN_CONFIDENCE)
def test_an_exclusion_reads_like_any_rule_that_nobody_sees(as_role, programme, by, world):
    client = as_role("second_coordinator")
    expected = pages_of(client, programme, by, world, were_a_pair)
    assert "Lone Mentee" in expected[0]
    for keep_apart in IN_CONFIDENCE[world]:
        assert pages_of(client, programme, by, world, keep_apart) == expected, keep_apart


def test_whether_a_taken_mentor_is_excluded_is_no_matter_where_the_team_has_said_no(as_role, cast, programme, by):
    """The only mentor who is free is refused, and fits nobody else; the other one is taken, and excluded or not."""
    client = as_role("second_coordinator")
    found = []
    for keep_apart in (None, *MEANS_THEM):
        with transaction.atomic():
            mentee, mentors = taken(programme)
            made.tell(mentee, made.MENTEE | {"languages": ["ar", "so"], "help_wanted": ["rights"]})
            made.mentor(programme, "Ulla Svensson", languages=["so"])
            if keep_apart:
                keep_apart(mentee, mentors, by)
            matching_round = actions.suggest(programme=programme, by=by, at=LATER)
            proposal = matching_round.proposals.get(mentee=mentee)
            actions.decide(proposal=proposal, status=Proposal.Status.REFUSED, by=by, at=LATER)
            said = "Of those with a free place, you have said no to Ulla Svensson."
            assert lone_of(cast, matching_round, mentee).reasons == [FITS_NOT, RULES, said]
            found.append(read(client, matching_round, mentee)[0])
            transaction.set_rollback(True)
    assert len(set(found)) == 1


# ---- what else is said ----


def test_only_the_rules_that_the_programme_has_are_named(programme):
    rules = criteria_of(programme, TODAY).rules
    assert wording.rules_in_words(programme, rules) == RULES
    programme.rules = {"readiness": {"mentor": "accepted"}}
    named = wording.rules_in_words(programme, Rules(shared_language_level=None, same_place=True))
    assert named == (
        "The rules are: the place, the wish for a woman or a man, who was a pair before, what you have said no to and "
        "what people say in confidence."
    )


def test_who_has_nobody_by_a_rule_of_her_own_reads_the_same_as_who_was_refused_nobody(cast, programme, by):
    mentee, [mentor] = free(programme)
    actions.tell(member=mentee, words="Canary", at=made.NOW)
    turn(mentee, by, persons=[mentor.person])
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    lone = lone_of(cast, matching_round, mentee)
    assert (lone.reasons, lone.helps) == ([FITS_NOT, RULES], [])


@pytest.mark.parametrize("code", ["no_place_left", "no_mentor_fits", "refused_all"])
def test_a_round_from_before_tells_no_more(cast, programme, by, code):
    mentee, _mentors = with_another_language(programme)
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    matching_round.unmatched[0]["reasons"] = [code]
    matching_round.save()
    assert lone_of(cast, matching_round, mentee).reasons == [FITS_NOT, RULES]


def test_that_everything_is_decided_is_not_all_while_somebody_has_nobody(as_role, programme, by):
    client, url = as_role("coordinator"), reverse("pairs:matching", args=[programme.pk])
    made.mentor(programme)
    made.mentee(programme)

    def lead():
        actions.accept_all(matching_round=actions.suggest(programme=programme, by=by, at=LATER), by=by, at=LATER)
        return text(client.get(url))

    assert "Everything is decided. Publish the pairs when the team agrees." in lead()
    made.mentee(programme, "Lone Mentee", languages=["ti"])
    said = "The 1 suggested pair is decided. 1 mentee has nobody yet. Publish the pairs when the team agrees."
    assert said in lead()
    made.mentor(programme, "Ulla Svensson")
    made.mentee(programme, "Other Mentee")
    made.mentee(programme, "Fourth Mentee", languages=["ti"])
    said = "All 2 suggested pairs are decided. 2 mentees have nobody yet. Publish the pairs when the team agrees."
    assert said in lead()


@pytest.mark.parametrize("keep_apart", [None, were_a_pair, *MEANS_THEM])
def test_where_every_place_is_taken_that_is_why(cast, as_role, programme, by, keep_apart):
    """On the board, and on the paper that the sheet is made of; again the rules where one place more is free. Whether
    one of those who are taken would fit is shown by the choice, whatever stands between the two."""
    mentee, mentors = taken(programme)
    if keep_apart:
        keep_apart(mentee, mentors, by)
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    lone = lone_of(cast, matching_round, mentee)
    assert lone.reasons == [TAKEN]
    assert lone.helps == ([] if keep_apart else ["It would help if Maha Haddad took one mentee more."])
    user = cast.account("coordinator")
    assert [row.reasons for row in paper_of(user, matching_round, LATER).left] == [[TAKEN]]
    said = "“Choose a mentor” shows whether one of those who are suggested for others would fit."
    assert said in read(as_role("second_coordinator"), matching_round, mentee)[0]
    made.mentor(programme, "Tirhas T", languages=["ti"])
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    assert lone_of(cast, matching_round, mentee).reasons == [FITS_NOT, RULES]


def test_of_a_published_round_without_a_free_place_the_paper_says_so(cast, programme, by):
    taken(programme)
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    actions.accept_all(matching_round=matching_round, by=by, at=LATER)
    made.publish(matching_round, by, LATER)
    matching_round.refresh_from_db()
    paper = paper_of(cast.account("coordinator"), matching_round, LATER)
    assert [(row.mentee, row.reasons) for row in paper.left] == [("Lone Mentee", [TAKEN])]


def test_that_no_mentor_speaks_a_language_is_said_though_every_place_is_taken(cast, programme, by):
    made.mentor(programme)
    made.mentee(programme)
    mentee = made.mentee(programme, "Lone Mentee", languages=["ti"])
    lone = lone_of(cast, actions.suggest(programme=programme, by=by, at=LATER), mentee)
    assert [TAKEN not in lone.reasons, "speaks" in lone.reasons[0]] == [True, True]


def test_publishing_is_no_main_button_while_words_in_confidence_wait(as_role, programme, by):
    mentee, _mentors = free(programme)
    actions.accept_all(matching_round=actions.suggest(programme=programme, by=by, at=LATER), by=by, at=LATER)
    client, url = as_role("coordinator"), reverse("pairs:matching", args=[programme.pk])

    def classes():
        return re.search(r'<a class="([^"]+)" href="[^"]+/publication/"', client.get(url).text)[1]

    assert classes() == "button"
    actions.tell(member=mentee, words="somebody whom I met in a church", at=made.NOW)
    assert classes() == "button button--secondary"


def test_a_round_without_pairs_shows_no_sum(as_role, programme, by):
    mentee, [mentor] = with_another_language(programme)
    matching_round = actions.suggest(programme=programme, by=by, at=LATER)
    client, url = as_role("coordinator"), reverse("pairs:matching", args=[programme.pk])
    page = text(client.get(url))
    assert ("0 of 0 ready" in page, 'id="ready"' in page) == (False, False)
    actions.leave_open(matching_round=matching_round, mentee=mentee, by=by, at=LATER)
    page = text(client.get(url))
    assert ("0 of 0 ready" in page, "Undo: Left open: Lone Mentee" in page) == (False, True)
    actions.undo(matching_round=matching_round, by=by, at=LATER)
    other = made.mentee(programme, "Other Mentee")
    actions.lock(matching_round=matching_round, mentee=other, mentor=mentor, by=by, at=LATER)
    assert "1 of 1 ready" in text(client.get(url))
