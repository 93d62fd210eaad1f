"""Augmenting: a teacher with a script, files that survive a death, and figures that add up."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ModelClosed, ModelError, ModelUnavailable, NothingToPlay, RiddleError, UsageError
from bot.training import augment, journal
from bot.training.augment import Augmenter, Bounds, progress, told, used
from bot.training.example import read_examples
from bot.training.filters import CHECKS, Filter, Rule
from bot.training.formats import Origin
from bot.training.journal import Journal, log_of
from bot.training.lessons import HOSTED, SMALL, lesson
from bot.training.seeds import seed_examples
from tests.training.teacher import Script, good, reply

if TYPE_CHECKING:
    from pathlib import Path

    from bot.training.lessons import Manner

ONE = replace(HOSTED, wave=1)
BY = Origin("model:openai:gpt-5-mini", "CC0-1.0", "As the vendor lets.")


def run(out: Path, script: Script, count: int, *, manner: Manner = ONE, resume: bool = False, **bounds: Any) -> Journal:
    with Journal.opened(out, resume=resume) as book:
        asyncio.run(one(book, script, manner).run(Bounds(count, **bounds)))
        return book


def one(book: Journal, script: Script, manner: Manner = ONE, *without: Rule) -> Augmenter:
    return Augmenter(script, manner, seed_examples(), BY, book, Filter(frozenset(without)))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_passes_is_kept_with_its_source_and_what_does_not_is_logged_with_the_rule(tmp_path: Path) -> None:
    out, leaky = (
        tmp_path / "out.jsonl",
        replace(good(2), question="Reykjavik or Samarkand: which city painted every bench?"),
    )
    said = reply(good(0), replace(good(1), summary="Too short."), leaky, replace(good(3), answer=""))
    book = run(out, Script([said, reply(good(0), good(4))]), 2)
    kept = read_examples(out.read_text(encoding="utf-8").split("\n"))
    assert not kept.refused
    assert [example.answer for example in kept.examples] == [good(0).answer, good(4).answer]
    assert {(one.source, one.licence, one.terms) for one in kept.examples} == {(BY.source, BY.licence, BY.terms)}
    assert [(row["asked"], row.get("rule")) for row in rows(log_of(out))] == [
        (1, "length"), (1, "leak"), (1, "read"), (1, None), (2, "similarity"), (2, None),
    ]  # fmt: skip
    assert book.tally.dropped == {"length": 1, "leak": 1, "read": 1, "similarity": 1}
    assert (book.tally.kept, book.tally.asked, book.tally.usage.tokens) == (2, 2, 2400)
    assert all(row["text"] and row["reason"] for row in rows(log_of(out)) if row["what"] == "dropped")


def test_a_rule_that_is_left_out_drops_nothing(tmp_path: Path) -> None:
    short = replace(good(1), summary="Too short to be told.")
    with Journal.opened(tmp_path / "out.jsonl", resume=False) as book:
        asyncio.run(one(book, Script([reply(short)]), ONE, Rule.LENGTH, Rule.GROUNDING).run(Bounds(1)))
        assert book.kept[0].summary == short.summary


def test_eight_examples_are_shown_of_which_two_were_written_before_by_the_model() -> None:
    own = tuple(replace(good(at), id=f"own-{at}") for at in range(4))
    for number in range(20):
        drawn = lesson(seed_examples(), own, HOSTED, number, 0)
        assert len(drawn.shown) == len(set(drawn.shown)) == 8
        assert sum(known.startswith("own-") for known in drawn.shown) == 2
        assert drawn.lesson.user.count("### ") == 9
        assert 'beginning with "### 9"' in drawn.lesson.user
    assert lesson(seed_examples(), own, HOSTED, 1, 0) == lesson(seed_examples(), own, HOSTED, 1, 0)
    assert lesson(seed_examples(), own, HOSTED, 1, 0) != lesson(seed_examples(), own, HOSTED, 1, 1)
    assert len(lesson(seed_examples(), (), HOSTED, 1, 0).shown) == 8


def test_a_small_model_goes_on_with_a_text_of_summaries() -> None:
    drawn = lesson(seed_examples(), (), SMALL, 1, 0)
    assert drawn.lesson.start.endswith("Title:")
    assert "Article:" not in drawn.lesson.user
    assert len(drawn.shown) == 4


def test_an_interrupted_run_that_goes_on_ends_as_one_that_was_not(tmp_path: Path) -> None:
    said = [reply(good(at), good(at + 1)) for at in (0, 1, 2, 4, 6, 8, 10)]
    whole, parted = tmp_path / "whole.jsonl", tmp_path / "parted.jsonl"
    run(whole, Script(said), 10)
    with pytest.raises(ModelClosed):
        run(parted, Script([*said[:3], ModelClosed("The key is refused.")]), 10)
    with parted.open("a") as file:
        file.write('{"id": "torn')
    with log_of(parted).open("a") as file:
        file.write('{"what": "dro')
    run(parted, Script(said[3:]), 10, resume=True)
    assert parted.read_bytes() == whole.read_bytes()
    assert log_of(parted).read_bytes() == log_of(whole).read_bytes()


def test_what_is_there_is_not_written_over_and_what_is_enough_asks_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(out, Script([reply(good(0))]), 1)
    with pytest.raises(UsageError, match="is there already: --resume goes on with it"):
        run(out, Script([reply(good(1))]), 2)
    script, before = Script([reply(good(1))]), out.read_bytes()
    out.write_bytes(before.rstrip(b"\n"))  # as some editors leave it
    run(out, script, 1, resume=True)
    assert not script.asked
    assert out.read_bytes() == before


def test_no_more_is_kept_than_was_asked_for(tmp_path: Path) -> None:
    book = run(tmp_path / "out.jsonl", Script([reply(*(good(at) for at in range(4)))]), 3)
    assert len(book.kept) == 3
    assert not book.tally.dropped


def test_a_wave_asks_at_once_and_writes_in_order(tmp_path: Path) -> None:
    script = Script([reply(good(at)) for at in range(6)])
    book = run(tmp_path / "out.jsonl", script, 6, manner=replace(HOSTED, wave=3, count=1))
    assert [example.answer for example in book.kept] == [good(at).answer for at in range(6)]
    assert [row["asked"] for row in rows(book.log)] == [1, 2, 3, 4, 5, 6]
    assert len({lesson.seed for lesson in script.asked}) == 6


def test_when_it_is_stopped_the_answers_that_have_come_are_written(tmp_path: Path) -> None:
    class Slow(Script):
        async def ask(self, lesson: Any) -> Any:
            if not self.asked:
                self.asked.append(lesson)
                await asyncio.sleep(60)
            return await super().ask(lesson)

    async def stopped(book: Journal) -> None:
        task = asyncio.create_task(
            one(book, Slow([reply(good(0)), reply(good(0)), reply(good(1))]), HOSTED).run(Bounds(12))
        )
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with Journal.opened(tmp_path / "out.jsonl", resume=False) as book:
        asyncio.run(stopped(book))
    assert [example.answer for example in Journal.seen(book.out).kept] == [good(0).answer, good(1).answer]
    assert Journal.seen(book.out).tally.usage.calls == 2


def test_a_reply_without_an_example_and_one_cut_off_are_told_as_such(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(NothingToPlay, match="brought no example that is kept"):
        run(out, Script(["I cannot do that."]), 1)
    assert rows(log_of(out))[0]["reason"] == "The reply holds no example."
    assert len([row for row in rows(log_of(out)) if row["what"] == "asked"]) == augment.PATIENCE
    book = run(tmp_path / "cut.jsonl", Script([reply(good(0), good(1))], whole=False), 1)
    assert book.kept[0].answer == good(0).answer
    with pytest.raises(NothingToPlay):
        run(tmp_path / "one.jsonl", Script([reply(good(0))], whole=False), 1)


def test_failures_are_borne_for_a_while_and_a_refused_key_is_not(tmp_path: Path) -> None:
    away = ModelUnavailable("It does not answer.")
    book = run(tmp_path / "a.jsonl", Script([away, away, reply(good(0))]), 1)
    assert (book.tally.failed, book.tally.asked) == (2, 3)
    with pytest.raises(ModelError, match=r"5 requests in a row failed, the last with: It does not answer\."):
        run(tmp_path / "b.jsonl", Script([away]), 1)
    with pytest.raises(ModelClosed):
        run(tmp_path / "c.jsonl", Script([ModelClosed("The key is refused.")]), 1)


def test_it_stops_once_so_much_is_spent(tmp_path: Path) -> None:
    script = Script([reply(good(at)) for at in range(12)])
    book = run(tmp_path / "a.jsonl", script, 12, most_tokens=3000)
    assert book.tally.asked == 3
    book = run(tmp_path / "b.jsonl", Script(script.lines), 12, most_cost=0.005)
    assert book.tally.asked == 2
    assert told(used(book.tally)) == "2 requests, 2000 tokens read and 400 written, 0.01 dollars"
    assert progress(2, 12, book.tally) == "2 of 12 examples after 2 requests; dropped: none."


def test_what_it_costs_is_reckoned_from_what_was_kept_so_far(tmp_path: Path) -> None:
    with Journal.opened(tmp_path / "out.jsonl", resume=False) as book:
        asking = one(book, Script([reply(good(0), replace(good(1), answer=""), good(2), replace(good(3), answer=""))]))
        first = asking.reckoned(10)
        assert first.requests == 5
        assert first.prompt_tokens == 5 * (first.prompt_tokens // 5) > 5 * 2000
        assert first.dollars == asking.teacher.cost(first.prompt_tokens, first.completion_tokens)
        asyncio.run(asking.run(Bounds(2)))
        assert asking.reckoned(10).requests == 3
        assert asking.reckoned(2).requests == 0


def test_a_spoilt_file_is_named_by_its_line(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(out, Script([reply(good(0))]), 1)
    log = log_of(out).read_text()
    out.write_text(out.read_text() + "{}\n")
    with pytest.raises(UsageError, match=r"Line 2 of .* is no example"):
        run(out, Script([""]), 2, resume=True)
    out.unlink()
    for spoilt in ("{}", "[]", '{"what": "dropped", "rule": "none"}', log.replace('"calls": 1', '"calls": {}').strip()):
        log_of(out).write_text(log + spoilt + "\n")
        with pytest.raises(UsageError, match="is no record of a run"):
            run(out, Script([""]), 2, resume=True)


def test_two_processes_do_not_write_one_file(tmp_path: Path) -> None:
    with (
        Journal.opened(tmp_path / "out.jsonl", resume=False),
        pytest.raises(UsageError, match="Another process is at work on"),
        Journal.opened(tmp_path / "out.jsonl", resume=True),
    ):
        pass


def test_a_place_that_cannot_be_written_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script([reply(good(0))])
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        run(tmp_path / "none" / "out.jsonl", script, 1)
    monkeypatch.setattr(journal, "ROOM", 10**18)
    with pytest.raises(UsageError, match="MB free; there have to be"):
        run(tmp_path / "out.jsonl", script, 1)
    assert not script.asked


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RiddleError, match=r"No space left on device; .* --resume goes on from there"):
        run(tmp_path / "out.jsonl", Script([reply(good(0))]), 1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_wherever_the_files_are_torn_the_next_run_goes_on(
    cut: tuple[float, float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, said = tmp_path_factory.mktemp("torn"), [reply(good(at), replace(good(at), answer="")) for at in range(6)]
    out = folder / "out.jsonl"
    with Journal.opened(out, resume=False) as book:
        asyncio.run(one(book, Script(said), ONE, *CHECKS).run(Bounds(5)))
    whole = book.kept
    for path, share in zip((out, log_of(out)), cut, strict=True):
        data = path.read_bytes()
        path.write_bytes(data[: round(share * len(data))])
    with Journal.opened(out, resume=True) as again:
        assert again.kept == whole[: len(again.kept)]
        asyncio.run(one(again, Script(said), ONE, *CHECKS).run(Bounds(5)))
    assert {example.answer for example in Journal.seen(out).kept} == {example.answer for example in whole}
