"""Results go where they were asked to go, all of them or none, and over nothing that was read."""

import os
import stat
import threading
from pathlib import Path

import pytest

from handslag.matching.outputs import CannotWrite, check_targets, write


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_both_files_are_written_for_the_one_who_asked_alone(tmp_path):
    (tmp_path / "one").write_text("before")
    write({tmp_path / "one": b"1", tmp_path / "two": b"2"})
    assert [(name, (tmp_path / name).read_text()) for name in names(tmp_path)] == [("one", "1"), ("two", "2")]
    assert stat.S_IMODE((tmp_path / "two").stat().st_mode) == 0o600


def test_if_the_second_cannot_be_written_the_first_is_not_either_and_the_message_names_it(tmp_path):
    with pytest.raises(CannotWrite, match=rf"^{tmp_path}/no/two: cannot be written \(No such file or directory\)$"):
        write({tmp_path / "one": b"1", tmp_path / "no" / "two": b"2"})
    assert names(tmp_path) == []


def test_a_full_device_is_named_and_no_file_is_written(tmp_path):
    with pytest.raises(CannotWrite, match=r"^/dev/full: cannot be written \(No space left on device\)$"):
        write({tmp_path / "one": b"1", Path("/dev/full"): b"2"})
    assert names(tmp_path) == []


def test_a_pipe_gets_the_bytes_and_stays_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write({tmp_path / "pipe": b"report"})
    reader.join(10)
    assert got == [b"report"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_link_stays_a_link_to_what_is_written(tmp_path):
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    write({tmp_path / "link": b"after"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "it is a folder"),
        ("missing/report.json", "there is no folder"),
        ("source", "nothing that is read is written over"),
        ("folder/../source", "nothing that is read is written over"),
        ("link", "nothing that is read is written over"),
        ("hard", "nothing that is read is written over"),
        ("other", "each of the files must be another one"),
    ],
)
def test_a_place_that_is_none_is_found_beforehand(tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "source").write_text("id")
    (tmp_path / "link").symlink_to("source")
    (tmp_path / "hard").hardlink_to(tmp_path / "source")
    with pytest.raises(CannotWrite, match=words) as refused:
        check_targets([tmp_path / "other", tmp_path / name], [tmp_path / "source"])
    assert str(refused.value).startswith(f"{tmp_path / name}: ")
    check_targets([tmp_path / "other", tmp_path / "third"], [tmp_path / "source"])
