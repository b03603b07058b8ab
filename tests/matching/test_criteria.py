"""Weights and rules: complete, in whole numbers, and refused in plain words when they are wrong."""

from dataclasses import asdict, fields

import pytest

from handslag.matching.criteria import Criteria, Rules, Weights, criteria_from
from handslag.matching.quality import CRITERIA


def test_every_weight_has_its_criterion_in_the_same_order():
    assert [weight.name for weight in fields(Weights)] == list(CRITERIA)


def test_the_default_weights_add_up_to_a_hundred():
    assert sum(asdict(Weights()).values()) == 100
    assert Weights().highest_score == 10_000


@pytest.mark.parametrize("weight", [-1, 1.0, True, "3", 10_001])
def test_a_weight_is_a_whole_number(weight):
    with pytest.raises(ValueError, match="the weight of needs must be a whole number"):
        Weights(needs=weight)


@pytest.mark.parametrize(
    ("name", "value"), [("same_place", "yes"), ("same_format", 1), ("far_km", 0), ("shared_language_level", "c2")]
)
def test_a_rule_of_another_kind_is_refused(name, value):
    with pytest.raises(ValueError, match=f"{name} must be"):
        Rules(**{name: value})


def test_settings_may_switch_the_language_rule_off_and_keep_the_default_weights():
    found = criteria_from({"rules": {"shared_language_level": "off", "same_place": True}, "fairness": "total"})
    assert found == Criteria(rules=Rules(shared_language_level=None, same_place=True), fairness="total")
