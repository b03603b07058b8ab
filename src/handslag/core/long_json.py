"""Long JSON that most requests do not look at: it is read from its text when somebody first asks for it."""

import json
from typing import Any

from django.db.models import JSONField
from django.db.models.query_utils import DeferredAttribute


class _Unread:
    """The text as the database has it. Whoever meets one has asked with values() or F(): ask for the row instead."""

    __slots__ = ("text",)

    def __init__(self, text: str):
        self.text = text


class _ReadOnFirstUse(DeferredAttribute):
    def __get__(self, instance: Any, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, _Unread):
            value = instance.__dict__[self.field.attname] = json.loads(value.text)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class LongJSONField(JSONField):
    """A JSONField for tens of kilobytes, which come along with every row that joins theirs. To the database, and so to
    migrations, it is a JSONField. Not for `values()` and `F()`, which would give the unread text."""

    descriptor_class = _ReadOnFirstUse

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return _Unread(value) if isinstance(value, str) else value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
