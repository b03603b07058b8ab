"""How the pairs stand, on the team's home."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.pairs.models import Pair
from handslag.supervision.actions import agree_pause
from handslag.supervision.home_panels import panels
from handslag.supervision.models import SignalNote
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY, many_pairs, started

pytestmark = pytest.mark.usefixtures("now")


def noted(pair, code="no_meeting", **more):
    return SignalNote.objects.create(
        organisation_id=pair.organisation_id, pair=pair, code=code, first_seen_on=TODAY - 3 * DAY, **more
    )


def parts(cast, role="coordinator"):
    found = list(panels(cast.account(role), cast.programme, NOW))
    return [(share["word"], share["count"], share["start"]) for share in found[0].context["shares"]] if found else []


def test_pairs_are_counted_by_whether_they_meet(cast):
    first, second, third = many_pairs(cast, 3)
    waiting = started(cast)
    Pair.objects.of(cast.organisation.pk).filter(pk=waiting.pk).update(started_on=None, agreed_at=NOW)
    noted(first)
    noted(second, gone_on=TODAY)  # they have met again
    noted(third, code="worse_mood")
    assert parts(cast) == [("They meet", 2, 0), ("They do not meet", 1, 2), ("First meeting to come", 1, 3)]


def test_ended_pairs_are_no_longer_counted(cast):
    pair = started(cast)
    noted(pair)
    Pair.objects.of(cast.organisation.pk).filter(pk=pair.pk).update(ended_on=TODAY, end_reason=Pair.EndReason.COMPLETED)
    assert parts(cast) == []


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "expert", "partner", "outsider"])
def test_who_is_not_told_of_signals_does_not_see_them(cast, role):
    noted(started(cast))
    assert parts(cast, role) == []


def test_the_home_leads_to_each_part(cast, as_role):
    noted(started(cast))
    many_pairs(cast, 2)
    page = as_role("coordinator").get("/home/").text
    assert f'href="/programmes/{cast.programme.pk}/pairs/meeting/?how=apart"' in page
    assert 'x="66.7" width="33.3"' in page


def test_the_way_to_all_pairs_gives_no_number_as_ended_ones_are_there_too(cast, as_role):
    ended, *_running = many_pairs(cast, 3)
    Pair.objects.of(cast.organisation.pk).filter(pk=ended.pk).update(ended_on=TODAY, end_reason="completed")
    client, address = as_role("coordinator"), f"/programmes/{cast.programme.pk}/pairs/"
    assert f'<a href="{address}">All pairs</a>' in client.get("/home/").text
    assert "3 pairs" in client.get(address).text


def listed(client, cast, how):
    page = client.get(f"/programmes/{cast.programme.pk}/pairs/meeting/?how={how}")
    return [pair.pk for pair in page.context["page"]], page.text


def test_each_part_leads_to_exactly_the_pairs_that_it_counts(cast, programme, as_role):
    meets, rests, quiet, gone = many_pairs(cast, 4)
    for pair in (rests, quiet, gone):
        noted(pair)
    noted(quiet, code="worse_mood")
    agree_pause(pair=rests, from_on=TODAY, until_on=TODAY + 9 * DAY, reason="travel", by=None, at=NOW)
    Pair.objects.of(cast.organisation.pk).filter(pk=gone.pk).update(ended_on=TODAY, end_reason=Pair.EndReason.COMPLETED)
    waiting = started(cast)
    Pair.objects.of(cast.organisation.pk).filter(pk=waiting.pk).update(started_on=None, agreed_at=NOW)
    client = as_role("coordinator")
    [panel] = panels(cast.account("coordinator"), cast.programme, NOW)
    counts = {share["url"].rpartition("=")[2]: share["count"] for share in panel.context["shares"]}
    expected = {"meet": meets, "apart": quiet, "paused": rests}
    for how, pair in expected.items():
        found, text = listed(client, cast, how)
        assert found == [pair.pk]
        assert len(found) == counts[how]
        assert ("Pause until 11 March" in text) is (how == "paused")
    assert listed(client, cast, "nonsense")[0] == [meets.pk]


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "expert", "partner", "outsider"])
def test_who_is_not_told_of_signals_does_not_open_the_lists(cast, as_role, role):
    assert as_role(role).get(f"/programmes/{cast.programme.pk}/pairs/meeting/").status_code in {403, 404}


def test_the_lists_take_the_same_queries_for_one_and_for_thirty(cast, as_role):
    client, url = as_role("coordinator"), f"/programmes/{cast.programme.pk}/pairs/meeting/?how=meet"

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len([q for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])

    many_pairs(cast, 1)
    one = queries()
    many_pairs(cast, 29)
    assert queries() == one <= 8
