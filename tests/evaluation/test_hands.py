"""The checks say the same wherever they run."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any, Self

from bot.evaluation import hands
from bot.evaluation.hands import all_examined, story_examined
from tests.evaluation.parts import CASE, OTHER, riddle

if TYPE_CHECKING:
    import pytest

ASKED = (
    (CASE.story, (riddle(), riddle("Which town of trams wears a uniform of 1914?", "Rui Matos"))),
    (OTHER.story, ()),
    (OTHER.story, (riddle("Where did bees move into the town hall?", "Ghent"),)),
)


def test_processes_of_their_own_without_pytorch_find_what_this_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "MANY", 1)
    monkeypatch.setattr(hands, "MOST", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    found = list(all_examined(ASKED))
    assert found == list(map(story_examined, ASKED))
    assert [len(one) for one in found] == [2, 0, 1]


def test_few_riddles_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(hands, "ProcessPoolExecutor")
    assert len(list(all_examined(ASKED))) == 3


def test_where_processes_die_this_one_does_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def map(self, ask: Any, asked: Any) -> Any:
            yield ask(asked[0])
            raise BrokenExecutor

    monkeypatch.setattr(hands, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(hands, "ProcessPoolExecutor", Dying)
    assert list(all_examined(ASKED)) == list(map(story_examined, ASKED))
