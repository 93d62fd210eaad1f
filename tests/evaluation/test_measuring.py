from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.measuring import measures
from bot.errors import SettingsError
from bot.evaluation import measured
from bot.evaluation.generation import Measurement
from bot.evaluation.likelihood import HOSTED, NO_RUN
from bot.evaluation.marks import MEASURED
from bot.evaluation.measures import Measures
from bot.evaluation.opinion import NONE
from bot.settings import load_settings
from tests.evaluation.parts import CASE, ENTRANT, generation, riddle

if TYPE_CHECKING:
    from pathlib import Path


def told(_: str) -> None:
    """Nobody listens."""


async def test_without_options_the_word_list_measures_and_the_rest_says_why_not(data_dir: Path) -> None:
    part = measures(load_settings(RIDDLE_DATA_DIR=str(data_dir)), [ENTRANT], told)
    assert [one.name for one in await part.of(generation(riddle()), CASE, [CASE])] == ["profane", "toxic"]
    assert {one.name for one in await part.of_entrant(ENTRANT, [CASE])} == {MEASURED}
    assert part.missing(ENTRANT) == {
        "relevant": NONE,
        "hallucinated": NONE,
        "perplexity": HOSTED,
        "bits_per_byte": HOSTED,
        "train_loss": NO_RUN,
        "held_loss": NO_RUN,
    }


def test_a_classifier_that_is_not_there_is_told_at_once(data_dir: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        measures(load_settings(RIDDLE_DATA_DIR=str(data_dir)), [], told, classifier="local:/nowhere/at/all")


class Part:
    """Says one thing of each riddle."""

    def __init__(self, by: str) -> None:
        self.by, self.asked = by, 0

    async def ready(self) -> dict[str, str]:
        return {}

    def says(self, _: object) -> frozenset[tuple[str, str]]:
        return frozenset({("toxic", self.by)})

    def refuses(self, _: object) -> dict[str, str]:
        return {}

    async def of(self, *_: object) -> list[Measurement]:
        self.asked += 1
        return [Measurement("toxic", generation(riddle()).key, 0.0, self.by)]


async def test_who_comes_later_is_asked_and_who_spoke_is_not_asked_again() -> None:
    before, new = Part("words"), Part("a classifier")
    both = Measures([ENTRANT], riddles=(before, new))
    (told,) = await both.of(generation(riddle()), CASE, [CASE], frozenset({("toxic", "words")}))
    assert (told.by, before.asked, new.asked) == ("a classifier", 0, 1)
    found = [Measurement("toxic", generation(riddle()).key, 1.0, "words"), told]
    score = measured.score("toxic", found)
    assert score is not None
    assert (score.value, score.by) == (0.0, "a classifier")
