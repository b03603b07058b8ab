"""Long JSON is read from its text only where somebody looks at it."""

import json
import pickle

import pytest

from handslag.core import long_json
from handslag.programmes.models import Programme

LISTS = {"theme": [{"code": "housing", "en": "Housing"}]}


@pytest.fixture
def programme(cast):
    cast.programme.lists = LISTS
    cast.programme.save()
    return cast.programme


@pytest.fixture
def read(monkeypatch):
    """The texts that were read so far."""
    texts = []

    class Watched:
        def loads(self, text):
            texts.append(text)
            return json.loads(text)

    monkeypatch.setattr(long_json, "json", Watched())
    return texts


def again(programme) -> Programme:
    return Programme.objects.of(programme.organisation_id).get(pk=programme.pk)


def test_it_is_read_once_by_who_looks_at_it(programme, read):
    found = again(programme)
    assert read == []
    assert found.lists == LISTS
    assert found.lists is found.lists
    assert len(read) == 1


def test_what_is_changed_is_saved_and_what_nobody_looked_at_stays(programme):
    found = again(programme)
    found.lists["theme"].append({"code": "work"})
    found.save(update_fields=["lists"])
    assert [entry["code"] for entry in again(programme).lists["theme"]] == ["housing", "work"]
    other = again(programme)
    other.title = "Another"
    other.save()
    assert [entry["code"] for entry in again(programme).lists["theme"]] == ["housing", "work"]


def test_it_can_be_left_out_refreshed_and_put_away(programme):
    left_out = Programme.objects.of(programme.organisation_id).defer("lists").get(pk=programme.pk)
    assert left_out.lists == LISTS
    found = again(programme)
    assert pickle.loads(pickle.dumps(found)).lists == LISTS
    programme.lists = {}
    programme.save()
    found.refresh_from_db()
    assert found.lists == {}
    assert Programme(title="New").lists == {}
