"""Files of a person and of ours: a sentence for each that cannot be read, and no half of a line where one is added."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from bot.errors import RiddleError, UsageError
from bot.files import add, cut_torn, held, read_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_text_is_read_within_its_bound(tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_bytes(b"\xef\xbb\xbfab\nc")
    assert read_text(file, 7) == "ab\nc"
    with pytest.raises(UsageError, match="text is larger than 6 bytes"):
        read_text(file, 6)
    file.write_bytes(b"a\nb\xff")
    with pytest.raises(UsageError, match="is not UTF-8 text from line 2 on"):
        read_text(file, 2**20)
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        read_text(tmp_path, 6)
    with pytest.raises(UsageError, match="no name of a file"):
        read_text(tmp_path / "a\0b", 6)


def test_where_there_is_no_room_for_a_line_no_half_of_it_stays(tmp_path: Path) -> None:
    file = tmp_path / "log"
    add(file, ["one"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6, hard))
    try:
        with pytest.raises(RiddleError, match="log cannot be written: File too large; what was made before is kept"):
            add(file, ["a longer line"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    add(file, ["two", "three"])
    assert file.read_text() == "one\ntwo\nthree\n"


def test_a_torn_end_is_cut_off_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "log"
    cut_torn(file)
    assert not file.exists()
    for text, left in (("", ""), ("a\nb\n", "a\nb\n"), ("a\nb", "a\n"), ("a", "")):
        file.write_text(text)
        cut_torn(file)
        assert file.read_text() == left
    with pytest.raises(UsageError, match="cannot be written: Is a directory"):
        cut_torn(tmp_path)


def test_one_process_holds_a_file_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with held(lock, tmp_path), pytest.raises(UsageError, match="Another process is at work"), held(lock, tmp_path):
        pass
    with held(lock, tmp_path):
        pass
    with (
        pytest.raises(UsageError, match="run cannot be written: No such file"),
        held(tmp_path / "none/lock", tmp_path / "run"),
    ):
        pass
