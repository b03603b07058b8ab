"""Certificates: they hold for what was found, and for nothing else."""

import ast
import inspect
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handslag.matching import certificate as certificate_module
from handslag.matching import fingerprint as fingerprint_module
from handslag.matching import kinds, leximin_proof, proof
from handslag.matching.assign import FAIRNESS, assign
from handslag.matching.certificate import Certificate, Cover, Duals, Level
from handslag.matching.fingerprint import fingerprint
from tests.examples import examples
from tests.matching.oracles import IN_ORDER, best_by_trying_all, scores_of
from tests.matching.test_assign import instances, pinned_instances

many = settings(max_examples=examples(600), deadline=None, derandomize=True)
very_many = settings(max_examples=examples(2000), deadline=None, derandomize=True)
fairness_choices = st.sampled_from(FAIRNESS)
another = st.integers(-5, 5).filter(bool)


def numbers_in(thing, path=()):
    """The way to each number that a certificate holds, however deep."""
    if isinstance(thing, np.ndarray):
        yield from ((*path, place) for place in np.ndindex(thing.shape))
    elif isinstance(thing, tuple):
        for place, part in enumerate(thing):
            yield from numbers_in(part, (*path, place))
    elif isinstance(thing, (Certificate, Cover, Duals, Level)):
        for name in thing.__dataclass_fields__:
            yield from numbers_in(getattr(thing, name), (*path, name))
    elif isinstance(thing, int):
        yield path


def changed(thing, path, by):
    """A copy of the certificate with one of its numbers changed; a flag is turned over."""
    step, rest = path[0], path[1:]
    if isinstance(thing, np.ndarray):
        copy = thing.copy()
        copy[step] = ~copy[step] if copy.dtype == np.bool_ else copy[step] + by
        return copy
    part = getattr(thing, step) if isinstance(step, str) else thing[step]
    new = changed(part, rest, by) if rest else part + by
    if isinstance(step, str):
        return replace(thing, **{step: new})
    return (*thing[:step], new, *thing[step + 1 :])


@very_many
@given(pinned_instances(), fairness_choices, st.data())
def test_a_certificate_with_any_number_changed_never_verifies(instance, fairness, data):
    score, capacity, pinned, forbidden = instance
    certificate = assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden).certificate
    path = data.draw(st.sampled_from(list(numbers_in(certificate))))
    assert not changed(certificate, path, data.draw(another)).verify(score, capacity)
    assert certificate.verify(score, capacity)


@very_many
@given(instances(), fairness_choices, st.data())
def test_it_does_not_verify_for_another_assignment(instance, fairness, data):
    score, capacity = instance
    assume(score.size)
    certificate = assign(score, capacity, fairness=fairness).certificate
    columns = st.integers(-1, len(capacity) - 1)
    other = np.array([data.draw(columns) for _ in range(len(score))], dtype=np.int64)
    assume((other != certificate.mentor_of).any())
    assert not replace(certificate, mentor_of=other).verify(score, capacity)
    mark = fingerprint([(0, score)], capacity, (), (), fairness, other)
    if replace(certificate, mentor_of=other, fingerprint=mark).verify(score, capacity):  # then it is as good
        best = best_by_trying_all(score, capacity.tolist(), fairness)
        assert IN_ORDER[fairness](scores_of(other.tolist(), score)) == best
        assert (np.bincount(other[other >= 0], minlength=len(capacity)) <= capacity).all()


@many
@given(pinned_instances(), fairness_choices, st.data())
def test_it_does_not_verify_for_other_scores_or_places(instance, fairness, data):
    score, capacity, pinned, forbidden = instance
    assume(score.size)
    certificate = assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden).certificate
    place = data.draw(st.sampled_from(list(np.ndindex(score.shape))))
    other = score.copy()
    other[place] = data.draw(st.integers(-1, 9))
    if max(score[place], -1) != max(other[place], -1):
        assert not certificate.verify(other, capacity)
    more = capacity.copy()
    more[place[1]] += data.draw(st.integers(1, 3))
    assert not certificate.verify(score, more)


@many
@given(instances(), fairness_choices, st.data())
def test_whatever_fingerprint_it_carries_what_verifies_is_the_best(instance, fairness, data):
    """The proof itself, without the fingerprint: put a certificate to other scores, as if it had been made for them."""
    score, capacity = instance
    assume(score.size)
    certificate = assign(score, capacity, fairness=fairness).certificate
    place = data.draw(st.sampled_from(list(np.ndindex(score.shape))))
    other = score.copy()
    other[place] += data.draw(another)
    mark = fingerprint([(0, other)], capacity, (), (), fairness, certificate.mentor_of)
    if replace(certificate, fingerprint=mark).verify(other, capacity):
        best = best_by_trying_all(other, capacity.tolist(), fairness)
        assert IN_ORDER[fairness](scores_of(certificate.mentor_of.tolist(), other)) == best


@many
@given(instances(), fairness_choices)
def test_a_proof_of_less_is_not_taken_for_a_proof_of_more(instance, fairness):
    score, capacity = instance
    certificate = assign(score, capacity, fairness=fairness).certificate
    for claim in FAIRNESS:
        if claim != fairness:
            mark = fingerprint([(0, score)], capacity, (), (), claim, certificate.mentor_of)
            if replace(certificate, fairness=claim, fingerprint=mark).verify(score, capacity):
                found = IN_ORDER[claim](scores_of(certificate.mentor_of.tolist(), score))
                assert found == best_by_trying_all(score, capacity.tolist(), claim)
    for part in ("most", "above_floor", "duals"):
        if getattr(certificate, part) is not None:
            assert not replace(certificate, **{part: None}).verify(score, capacity)


@many
@given(pinned_instances(), fairness_choices, st.integers(1, 3))
def test_it_verifies_block_by_block(instance, fairness, rows):
    score, capacity, pinned, forbidden = instance
    certificate = assign(score, capacity, fairness=fairness, pinned=pinned, forbidden=forbidden).certificate
    blocks = [(first, score[first : first + rows]) for first in range(0, len(score), rows)]
    assert certificate.verify_blocks(iter(blocks), capacity)
    if blocks:
        assert not certificate.verify_blocks(blocks[1:], capacity)
        assert not certificate.verify_blocks([*blocks, blocks[-1]], capacity)


@pytest.mark.parametrize("fairness", FAIRNESS)
def test_numbers_too_large_for_the_machine_prove_nothing(fairness):
    """Four times 2**62 is 0 in 64 bits."""
    score, capacity = np.ones((4, 4), dtype=np.int64), np.ones(4, dtype=np.int64)
    certificate = assign(score, capacity, fairness=fairness).certificate
    assert certificate.verify(score, capacity)
    proved = certificate.duals or certificate.levels[0]
    wrapped = [
        replace(proved, **{n: getattr(proved, n) + 2**62}) for n in ("profit", "price") if len(getattr(proved, n))
    ]
    assert wrapped
    for one in wrapped:
        change = {"levels": (one,)} if fairness == "leximin" else {"duals": one}
        assert not replace(certificate, **change).verify(score, capacity)


def test_something_that_is_no_table_is_no_proof():
    certificate = assign(np.array([[1]]), [1]).certificate
    assert not certificate.verify(np.array([1]), [1])
    assert not certificate.verify(np.array([[1, 1]]), [1, 1])
    assert not certificate.verify(np.array([[1]]), [1, 1])


def test_the_verifier_shares_no_code_with_the_solver():
    modules = (certificate_module, fingerprint_module, kinds, leximin_proof, proof)
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for module in modules
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert imported - {module.__name__ for module in modules} == {
        *("collections.abc", "dataclasses", "functools", "typing", "numpy", "numpy.typing")
    }
