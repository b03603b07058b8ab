"""Where compiled kernels are kept, and that they are compiled again when any of them changes."""

import pytest

from handslag.matching import compiling
from handslag.matching.compiling import folder_for


@pytest.fixture
def package(monkeypatch, tmp_path):
    """A package of one file, with the kernels that were compiled ahead beside it."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    beside = tmp_path / "package" / "__pycache__"
    beside.mkdir(parents=True)
    monkeypatch.setattr(compiling, "_BESIDE", beside)
    source = beside.parent / "heap.py"
    source.write_text("1")
    return source


@pytest.fixture
def read_only(monkeypatch):
    monkeypatch.setattr(compiling.os, "access", lambda path, mode: False)


def test_they_lie_beside_the_sources_unless_told_otherwise(package, monkeypatch, tmp_path):
    assert folder_for("solver", [package]).parent == package.parent / "__pycache__"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert folder_for("solver", [package]).parent == tmp_path


@pytest.mark.usefixtures("read_only")
def test_a_package_that_is_read_only_uses_the_cache_folder_of_the_user(package, tmp_path):
    assert folder_for("solver", [package]).parent == tmp_path / "mine" / "handslag"


def test_what_the_set_up_compiled_is_taken_along(package, monkeypatch):
    ahead = folder_for("solver", [package])
    ahead.mkdir()
    (ahead / "kernel.nbc").write_text("code")
    monkeypatch.setattr(compiling.os, "access", lambda path, mode: False)
    mine = folder_for("solver", [package])
    assert mine != ahead
    assert [(each.name, each.read_text()) for each in mine.rglob("*")] == [("kernel.nbc", "code")]
    assert list(mine.parent.iterdir()) == [mine]


def test_where_nothing_may_be_written_it_goes_on(package, monkeypatch, tmp_path):
    folder_for("solver", [package]).mkdir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    assert not folder_for("solver", [package]).exists()


def test_a_change_in_any_file_of_the_package_is_another_folder(package):
    before = folder_for("solver", [package])
    assert folder_for("solver", [package]) == before
    package.write_text("2")
    assert folder_for("solver", [package]) != before
