"""What the documentation says is there, and what is there is in the documentation."""

import re
from pathlib import Path

import pytest

from handslag.config.cli import parser
from handslag.programmes.roles import PERMISSIONS, ROLES

DOCS = {path: path.read_text() for path in [Path("README.md"), *Path("docs").rglob("*.md")]}
OPERATING = Path("docs/operating.md").read_text()
SOURCE = "\n".join(path.read_text() for path in Path("src/handslag/config").rglob("*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r'"(HANDSLAG_[A-Z_]+|DATABASE_URL)"', SOURCE))))
def test_every_setting_is_documented(name):
    if name in {"HANDSLAG_KEYRING"}:  # not from the environment
        return
    assert name in OPERATING


@pytest.mark.parametrize("command", sorted(parser()._subparsers._group_actions[0].choices))
def test_every_command_is_documented(command):
    assert any(f"handslag {command}" in text for text in DOCS.values())


def test_links_between_documents_lead_somewhere():
    for path, text in DOCS.items():
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (path.parent / link).exists(), f"{path}: {link}"


def test_the_page_of_roles_is_the_one_that_the_code_gives():
    from handslag.programmes.roles_page import page

    assert Path("docs/roles.md").read_text() == page(), "bin/roles writes it anew"


def test_every_permission_is_held_by_somebody():
    assert set().union(*ROLES.values()) == set(PERMISSIONS)


def test_decision_records_stay_short():
    for path in Path("docs/decisions").glob("*.md"):
        assert len(path.read_text().splitlines()) <= 40, path
