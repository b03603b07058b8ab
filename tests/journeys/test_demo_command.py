"""What `handslag demo` promises to newcomers, monitors and packagers."""

import re

import pytest

from handslag.programmes.roles import Role

from .demonstration import Demonstration, Visitor

pytestmark = pytest.mark.slow  # a demonstration is made first
NUMBERS = ["1a", "1b", "2", "3", "4", "5", "6", "7", "8", "9", "10"]


def test_it_says_once_where_it_is_ready(demonstration):
    assert demonstration.said.count(f"Handslag is ready at http://127.0.0.1:{demonstration.port}") == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_first_page_answers_without_a_redirect(demonstration, host):
    visitor = Visitor(f"http://{host}:{demonstration.port}")
    status, page = visitor.get("/")
    assert status == 200
    assert "Meet someone who has made the same journey" in page
    assert visitor.get("/health/")[0] == 200


def test_a_page_that_does_not_exist_is_not_found(demonstration):
    assert Visitor(demonstration.address).get("/nowhere/")[0] == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_can_go_in_and_reads_what_to_do(demonstration, role):
    status, page = Visitor(demonstration.address).go_in_as(role.value)
    assert status == 200
    assert "Hello " in page
    said = ('class="next-step"', "Nothing needs you right now.", "Your advice on our texts")  # the last to experts
    assert any(words in page for words in said)


@pytest.mark.parametrize("role", [Role.MENTEE, Role.MENTOR, Role.COORDINATOR, Role.SUPERVISOR])
def test_those_who_carry_the_programme_have_something_to_do(demonstration, role):
    _status, page = Visitor(demonstration.address).go_in_as(role.value)
    assert 'class="next-step"' in page


def test_status_tells_how_far_the_programmes_are(demonstration):
    programmes = {row["programme"]: row for row in demonstration.json("status")["programmes"]}
    assert set(programmes) == {"amir-malmo", "amir-uppsala"}
    malmo = programmes["amir-malmo"]
    assert malmo["phase"] == "mentoring"
    counted = {name: malmo["counts"][name] for name in ("applications", "pairs", "running_pairs")}
    assert counted == {"applications": 60, "pairs": 28, "running_pairs": 27}


def test_indicators_come_with_the_counts_behind_them(demonstration):
    figures = demonstration.json("indicators", "amir-malmo")
    assert [figure["number"] for figure in figures] == NUMBERS
    for figure in figures:
        assert {"numerator", "denominator", "value", "target", "amif"} <= figure.keys()
        assert 0 <= figure["numerator"] <= figure["denominator"]
        share = figure["numerator"] / figure["denominator"] if figure["denominator"] else None
        assert figure["value"] == share
    assert sum(figure["value"] is not None for figure in figures) >= 6


def test_a_second_start_uses_the_same_data_and_stops_when_asked(demonstration):
    """Other settings in the environment do not lead it astray."""
    second = Demonstration.start(
        demonstration.data, DATABASE_URL="sqlite:////nowhere/at/all.sqlite3", HANDSLAG_MODE="production"
    )
    try:
        assert any(line.startswith("Using the demonstration in") for line in second.said)
        assert Visitor(second.address).get("/health/")[0] == 200
    finally:
        code = second.stop()
    assert code == 0
    assert not second.listens()


def test_the_figures_on_the_home_are_those_of_the_pages_they_open(demonstration):
    visitor = Visitor(demonstration.address)
    _, home = visitor.go_in_as("coordinator")
    cards = re.findall(r'href="([^"]+/indicators/\w+/\?on=[\d-]+)"', home)
    assert len(cards) == len(NUMBERS)
    for url in cards:
        _, page = visitor.get(url)
        assert "What was written later about earlier days" not in page
