"""Who lacks what before pairs are suggested."""

import pytest
import time_machine
from django.urls import reverse

from tests.pairs import made
from tests.pairs.at_the_board import text
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_who_lacks_what_is_said_with_the_place_to_mend_it(as_role, programme, only_ours):
    made.mentor(programme, "Not Trained", units=3)
    made.mentor(programme, "No Language", languages=[])
    made.mentee(programme, "No Times", times=[])
    made.mentee(programme, "All Told")
    page = as_role("coordinator").get(reverse("pairs:readiness", args=[programme.pk]))
    assert "3 of 5 training units done" in text(page)
    assert "Has named no language." in text(page)
    assert "Has named no times." in text(page)
    assert "All Told" not in text(page)
    assert reverse("training:units", args=[programme.pk]) in text(page)
    assert [row.is_held_back for row in page.context["page"]] == [True, True, False]
