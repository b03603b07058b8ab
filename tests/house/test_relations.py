"""Rules about the models: floors hold for foreign keys too, and no relation leaves its organisation."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from handslag.organisations.constraints import SameOrganisation
from handslag.organisations.models import OrganisationRow
from handslag.organisations.scope import rule_of

MODELS = [model for model in apps.get_models() if model.__module__.startswith("handslag.")]
ROWS = [model for model in MODELS if issubclass(model, OrganisationRow)]
by_name = {"ids": lambda model: model._meta.label}


def floors() -> dict[str, int]:
    """How high each room lies, read from the import contract; rooms between bars share a floor."""
    contract = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    height = {}
    for level, line in enumerate(reversed(contract["layers"])):
        for room in line.split("|"):
            height[room.strip(" ()")] = level
    return height


@pytest.mark.parametrize("model", MODELS, **by_name)
def test_foreign_keys_point_downwards_or_stay_in_the_room(model):
    height = floors()
    for field in model._meta.local_fields:
        target = field.remote_field and field.remote_field.model
        if target in MODELS and target._meta.app_label != model._meta.app_label:
            assert height[target._meta.app_label] < height[model._meta.app_label], field


@pytest.mark.parametrize("model", ROWS, **by_name)
def test_every_relation_is_tied_to_one_organisation(model):
    tied = {c.field for c in model._meta.constraints if isinstance(c, SameOrganisation)}
    relations = {
        field.name
        for field in model._meta.local_fields
        if field.remote_field and issubclass(field.remote_field.model, OrganisationRow)
    }
    assert tied == relations


@pytest.mark.parametrize("model", ROWS, **by_name)
def test_every_model_says_who_may_see_its_rows(model):
    assert rule_of(model) is not None


def test_every_model_of_a_room_belongs_to_an_organisation():
    apart = {"Organisation", "Account", "BrowserSignIn", "KeptForm", "Entry", "Seal"}
    assert {model.__name__ for model in MODELS if model not in ROWS} == apart
