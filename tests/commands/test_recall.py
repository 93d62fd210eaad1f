"""`riddle recall`: in one community, or everywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import bootstrap
from bot.commands.options import today
from tests.adapters.store.samples import edition
from tests.commands.inline import Inline, begin

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bootstrap import Store
    from bot.domain import Round

HERE, THERE = "slack:T1", "discord:2"


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inline:
    found = begin(redis_url, tmp_path, monkeypatch, capsys)

    async def put(store: Store) -> None:
        await store.editions.put(edition(day=today()))
        await store.editions.put(edition(day=today() + timedelta(days=1)))
        made = await store.editions.edition("default", today())
        assert made is not None
        for community in (HERE, THERE):
            await bootstrap.club(store, community).open(made)

    found.store(put)
    return found


def rounds(riddle: Inline) -> dict[str, Round]:
    async def read(store: Store) -> dict[str, Round]:
        found = {}
        for community in (HERE, THERE):
            found[community] = await bootstrap.club(store, community).latest("default")
        return found

    return riddle.store(read)


def test_a_host_recalls_in_one_community_and_the_other_keeps_it(riddle: Inline) -> None:
    before = rounds(riddle)[THERE]
    said = riddle("recall", "1", "--community", HERE)
    assert said.code == 0, said.err
    assert "Riddle 1.1 is taken back; nobody's result changes by it." in said.out
    assert "Another riddle is played instead. No post shows it." in said.out
    after = rounds(riddle)
    assert (after[HERE].void, after[HERE].added, len(after[HERE].riddles)) == ((1,), 1, 2)
    assert after[HERE].riddles[1].article is None
    assert after[THERE] == before
    (again,) = riddle("recall", "1", "--community", HERE, "--json").objects
    assert (again["community"], again["instead"], again["changed"]) == (HERE, True, 0)
    assert rounds(riddle) == after


def test_an_operator_recalls_everywhere(riddle: Inline) -> None:
    found = riddle("recall", "default/1", "--everywhere", "--json").objects
    assert [one["community"] for one in found] == [THERE, HERE]
    assert all(one.void == (1,) and one.added == 1 for one in rounds(riddle).values())


def test_an_operator_recalls_what_nobody_plays_yet(riddle: Inline) -> None:
    assert riddle("recall", "2", "--everywhere").out == (
        "Nobody plays that riddle yet; wherever it was to be posted, another one is.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("1",), "one of the arguments --everywhere --community is required"),
        (("9", "--community", HERE), "Riddle 9 was never played here."),
        (("1.4", "--community", HERE), "There is no riddle at place 4."),
        (("1.4", "--everywhere"), "riddle"),
        (("99", "--everywhere"), "Riddle 99 was never played here."),
        (("sport/1", "--everywhere"), "There is no deck 'sport'; there is default."),
        (("one", "--everywhere"), "riddle: "),
        (("1", "--community", "T1"), "is no community"),
    ],
)
def test_what_cannot_be_recalled_is_said_in_one_sentence(riddle: Inline, words: tuple[str, ...], sentence: str) -> None:
    before = rounds(riddle)
    said = riddle("recall", *words)
    assert said.code != 0
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert rounds(riddle) == before
