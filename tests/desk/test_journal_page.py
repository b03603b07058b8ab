"""The journal as the administrator of an organisation reads it: sentences, names, filters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from handslag.desk.journal.lines import lines_of
from handslag.desk.journal.subjects import CONCERNS
from handslag.desk.journal.words import SAID_BY_ROOM, SENTENCES
from handslag.journal.actions import record, record_reads
from handslag.journal.models import Entry
from handslag.mentoring.models import DiaryEntry
from handslag.pairs.actions.excluding import tell, turn
from handslag.pairs.models import Pair
from handslag.people.actions import register_person
from handslag.programmes.roles import Role
from handslag.recruitment.actions import reopen_call
from handslag.recruitment.models import Call
from tests.cast import NOW, TODAY, member, person
from tests.recruitment.calls import open_for

pytestmark = pytest.mark.django_db
JOURNAL = "/journal/"
DAY = timedelta(days=1)


@pytest.fixture
def note(cast):
    def note(action, kind="programmes.programme", pk=None, *, by=None, at=NOW, organisation=None):
        organisation = organisation or cast.organisation
        return record(action, kind, pk or cast.programme.pk, by=by, organisation=organisation.pk, at=at)

    return note


@pytest.fixture
def pair(cast):
    return Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.mentor, mentee=cast.mentee, matched_at=NOW
    )


@pytest.fixture
def call(cast):
    """A call that is over."""
    call = open_for(cast.programme, "mentee")
    Call.objects.of(cast.organisation).filter(pk=call.pk).update(opens_on=TODAY - 9 * DAY, closes_on=TODAY - DAY)
    return call


@pytest.fixture
def read(as_role):
    """The page as the administrator sees it: its sentences in plain words, and all of it."""
    client = as_role("administrator")
    return lambda **asked: client.get(JOURNAL, asked).text


def sentences(page: str) -> list[str]:
    """What stands in the list, without tags, without how the cast came and that the journal itself was read."""
    lists = page.partition('<ul class="task-list">')[2].partition("</ul>")[0]
    lines = [strip_tags(line.partition("<br>")[0]).strip() for line in lists.split("<li>")[1:]]
    rest = ("read the journal", "The system registered", "The system opened a sign-in")
    return [line for line in lines if not any(words in line for words in rest)]


def test_an_administrator_reads_the_journal_of_the_own_organisation_only(cast, note, read):
    note("place.add")
    note("place.rename", organisation=cast.other_organisation)
    assert sentences(read()) == ["The system added a place."]


def test_reading_the_journal_is_in_the_journal(cast, as_role):
    as_role("administrator").get(JOURNAL)
    entry = Entry.objects.of(cast.organisation.pk).get(action="read.journal")
    assert entry.actor_id == cast.administrator.person_id
    assert not Entry.objects.of(cast.other_organisation.pk).filter(action="read.journal").exists()


@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_reads_it(cast, as_role, role):
    assert as_role(role).get(JOURNAL).status_code == 404
    assert not Entry.objects.filter(action="read.journal").exists()


def test_a_sentence_names_who_acted_and_both_of_the_pair_and_leads_to_their_pages(cast, pair, note, read):
    note("pair.end", "pairs.pair", pair.pk, by=cast.coordinator.person)
    page = read()
    assert sentences(page) == ["Coordinator One ended the pair of Mentor One + Mentee One."]
    for named in (cast.coordinator, cast.mentor, cast.mentee):
        assert f"/programmes/{cast.programme.pk}/people/{named.pk}/" in page


def test_who_acts_for_oneself_is_named_once(cast, note, read):
    note("person.change_contact", "people.person", cast.mentor.person_id, by=cast.mentor.person)
    note("person.change_contact", "people.person", cast.mentor.person_id, by=cast.coordinator.person)
    assert sentences(read()) == [
        "Coordinator One changed the contact data of Mentor One.", "Mentor One changed their own contact data.",
    ]  # fmt: skip


def test_a_name_that_the_reader_may_not_see_is_not_shown(cast, note, read):
    stranger = register_person(organisation=cast.organisation, given_name="Amir", family_name="H", by=None, at=NOW)
    note("read.contact", "people.person", stranger.pk, by=stranger)
    page = read(kind="read")
    assert sentences(page) == ["Somebody who has left read the contact data of (name not shown)."]
    assert "Amir" not in page
    assert not sentences(read(about="Amir"))
    assert not sentences(read(who="Amir"))


def test_a_row_of_another_organisation_names_nobody(cast, note, read):
    note("read.contact", "people.person", cast.outsider.person_id, by=cast.outsider.person)
    assert sentences(read(kind="read")) == ["Somebody who has left read the contact data of (name not shown)."]


def test_nobody_learns_from_the_journal_who_wrote_a_sealed_concern(cast, note, read):
    by = cast.coordinator.person
    note("concern.report", "supervision.concern", cast.mentor.pk)
    note("read.concern_contact", "people.person", cast.mentor.person_id, by=by)
    page = read(who="Coordinator")
    assert sentences(page) == [
        "Coordinator One read the phone number of somebody who wrote a sealed concern.",
    ]  # fmt: skip
    assert "A sealed concern was written." in read()
    assert "Mentor One" not in page
    assert not [line for line in sentences(read(about="Mentor One")) if "concern" in line]


def test_nobody_learns_from_the_journal_who_said_something_in_confidence_or_how_many(cast, read):
    by, both = cast.coordinator.person, [cast.mentor, cast.mentee]
    tell(member=cast.mentee, words="Canary", at=NOW)
    turn(member=cast.mentee, persons=[], countries=[], names="", told_at=NOW, by=by, at=NOW)
    for what, members in {"exclusion": [cast.mentee], "exclusion_list": both}.items():
        record_reads(
            what, "programmes.membership", [m.pk for m in members], by=by, organisation=cast.organisation.pk, at=NOW
        )  # fmt: skip
    page = read()
    assert sentences(page) == [
        "Coordinator One read who has said something in confidence before matching.",
        "Coordinator One read what was said in confidence before matching.",
        "Coordinator One made rules of what was said in confidence before matching.",
        "Something was said in confidence before matching.",
    ]
    assert "2 times" not in page
    for name in ("Mentor One", "Mentee One"):
        assert not [line for asked in ("who", "about") for line in sentences(read(**{asked: name})) if "conf" in line]


def test_nobody_learns_from_the_journal_which_pair_has_a_signal(cast, pair, note, read):
    note("read.attention", "pairs.pair", pair.pk, by=cast.supervisor.person)
    assert sentences(read()) == ["Supervisor One read which pairs to look at."]
    for name in ("Mentor One", "Mentee One"):
        assert not sentences(read(about=name))


def test_a_verb_without_a_sentence_is_told_all_the_same_and_harmless(note, read):
    note("read.moon<b>")
    note("moon.visit")
    said = read()
    assert "The system did something that has no words here yet (moon.visit)." in said
    assert "read something that has no words here yet (read.moon&lt;b&gt;)." in said


def test_names_are_text_and_never_html(cast, note, read):
    cast.mentor.person.given_name = "<script>alert(1)</script>"
    cast.mentor.person.save()
    note("read.contact", "people.person", cast.mentor.person_id)
    page = read()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_same_act_on_many_rows_at_once_is_one_line(cast, pair, read):
    entries = [
        DiaryEntry.objects.create(
            organisation=cast.organisation,
            pair=pair,
            written_by=cast.mentor,
            what="none",
            on_date=TODAY,
            written_at=NOW,
        )
        for _ in range(3)
    ]
    record_reads(
        "diary", "mentoring.diaryentry", [entry.pk for entry in entries], by=cast.supervisor.person,
        organisation=cast.organisation.pk, at=NOW,
    )  # fmt: skip
    assert sentences(read()) == ["Supervisor One read the diary of Mentor One + Mentee One. 3 times"]


def test_reading_of_several_pairs_at_once_is_one_line_that_says_how_many_and_leads_to_which(cast, pair, read):
    other = Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.second_mentor,
        mentee=cast.second_mentee, matched_at=NOW,
    )  # fmt: skip
    where = {"by": cast.supervisor.person, "organisation": cast.organisation.pk}
    record_reads("diary", "pairs.pair", [pair.pk, other.pk], at=NOW, **where)
    record_reads("plan", "pairs.pair", [pair.pk], at=NOW, **where)
    record_reads("diary", "pairs.pair", [pair.pk], at=NOW - DAY, **where)
    page = read(kind="read")
    assert sentences(page) == [
        "Supervisor One read a goal in the plan of Mentor One + Mentee One.",
        "Supervisor One read the diary of 2 pairs.",
        "Supervisor One read the diary of Mentor One + Mentee One.",
    ]
    folded = strip_tags(page.partition("<details><summary>Which pairs</summary>")[2].partition("</details>")[0])
    for name in ("Mentor One + Mentee One", f"{other.mentor.person} + {other.mentee.person}"):
        assert name in folded


def test_what_a_room_says_of_its_gathering_is_not_said_a_second_time_in_words_for_all_gatherings(cast, note, read):
    for action in ("session.cancel", "gathering.cancel"):
        note(action, by=cast.coordinator.person)
    assert sentences(read()) == ["Coordinator One cancelled a training session."]
    note("gathering.cancel", by=cast.trainer.person)
    note("gathering.cancel", by=cast.coordinator.person, at=NOW + DAY)
    said = "cancelled a session or meeting."
    assert [line for line in sentences(read()) if said in line] == [f"Coordinator One {said}", f"Trainer One {said}"]


def test_every_word_of_a_room_for_a_gathering_has_a_sentence():
    closer = {action for actions in SAID_BY_ROOM.values() for action in actions}
    assert {*SAID_BY_ROOM, *closer} <= set(SENTENCES)


def test_a_change_of_several_pairs_at_once_names_each(cast, pair, note, read):
    other = Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.second_mentor,
        mentee=cast.second_mentee, matched_at=NOW,
    )  # fmt: skip
    note("pair.end", "pairs.pair", pair.pk)
    note("pair.end", "pairs.pair", other.pk)
    assert len(sentences(read())) == 2


def applicants(cast, count):
    """People whose names the administrator may not see."""
    return [
        register_person(organisation=cast.organisation, given_name=f"A{n}", family_name="H", by=None, at=NOW - DAY)
        for n in range(count)
    ]


def test_people_whose_names_are_not_shown_are_counted_as_people(cast, read):
    first, second = applicants(cast, 2)
    where = {"by": cast.coordinator.person, "organisation": cast.organisation.pk}
    record_reads("contact", "people.person", [first.pk, second.pk], at=NOW, **where)
    record_reads("contact", "people.person", [first.pk, first.pk], at=NOW - DAY, **where)
    record_reads("contact", "people.person", [first.pk, second.pk, second.pk], at=NOW - 2 * DAY, **where)
    said = "Coordinator One read the contact data of (name not shown)."
    assert sentences(read(kind="read")) == [
        f"{said} 2 different people", f"{said} 2 times", f"{said} 2 different people 3 times",
    ]  # fmt: skip


def test_an_act_on_more_rows_than_a_page_holds_says_on_each_page_that_there_is_more_of_it(cast, as_role):
    people = [one.pk for one in applicants(cast, 60)]
    where = {"by": cast.coordinator.person, "organisation": cast.organisation.pk}
    record_reads("contact", "people.person", people, at=NOW, **where)
    client, said = as_role("administrator"), "Coordinator One read the contact data of (name not shown)."

    def page(number):
        return sentences(client.get(JOURNAL, {"who": "Coordinator", "page": number}).text)

    assert page(1) == [f"{said} 25 different people · More on the next page"]
    assert page(2) == [f"{said} 25 different people · More on the page before · More on the next page"]
    assert page(3) == [f"{said} 10 different people · More on the page before"]


def test_another_act_on_the_next_page_is_no_more_of_this_one(cast, note, as_role):
    for n in range(26):
        note("place.add", by=cast.coordinator.person, at=NOW + n * DAY)
    client = as_role("administrator")
    for number, lines in ((1, 25), (2, 1)):
        shown = sentences(client.get(JOURNAL, {"who": "Coordinator", "page": number}).text)
        assert shown == ["Coordinator One added a place."] * lines
    assert "1 to 25 of" not in client.get(JOURNAL).text  # lines are fewer where one tells several entries


def test_nobody_learns_from_the_end_of_a_page_that_more_was_said_in_confidence(cast, note):
    before, entry, after = (note("exclusion.tell", "programmes.membership", cast.mentor.pk) for _ in range(3))
    [line] = lines_of(cast.account("administrator"), [entry], {}, before=before, after=after)
    assert (line.more_before, line.more_after) == (False, False)


def test_the_lines_of_a_page_add_up_to_what_the_page_says(cast, as_role):
    members = [cast.mentor, cast.second_mentor, cast.mentee, cast.trainer]
    by, organisation = cast.coordinator.person, cast.organisation.pk
    for n in range(10):
        record_reads(
            "exclusion_list", "programmes.membership", [m.pk for m in members], by=by, organisation=organisation,
            at=NOW + n * DAY,
        )  # fmt: skip
    record_reads("contact", "people.person", [m.person_id for m in members], by=by, organisation=organisation, at=NOW)
    context = as_role("administrator").get(JOURNAL, {"who": "Coordinator"}).context
    assert context["page"].paginator.count == 14
    assert sum(line.count for line in context["lines"]) == 14


# ---- looking for something


@pytest.fixture
def told(cast, pair, note):
    """One entry of each kind."""
    note("role.end", "programmes.membership", cast.trainer.pk, by=cast.administrator.person, at=NOW - 3 * DAY)
    note("message.queue", by=cast.coordinator.person, at=NOW - 2 * DAY)
    note("pair.end", "pairs.pair", pair.pk, by=cast.coordinator.person, at=NOW - DAY)
    note("read.plan", "mentoring.plan", pair.pk, by=cast.supervisor.person)


READ, ENDED = "Supervisor One read a goal", "Coordinator One ended the pair"
SENT, ROLE = "Coordinator One sent messages.", "Organisation administrator One ended a role of Trainer One."


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "read"}, [READ]),
        ({"kind": "changed"}, [ENDED]),
        ({"kind": "sent"}, [SENT]),
        ({"kind": "access"}, [ROLE]),
        ({"who": "coord ONE"}, [ENDED, SENT]),
        ({"who": "nobody"}, []),
        ({"about": "Mentee"}, [ENDED]),
        ({"about": "trainer one"}, [ROLE]),
        ({"since": "2026-03-02"}, [READ]),
        ({"until": "2026-02-28"}, [SENT, ROLE]),
        ({"since": "2026-02-28", "until": "2026-03-01"}, [ENDED, SENT]),
        ({"who": "Coordinator", "kind": "sent", "since": "2026-03-01"}, []),
    ],
)
def test_the_filters_find_what_was_asked_for(told, read, asked, found):
    lines = sentences(read(**asked))
    assert len(lines) == len(found)
    assert all(line.startswith(start) for line, start in zip(lines, found, strict=True))


@pytest.mark.parametrize("written", ["åsa", "ÅSA lind", "anna-åsa"])
def test_a_name_is_found_written_small_or_large(cast, note, read, written):
    asa = member(cast.programme, person(cast.organisation, "Anna-Åsa Lind"), Role.TRAINER)
    note("role.end", "programmes.membership", asa.pk, by=cast.administrator.person)
    ended = ["Organisation administrator One ended a role of Anna-Åsa Lind."]
    assert [line for line in sentences(read(about=written)) if "ended a role" in line] == ended


def test_a_wrong_day_is_told_and_the_rest_still_counts(told, read):
    page = read(since="soon", kind="sent")
    assert "Choose a day." in page
    assert 'value="soon"' in page
    assert sentences(page) == [SENT]
    assert "This day comes before the first one." in read(since="2026-03-02", until="2026-03-01")


@pytest.mark.parametrize("field", ["who", "about"])
def test_a_name_that_too_many_people_have_is_told_and_not_cut_off_in_silence(cast, told, read, field):
    for n in range(25):
        member(cast.programme, person(cast.organisation, f"Amina {n}"), Role.MENTEE)
    more = "More than 25 people have this name. Write more of it."
    assert more not in read(**{field: "Amina"})
    member(cast.programme, person(cast.organisation, "Amina Last"), Role.MENTEE)
    page = read(**{field: "Amina"})
    assert more in page
    assert 'value="Amina"' in page
    assert more not in read(**{field: "Amina Last"})


def test_nothing_found_says_what_to_do(read):
    assert "Look for fewer things at a time" in read(who="nobody")


def test_the_next_page_keeps_what_was_asked_for(cast, note, read):
    for _ in range(26):
        note("place.add", by=cast.coordinator.person)
    page = read(who="Coordinator")
    assert "?who=Coordinator&amp;page=2" in page


@pytest.mark.parametrize("asked", [{}, {"who": "one", "about": "one", "kind": "read", "since": "2020-01-01"}])
def test_a_full_page_of_every_kind_of_row_makes_as_few_queries_as_an_empty_one(cast, pair, note, read, asked):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(**asked)
        outside = ("SAVEPOINT", "RELEASE", 'UPDATE "django_session"')
        return [query["sql"] for query in captured if not query["sql"].startswith(outside)]

    read()
    note("read.plan", "pairs.pair", pair.pk, by=cast.mentor.person)
    few = queries()
    for kind in CONCERNS:
        note("read.plan", kind, pair.pk, by=cast.supervisor.person)
    many = queries()
    assert len(many) == len(few) <= 8


def test_a_call_that_was_opened_again_says_which_until_when_and_why(cast, read, call):
    by = cast.coordinator.person
    reopen_call(call=call, closes_on=TODAY + 3 * DAY, reason="places_free", by=by, at=NOW)
    page = strip_tags(read())
    assert "Coordinator One opened a call for applications again." in page
    day = TODAY + 3 * DAY
    facts = f"Mentee · Last day to apply: {day:%-d %B %Y} · Places have become free"
    assert facts in page


def test_the_facts_of_calls_cost_no_query(cast, as_role, call):
    client = as_role("administrator")

    def queries() -> int:
        client.get(JOURNAL)
        with CaptureQueriesContext(connection) as captured:
            client.get(JOURNAL)
        return len(captured)

    with_one = queries()
    for n in range(12):
        day = TODAY + n * DAY
        record(
            "call.reopen", "recruitment.call", call.pk, by=cast.coordinator.person, organisation=cast.organisation.pk,
            at=NOW, detail={"role": "mentee", "reason": "mistake", "closes_on": day.isoformat()},
        )  # fmt: skip
    assert queries() == with_one


def test_what_is_written_later_of_an_earlier_instant_stands_below(note, read):
    note("place.add", at=NOW + 2 * DAY)
    note("place.rename", at=NOW + 2 * DAY)
    note("partner.add", at=NOW + DAY)
    assert sentences(read()) == [
        "The system renamed a place.", "The system added a place.", "The system added a partner.",
    ]  # fmt: skip
