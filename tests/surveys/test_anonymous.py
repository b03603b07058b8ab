"""A survey that is answered without a name."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.surveys.models import Sheet
from tests.cast import NOW
from tests.surveys.conftest import answers

pytestmark = pytest.mark.django_db


def test_an_anonymous_survey_is_answered_by_whoever_has_the_address(cast, anonymous, as_role):
    url = reverse("surveys:sheet", args=[anonymous.pk])
    for client in (Client(), as_role("mentee")):
        before = Entry.objects.of(cast.organisation.pk).count()
        sent = client.post(url, {"safe": "2", "change": "More evenings"})
        assert sent.status_code == 302
        assert "We do not know that they are yours" in client.get(sent["Location"]).text
        assert Entry.objects.of(cast.organisation.pk).count() == before
    assert Sheet.objects.of(cast.organisation).count() == 2
    assert not answers(cast, "free_word").exists()


def test_an_empty_sheet_is_refused_and_a_late_one_is_told(anonymous):
    url = reverse("surveys:sheet", args=[anonymous.pk])
    assert Client().post(url, {}).status_code == 422
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert Client().get(url).status_code == 410


def test_a_confidential_survey_has_no_open_address(asked):
    [invitation] = asked("pulse", "mentee")
    assert Client().get(reverse("surveys:sheet", args=[invitation.wave_id])).status_code == 404
