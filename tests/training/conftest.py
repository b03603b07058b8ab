"""Units and sessions for the tests of this room."""

from datetime import datetime, timedelta

import pytest

from handslag.training import actions
from tests.cast import NOW


class Training:
    """Short ways to the product's own actions, around the instant NOW."""

    def __init__(self, cast):
        self.cast = cast

    def unit(self, number: int = 1, **texts):
        values = {
            "title": {"en": f"Unit about {number}", "sv": f"Del om {number}"}, "aim": {"en": "You can listen."},
            "content": {"en": ["Times and activities"]}, "activities": {},
        }  # fmt: skip
        return actions.add_unit(
            programme=self.cast.programme, number=number, minutes=120, by=None, at=NOW, **(values | texts)
        )

    def session(self, unit, starts_at: datetime = NOW - timedelta(days=1), **values):
        values = {"place": "Library", "by": self.cast.coordinator.person, "at": NOW} | values
        return actions.plan_session(unit=unit, starts_at=starts_at, **values)

    def marked(self, unit, statuses, starts_at: datetime = NOW - timedelta(days=1), at: datetime = NOW):
        session = self.session(unit, starts_at)
        actions.take_attendance(session=session, statuses=statuses, by=self.cast.trainer.person, at=at)
        return session


@pytest.fixture
def training(cast):
    return Training(cast)
