"""The indicators on paper, in a real browser."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from handslag.evaluation.closing_models import KeptFigures
from tests.cast import NOW
from tests.supervision.rows import started

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(browser, live_server, cast, programme, as_role):
    """The list of indicators as it is printed, with the month before at 0 %."""
    started(cast, on=date.today() - timedelta(days=50))
    end = date.today().replace(day=1) - timedelta(days=1)
    KeptFigures(
        organisation=cast.organisation, programme=programme, months={end.isoformat(): {"3": [0, 1]}}, made_at=NOW
    ).save()
    context = browser.new_context(base_url=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    cookie = as_role("coordinator").cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(reverse("evaluation:indicators", args=[programme.pk]))
    yield page
    context.close()


def test_the_months_stand_below_the_ground_of_the_trend_and_its_dots(paper, cast):
    trend = paper.locator("#indicator-3 .trend")
    marks = trend.locator(".trend__ground, circle").all()
    lowest = max(mark.bounding_box()["y"] + mark.bounding_box()["height"] for mark in marks)
    months = [month.bounding_box() for month in trend.locator(".trend__month").all()]
    assert len(months) == 2
    # The box of a word has the height of a line: the letters begin about a quarter below its upper edge.
    assert all(lowest <= month["y"] + month["height"] / 4 for month in months)
    card = paper.locator("#indicator-3").bounding_box()
    assert all(month["y"] + month["height"] <= card["y"] + card["height"] for month in months)
    assert paper.locator(".page-head").get_by_text(cast.organisation.name).is_visible()
