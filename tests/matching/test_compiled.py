"""Where compiled kernels are kept, and that they are compiled again when any of them changes."""

from pathlib import Path

from handslag.matching.solver import compiled


def test_they_lie_beside_the_sources_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert compiled.cache_folder().parent == Path(compiled.__file__).parent / "__pycache__"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert compiled.cache_folder().parent == tmp_path


def test_a_package_that_is_read_only_uses_the_cache_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiled.os, "access", lambda path, mode: False)
    assert compiled.cache_folder().parent == tmp_path / "handslag"


def test_a_change_in_any_file_of_the_solver_is_another_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    (tmp_path / "heap.py").write_text("1")
    before = compiled.cache_folder()
    assert compiled.cache_folder() == before
    (tmp_path / "heap.py").write_text("2")
    assert compiled.cache_folder() != before
