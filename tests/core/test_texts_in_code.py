"""Every text of the code is gathered: one inside an f-string is not found, and would stay English for everybody."""

import ast
from pathlib import Path

import pytest
from django.utils.translation.trans_real import translation

SOURCE = Path(__file__).parents[2] / "src" / "handslag"
# Name of the function -> which of its arguments is the text.
SAYS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "ngettext_lazy": 0, "pgettext": 1, "pgettext_lazy": 1}
FILES = sorted(path for path in SOURCE.rglob("*.py") if "gettext" in path.read_text(encoding="utf-8"))


def texts_in(path: Path) -> set[tuple[str, str]]:
    """Texts with their contexts ("" for most)."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS:
            at = SAYS[node.func.id]
            said = [one.value for one in node.args[: at + 1] if isinstance(one, ast.Constant)]
            if len(said) == at + 1:
                found.add((said[at], said[0] if at else ""))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_text_of_the_code_is_in_the_swedish_catalogue(path):
    known = {key if isinstance(key, str) else key[0] for key, _translated in translation("sv")._catalog.items()}
    missing = {text for text, context in texts_in(path) if (f"{context}\x04{text}" if context else text) not in known}
    assert missing == set()
