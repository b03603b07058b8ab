"""How the pairs stand, on the team's home."""

import pytest

from handslag.pairs.models import Pair
from handslag.supervision.home_panels import panels
from handslag.supervision.models import SignalNote
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY, many_pairs, started


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
    assert "All 3 pairs" in page
    assert f'href="/programmes/{cast.programme.pk}/attention/"' in page
    assert 'x="66.7" width="33.3"' in page
