"""Every verb that a room writes into the journal has a sentence, and every row it names leads to somebody."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import handslag
from handslag.desk.journal.subjects import CONCERNS
from handslag.desk.journal.words import OWN, SEALED, SENTENCES, UNKNOWN_ACT, UNKNOWN_READ, sentence_of

SOURCE = Path(handslag.__file__).parent
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
WRITES = {"record", "_record", "_journal", "journal", "_tell"}
READS = {"record_reads", "note_reads"}
# A room's own function that gives its first argument on as the word of a read, not as a verb.
GIVEN_ON = {"recruitment/views/applications.py"}


def _texts(node: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _verbs_of(path: Path) -> set[str]:
    """The verbs in the text of one module; what is put together (`double.{answer}`) as `double.*`."""
    tree, found = ast.parse(path.read_text(encoding="utf-8")), set()
    assigned = {
        target.id: node.value
        for node in ast.walk(tree) if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        if _name(call) in READS or path.relative_to(SOURCE).as_posix() in GIVEN_ON:
            found |= {f"read.{word}" for word in _words_of_reads(call)}
        elif _name(call) in WRITES and call.args:
            found |= _verbs_in(call.args[0], assigned)
    return found


def _verbs_in(first: ast.expr, assigned: dict[str, ast.expr]) -> set[str]:
    if isinstance(first, ast.Name):
        first = assigned.get(first.id, first)
    if isinstance(first, ast.JoinedStr):
        return {"".join(part.value if isinstance(part, ast.Constant) else "*" for part in first.values)}
    return {text for text in _texts(first) if VERB.fullmatch(text)}


def _words_of_reads(call: ast.Call) -> set[str]:
    """`record_reads("diary", ...)`, `note_reads(request, pair, "diary", ...)` and what stands in `also`."""
    if _name(call) not in READS | WRITES:
        return set()
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)][:1]
    texts = [text for text in texts if "." not in text]  # the kind of row, where the word is given on
    for keyword in call.keywords:
        if keyword.arg == "also" and isinstance(keyword.value, ast.List):
            texts += [_texts(row)[0] for row in keyword.value.elts]
    return set(texts)


def _recorded() -> set[str]:
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    return set().union(*map(_verbs_of, files))


def _is_told(verb: str) -> bool:
    if "*" in verb:
        return any(re.fullmatch(verb.replace(".", r"\.").replace("*", "[a-z_]+"), known) for known in SENTENCES)
    return verb in SENTENCES


def test_every_verb_that_is_written_has_a_sentence():
    recorded = _recorded()
    assert len(recorded) > 100  # the search itself finds what there is
    assert {"read.diary", "read.hints", "double.*", "meeting.move", "account.remove_passkey"} <= recorded
    assert not sorted(verb for verb in recorded if not _is_told(verb))


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_a_sentence_is_whole_and_takes_only_the_names(verb):
    names = {"who": "Sara", "whom": "Amir"}
    for own in (False, True):
        said = sentence_of(verb, own=own) % names
        assert said.endswith(".")
        assert "%" not in said


def test_an_unknown_verb_is_told_in_words():
    assert sentence_of("moon.visit") == UNKNOWN_ACT
    assert sentence_of("read.moon") == UNKNOWN_READ


def test_who_acts_alone_is_in_no_sentence_twice():
    assert set(OWN) <= set(SENTENCES)
    assert not [verb for verb, text in OWN.items() if "%(whom)s" in str(text)]


def test_sealed_verbs_name_nobody():
    assert {"read.attention", "read.concern_contact", "exclusion.tell", "exclusion.turn", "read.exclusion"} <= SEALED
    assert not [verb for verb in SEALED if "%(whom)s" in str(SENTENCES[verb])]
    assert {"supervision.concern", "supervision.signalnote"}.isdisjoint(CONCERNS)


@pytest.mark.parametrize("kind", sorted(CONCERNS))
def test_every_kind_of_row_leads_to_persons(kind):
    for path in CONCERNS[kind]:
        rows = apps.get_model(kind).objects.everywhere("only the query is made")
        model = rows.values_list(f"{path}__given_name" if path else "given_name").query
        assert str(model)
