"""Querysets that refuse to run before it is said whose rows are meant."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q

_rules: dict[type[models.Model], Callable] = {}


class ScopeMissing(RuntimeError):
    """A query was about to run over all organisations without anybody having asked for that."""


def visible(model: type[models.Model]):
    """Register the rule that says which rows of `model` an account may see: `rule(user) -> Q`."""

    def register(rule: Callable) -> Callable:
        if model in _rules:
            raise RuntimeError(f"{model.__name__} has two rules of visibility.")
        _rules[model] = rule
        return rule

    return register


def rule_of(model: type[models.Model]) -> Callable | None:
    """The rule registered for `model`; None: nobody may see its rows on a page."""
    return _rules.get(model)


class OrganisationQuerySet(models.QuerySet):
    """State the scope with `visible_to`, `of` or `everywhere`; rows reached from a row are scoped by it."""

    _scope_stated = False

    def visible_to(self, user) -> "OrganisationQuerySet":
        """The rows that `user` may see, by the rule registered in the room's `access`."""
        rule = rule_of(self.model)
        if rule is None:
            raise ScopeMissing(f"No rule says who may see {self.model.__name__}.")
        return self.filter(rule(user))._say_scope()

    def of(self, organisation) -> "OrganisationQuerySet":
        """The rows of one organisation (an Organisation or its id), for actions and commands."""
        return self.filter(organisation=organisation)._say_scope()

    def everywhere(self, why: str) -> "OrganisationQuerySet":
        """The rows of all organisations; `why` is for the reader of the code (ticks, checks, unguessable keys)."""
        if not why:
            raise ScopeMissing("Say why this query runs over all organisations.")
        return self.all()._say_scope()

    def _say_scope(self):
        """For rows that nobody else has yet: a queryset just made."""
        self._scope_stated = True
        return self

    def _clone(self):
        clone = super()._clone()
        clone._scope_stated = self._scope_stated
        return clone

    def _require_scope(self):
        # A hint is set by related managers and prefetching: the rows hang on one that was fetched with a scope.
        if not (self._scope_stated or self._hints.get("instance") is not None or self.query.is_empty()):
            raise ScopeMissing(f"{self.model.__name__}: use visible_to(), of() or everywhere().")

    def _fetch_all(self):
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def count(self):
        self._require_scope()
        return super().count()

    def exists(self):
        self._require_scope()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs):
        self._require_scope()
        return super().update(**kwargs)

    def delete(self):
        self._require_scope()
        return super().delete()


def nothing() -> Q:
    """A condition that no row meets."""
    return Q(pk__in=[])
