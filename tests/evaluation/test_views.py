from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.evaluation.cards import cards, look_first, summary
from handslag.evaluation.command import as_json
from handslag.evaluation.drill import MISSING, rows_of
from handslag.evaluation.indicators import Figure
from handslag.evaluation.queries import load
from handslag.evaluation.sheets import rows
from tests.cast import NOW, TODAY
from tests.evaluation.few_readers import PARTNER, TEAM
from tests.supervision.rows import DAY, diary, many_pairs, started

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def url(programme):
    return reverse("evaluation:indicators", args=[programme.pk])


def figure(number="2", n=6, total=10, target=0.75):
    return Figure(number, f"Title of {number}", n, total, n / total if total else None, target, due=bool(total))


@pytest.mark.parametrize("role", ["coordinator", "supervisor", "trainer", "partner", "administrator"])
def test_the_team_and_partners_see_the_ten_indicators(as_role, url, role):
    page = as_role(role).get(url)
    assert page.status_code == 200
    assert [card.figure.number for card in page.context["cards"]] == [
        "1a", "1b", "2", "3", "4", "5", "6", "7", "8", "9", "10",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["mentor", "mentee", "expert", "outsider"])
def test_others_do_not(as_role, url, role):
    assert as_role(role).get(url).status_code == 404


def test_a_mentor_here_who_is_a_trainer_elsewhere_is_refused(cast, as_role, url):
    from tests.cast import member
    from tests.cast import programme as make

    member(make(cast.organisation, "elsewhere"), cast.mentor.person, "trainer")
    assert as_role("mentor").get(url).status_code == 403


def test_the_day_can_be_chosen(cast, as_role, url):
    started(cast, on=TODAY - 200 * DAY)
    cast.programme.starts_on = TODAY - 210 * DAY
    cast.programme.save()
    page = as_role("coordinator").get(url, {"on": (TODAY - 150 * DAY).isoformat()})
    assert {c.figure.number: c.figure.denominator for c in page.context["cards"]}["2"] == 0
    page = as_role("coordinator").get(url)
    assert {c.figure.number: c.figure.denominator for c in page.context["cards"]}["2"] == 1


@pytest.mark.parametrize("on", ["soon", "2026-02-30", "2027-01-01"])
def test_a_day_that_is_none_or_lies_ahead_is_said_and_kept(as_role, url, on):
    page = as_role("coordinator").get(url, {"on": on})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert f'value="{on}"' in page.text


def test_a_day_before_the_programme_began_is_refused_at_its_field(as_role, url):
    page = as_role("coordinator").get(url, {"on": "1900-01-01"})
    assert page.status_code == 422
    assert page.context["form"].errors["on"] == [
        "The programme began on 5 January 2026. Choose that day or a later one."
    ]
    assert as_role("coordinator").get(url, {"on": "2026-01-05"}).status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "partner"])
def test_before_the_programme_began_and_in_its_first_month_the_page_opens(cast, as_role, url, role):
    cast.programme.starts_on = TODAY
    cast.programme.save()
    assert as_role(role).get(url).status_code == 200
    cast.programme.starts_on = TODAY + DAY
    cast.programme.save()
    assert as_role(role).get(url).status_code == 200


def test_the_day_stays_on_the_way_to_one_indicator_and_back(as_role, url):
    client, day = as_role("coordinator"), "?on=2026-02-10"
    assert client.get(url + day).text.count(f'href="{url}2/{day}"') == 1
    assert f'href="{url}{day}"' in client.get(url + "2/" + day).text


def test_closing_is_a_button_from_the_closing_phase_on_and_a_quiet_link_before_it(cast, as_role, url):
    closing, client = reverse("evaluation:closing", args=[cast.programme.pk]), as_role("coordinator")
    link, button = f'<a href="{closing}"', f'<a class="button button--secondary" href="{closing}"'
    page = client.get(url).text
    assert (link in page, button in page) == (True, False)
    cast.programme.phases.create(
        organisation=cast.organisation,
        key="closing",
        position=9,
        title="End",
        starts_on=TODAY,
        ends_on=TODAY + 30 * DAY,
    )
    page = client.get(url).text
    assert (link in page, button in page) == (False, True)
    assert closing not in as_role("supervisor").get(url).text


def test_a_partner_does_not_see_counts_of_fewer_than_five(cast, as_role, url):
    for pair in many_pairs(cast, 4, on=TODAY - 120 * DAY):
        diary(pair, TODAY - DAY)
    on = {"on": (TODAY.replace(day=1) - DAY).isoformat()}
    inside, outside = (as_role(role).get(url, on) for role in ("coordinator", "partner"))
    assert not any(card.hidden for card in inside.context["cards"])
    hidden = {card.figure.number for card in outside.context["cards"] if card.hidden}
    assert hidden == {"2", "3", "6", "7", "8", "10"}
    assert "0 of 4" in inside.text
    assert "0 of 4" not in outside.text
    url = reverse("evaluation:indicator", args=[cast.programme.pk, "2"])
    inside, outside = (as_role(role).get(url) for role in ("coordinator", "partner"))
    assert "on average" in inside.text
    assert "on average" not in outside.text


def test_a_partner_sees_month_ends_only_so_that_two_days_compared_show_nobody(as_role, url):
    client = as_role("partner")
    page = client.get(url)
    assert page.context["on"] == date(2026, 2, 28)
    assert "the last day of a month" in page.text
    day_after = client.get(url, {"on": "2026-02-27"})
    assert day_after.status_code == 422
    assert day_after.context["on"] == date(2026, 2, 28)
    assert client.get(url, {"on": "2026-01-31"}).status_code == 200
    assert as_role("coordinator").get(url, {"on": "2026-02-27"}).status_code == 200


def test_on_the_last_day_of_a_month_a_partner_sees_that_day(as_role, url):
    with time_machine.travel("2026-03-31 09:00Z", tick=False):
        assert as_role("partner").get(url).context["on"] == date(2026, 3, 31)


def test_a_coordinator_who_is_a_partner_too_sees_everything(cast, as_role, url):
    from tests.cast import member

    member(cast.programme, cast.coordinator.person, "partner")
    assert as_role("coordinator").get(url).context["outside"] is False


def test_small_counts_are_hidden_from_five_down_but_countries_are_not_people(programme):
    def hidden(**said):
        return cards([figure(**said)], programme, PARTNER)[0].hidden

    assert not hidden(n=5, total=5)
    assert hidden(n=4, total=10)
    assert hidden(n=4, total=4)
    assert not hidden(n=0, total=0)
    assert not hidden(number="9", n=1, total=1)


def test_the_summary_says_how_many_are_on_track_and_which_are_behind(programme):
    shown = cards([figure(n=8), figure("3", n=1), figure("5", n=0, total=0)], programme, TEAM)
    assert summary(shown) == "1 of 2 indicators that can be counted is on track. Behind: Title of 3."
    assert summary(shown[2:]) == "Nothing can be counted yet."


def test_the_summary_names_three_that_are_behind_and_counts_the_others(programme):
    shown = cards([figure(number, n=1) for number in ("2", "3", "4", "5", "6")], programme, TEAM)
    assert summary(shown[:3]).endswith("Behind: Title of 2; Title of 3; Title of 4.")
    assert summary(shown).endswith("Behind: Title of 2; Title of 3; Title of 4; and 2 more.")


def test_first_come_those_that_are_behind_and_then_those_to_watch(programme):
    numbers = {"2": 10, "3": 7, "4": 1, "5": 1, "6": 1}
    shown = cards([figure(number, n=n, target=0.75) for number, n in numbers.items()], programme, TEAM)
    assert [card.figure.number for card in look_first(shown)] == ["4", "5", "6"]
    assert [(card.figure.number, card.sign) for card in look_first(shown[:4])] == [
        ("4", "error"), ("5", "error"), ("3", "warn"),
    ]  # fmt: skip


def test_a_figure_just_below_its_target_does_not_read_as_reached(programme):
    [card] = cards([figure(n=849, total=1000, target=0.85)], programme, TEAM)
    assert (card.percent, card.state) == (84, "watch")
    assert cards([figure(n=29, total=100)], programme, TEAM)[0].percent == 29


def test_the_page_takes_eight_queries_for_one_pair_and_for_thirty(cast, as_role, url):
    def count() -> int:
        client.get(url)  # the session is written once a minute
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught.captured_queries)

    client = as_role("coordinator")
    diary(started(cast), TODAY - DAY)
    one = count()
    for pair in many_pairs(cast, 29):
        diary(pair, TODAY - DAY)
    assert count() == one <= 8


def test_scripts_get_plain_data(cast, programme):
    started(cast, on=TODAY - 100 * DAY)
    rows = {row["number"]: row for row in as_json(programme, TODAY)}
    assert rows["2"]["numerator"] == 0
    assert rows["2"]["denominator"] == 1
    assert rows["2"]["value"] == 0.0
    assert rows["2"]["target"] == 0.75
    assert rows["5"]["value"] is None
    assert rows["5"]["not_due"] == 1
    assert rows["6"]["amif"] == ["O.2.3.2"]


def silent(n: int) -> Figure:
    return Figure("4", "Title", 0, 0, None, 0.85, due=False, silent=n)


def test_where_nobody_is_counted_it_says_whether_somebody_is_due(programme):
    def said(n, reader=TEAM):
        return cards([silent(n)], programme, reader)[0].nothing_yet

    assert said(0) == "Nobody is due yet."
    assert said(1) == "1 is due, nobody has answered yet."
    assert said(2) == "2 are due, nobody has answered yet."
    assert (said(4, PARTNER), said(0, PARTNER)) == ("Nobody has answered yet.", "Nobody is due yet.")
    assert said(5, PARTNER) == "5 are due, nobody has answered yet."
    assert cards([figure()], programme, TEAM)[0].nothing_yet == ""


def test_where_somebody_is_due_and_silent_the_state_says_so_everywhere(programme):
    waiting, nobody = cards([silent(2), silent(0)], programme, TEAM)
    assert (waiting.state, waiting.word) == ("silent", "No answers yet")
    assert (nobody.state, nobody.word) == ("none", "Nothing to count yet")
    assert [row[7] for row in rows([waiting, nobody], TODAY)] == ["No answers yet", "Nothing to count yet"]
    assert summary([waiting]) == "Nothing can be counted yet."


def test_two_who_have_not_answered_are_due_on_their_page_and_on_the_card(cast, as_role, url):
    started(cast, on=TODAY - 360 * DAY)
    client = as_role("coordinator")
    page = client.get(f"{url}4/").text
    listed = client.get(url).text
    assert page.count("2 are due, nobody has answered yet.") == listed.count("2 are due, nobody") == 1
    card = listed.partition('id="indicator-4"')[2].partition("</article>")[0]
    assert "No answers yet" in card
    assert "Nothing to count yet" not in card
    assert "Nobody is due yet." not in page
    assert "with care" not in page


@pytest.mark.parametrize("days", [10, 100, 130, 360, 400])
def test_where_somebody_is_missing_no_indicator_says_that_nobody_is_due(cast, as_role, url, days):
    started(cast, on=TODAY - days * DAY)
    shown = as_role("coordinator").get(url).context["cards"]
    facts = load(cast.programme, TODAY)
    for card in shown:
        if any(row.state == MISSING for row in rows_of(card.figure.number, facts)):
            assert card.nothing_yet != "Nobody is due yet.", card.figure.number


def test_the_printed_page_names_the_organisation_too(cast, as_role, url):
    head = as_role("coordinator").get(url).text.split("<h1>")[0].split('class="page-head"')[1]
    assert f"<bdi>{cast.organisation.name}</bdi> · </span><bdi>{cast.programme.title}</bdi>" in head


def test_the_printed_page_of_one_indicator_names_whose_it_is_and_of_which_day(cast, as_role, url):
    page = as_role("coordinator").get(f"{url}2/?on={TODAY}").text
    head = page.split("<h1>")[0].split('class="page-head"')[1]
    where = f"<bdi>{cast.organisation.name}</bdi> · <bdi>{cast.programme.title}</bdi> · {TODAY:%-d %B %Y} · "
    assert f'<span class="only-print">{where}</span>Indicator 2' in head
