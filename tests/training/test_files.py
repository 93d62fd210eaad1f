"""Files of examples: one sentence for each that cannot be read or written, and nothing half-written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.errors import UsageError
from bot.training import files
from bot.training.files import read_file, read_lines, write_lines
from bot.training.seeds import seed_examples
from bot.training.shares import shares
from tests.training.making import row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_file_is_read_with_its_mark_of_utf8_and_its_windows_ends(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{json.dumps(row())}\r\n\r\n{json.dumps(row(id='b'))}".encode())
    assert [one.id for one in read_file(path).examples] == ["a", "b"]
    path.write_text(json.dumps([row(), row(id="b")], indent=1))  # as Alpaca was published
    assert [one.id for one in read_file(path).examples] == ["a", "b"]


def test_each_file_that_cannot_be_read_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_lines(tmp_path / "none")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        read_lines(tmp_path)
    (tmp_path / "bytes").write_bytes(b"{}\n\xff\xfe")
    with pytest.raises(UsageError, match="is not UTF-8 text from line 2 on"):
        read_lines(tmp_path / "bytes")
    for nothing in (" \n\n", "[]"):
        (tmp_path / "blank").write_text(nothing)
        with pytest.raises(UsageError, match="blank is empty"):
            read_lines(tmp_path / "blank")
    monkeypatch.setattr(files, "MOST_BYTES", 3)
    (tmp_path / "long").write_text("{}\n{}\n")
    with pytest.raises(UsageError, match="is larger than 3 bytes"):
        read_lines(tmp_path / "long")


def test_a_file_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_lines(path, ["ä", "b"])
    assert path.read_text(encoding="utf-8") == "ä\nb\n"
    with pytest.raises(UsageError, match="is there already"):
        write_lines(path, ["c"])
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        write_lines(tmp_path / "none" / "out", ["c"])
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_no_half_of_a_file_stays_on_a_full_disk(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "a"
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        write_lines(tmp_path / "out.jsonl", lines())
    assert list(tmp_path.iterdir()) == []


def test_shares_name_each_source_with_its_licence_and_terms_and_add_up_to_one() -> None:
    from bot.training.example import example_of

    mine = [example_of(row(id=f"m{at}", terms="Free | given.")) for at in range(25)]
    found = shares([*seed_examples(), *mine])
    assert [(one.source, one.rows, one.part) for one in found] == [("model, edited", 175, 0.875), ("person", 25, 0.125)]
    assert shares([]) == ()
