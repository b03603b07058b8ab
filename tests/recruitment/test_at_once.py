"""Two at the same moment, on whatever database the suite runs."""

import pytest

from handslag.outbox.models import Message
from handslag.programmes.models import Programme
from handslag.recruitment.actions import Act, answer_together
from handslag.recruitment.models import Selection
from tests.cast import NOW
from tests.outbox.test_workers import at_once, own_file  # noqa: F401

from .received import received

pytestmark = pytest.mark.django_db(transaction=True)


def test_applications_answered_twice_at_once_are_answered_once(cast, own_file):  # noqa: F811
    """The same button pressed twice, the second time with the people in another order."""
    applications = [
        received(cast.programme, "mentee", first_name=f"Amina {k}", phone=f"070-174 06 {60 + k}") for k in range(3)
    ]
    ids = [application.pk for application in applications]
    orders = [ids, ids[::-1]]

    def press(act, by, **more) -> list[int]:
        """How many each of the two answered."""
        left = list(orders)

        def work():
            own = Programme.objects.of(cast.organisation).get(pk=cast.programme.pk)
            return len(answer_together(programme=own, ids=left.pop(), act=act, by=by, at=NOW, **more))

        return sorted(at_once(2, work))

    first, second = cast.coordinator.person, cast.second_coordinator.person
    assert press(Act.INVITE, first) == [0, 3]
    assert Message.objects.of(cast.organisation).count() == 3
    assert press(Act.DECLINE, first, reason_code="places_full") == [0, 3]
    proposals = list(Selection.objects.of(cast.organisation).values_list("pk", flat=True))
    assert len(proposals) == 3
    assert press(Act.CONFIRM, second, selections=proposals) == [0, 3]
    assert Message.objects.of(cast.organisation).count() == 6
