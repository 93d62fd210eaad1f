"""A run on the disk: every line is there the moment it is made, and whatever dies, what was whole is read again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.errors import RiddleError, UsageError
from bot.evaluation.cases import digest_of
from bot.evaluation.generation import Measurement
from bot.evaluation.journal import GENERATIONS, MEASUREMENTS, RUN, Journal, Plan, read, same
from bot.evaluation.records import FORMAT
from tests.evaluation.values import TEXT, a_candidate, a_case, a_generation, an_entrant

if TYPE_CHECKING:
    from pathlib import Path

CASES = (a_case(1), a_case(2, f"{TEXT} The light was built in 1871."))
ENTRANT = an_entrant()


def a_plan(**changes: object) -> Plan:
    made = Plan("one", "1.0", datetime(2026, 11, 23, tzinfo=UTC), (ENTRANT,), (0,), 1, digest_of(CASES), {"cores": 2})
    return replace(made, **changes)  # type: ignore[arg-type]


def begun(folder: Path) -> None:
    with Journal.begun(folder, a_plan(), CASES) as journal:
        journal.add(a_generation(ENTRANT, CASES[0], a_candidate()))
        journal.measured([Measurement("toxic", (ENTRANT.key, CASES[0].id, 0, 0), 0.0, "words")])


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    record = read(tmp_path / "one")
    assert (record.plan, record.cases) == (a_plan(), CASES)
    assert record.generations == (a_generation(ENTRANT, CASES[0], a_candidate()),)
    assert [one.name for one in record.measurements] == ["toxic"]
    assert (record.wanted, len(record.generations)) == (2, 1)


def test_a_generation_is_on_the_disk_before_the_next_is_made(tmp_path: Path) -> None:
    with Journal.begun(tmp_path / "one", a_plan(), CASES) as journal:
        for at, case in enumerate(CASES, 1):
            journal.add(a_generation(ENTRANT, case))
            assert (tmp_path / "one" / GENERATIONS).read_text().count("\n") == at


@pytest.mark.parametrize("name", [GENERATIONS, MEASUREMENTS])
def test_a_line_torn_by_a_death_is_dropped_and_the_rest_is_kept(tmp_path: Path, name: str) -> None:
    begun(tmp_path / "one")
    with (tmp_path / "one" / name).open("a") as file:
        file.write('{"entrant": "few_sh')
    assert len(read(tmp_path / "one").generations) == 1  # to look changes nothing
    with Journal.resumed(tmp_path / "one") as journal:
        journal.add(a_generation(ENTRANT, CASES[1]))
        journal.measured([Measurement("toxic", (ENTRANT.key, CASES[1].id, 0, 0), 1.0)])
    record = read(tmp_path / "one")
    assert (len(record.generations), len(record.measurements)) == (2, 2)


def test_of_two_lines_on_the_same_the_later_counts(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    with Journal.resumed(tmp_path / "one") as journal:
        journal.add(a_generation(ENTRANT, CASES[0]))
    assert [one.first for one in read(tmp_path / "one").generations] == [None]


def test_a_run_that_is_there_is_not_begun_again(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    with pytest.raises(UsageError, match="--resume goes on with it"), Journal.begun(tmp_path / "one", a_plan(), CASES):
        pass
    assert len(read(tmp_path / "one").generations) == 1


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    with (
        Journal.resumed(tmp_path / "one"),
        pytest.raises(UsageError, match="Another process"),
        Journal.resumed(tmp_path / "one"),
    ):
        pass


@pytest.mark.parametrize(("form", "age"), [(FORMAT - 1, "an older"), (FORMAT + 1, "a newer")])
def test_a_run_of_another_version_is_told_as_such_and_nothing_is_lost(tmp_path: Path, form: int, age: str) -> None:
    begun(tmp_path / "one")
    with (tmp_path / "one" / GENERATIONS).open("a") as file:
        file.write('{"half')
    head = tmp_path / "one" / RUN
    head.write_text(json.dumps({**json.loads(head.read_text()), "format": form}))
    before = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    for doing in (lambda: read(tmp_path / "one"), lambda: Journal.resumed(tmp_path / "one").__enter__()):
        with pytest.raises(UsageError, match=f"by {age} version of the program"):
            doing()
    assert {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()} == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"what": "riddle evaluation run", "format": 1}'])
def test_a_folder_without_a_run_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / RUN).write_text(text)
    with pytest.raises(UsageError):
        read(tmp_path)
    with pytest.raises(UsageError, match="holds no run"):
        read(tmp_path / "nowhere")


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    file = tmp_path / "one" / GENERATIONS
    file.write_text("{}\n" + file.read_text())
    with pytest.raises(UsageError, match=r"Line 1 of .* is damaged"):
        read(tmp_path / "one")


def test_articles_that_were_changed_are_noticed(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    file = tmp_path / "one" / "cases.jsonl"
    file.write_text(file.read_text().replace("Oda Brenning", "Ida Brenning"))
    with pytest.raises(UsageError, match="other articles"):
        read(tmp_path / "one")


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("articles", {"articles": "other"}),
        ("entrants", {"entrants": (an_entrant("zero_shot"),)}),
        ("seeds", {"seeds": (1, 2)}),
        ("draws", {"draws": 4}),
    ],
)
def test_to_go_on_with_something_else_is_refused(what: str, change: dict[str, object]) -> None:
    same(a_plan(), a_plan(name="two"))
    with pytest.raises(UsageError, match=f"begun with other {what}"):
        same(a_plan(), a_plan(**change))


def test_a_full_disk_is_a_sentence_and_what_was_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path / "one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Journal.resumed(tmp_path / "one") as journal:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(RiddleError, match=r"No space left on device; .* --resume goes on from there"):
            journal.add(a_generation(ENTRANT, CASES[1]))
    monkeypatch.undo()
    assert read(tmp_path / "one").generations[0] == a_generation(ENTRANT, CASES[0], a_candidate())
