from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.bootstrap import evaluating
from bot.bootstrap.entering import asked_as
from bot.bootstrap.measuring import measures
from bot.bootstrap.patience import HERE, patient
from bot.domain import Usage
from bot.errors import SettingsError
from bot.evaluation import measured
from bot.evaluation.entrant import Entrant
from bot.evaluation.generation import Measurement
from bot.evaluation.likelihood import HOSTED, NO_RUN
from bot.evaluation.marks import MEASURED
from bot.evaluation.measures import Measures
from bot.evaluation.opinion import NONE
from bot.settings import load_settings
from tests.evaluation.parts import CASE, ENTRANT, generation, riddle

if TYPE_CHECKING:
    from pathlib import Path

    from bot.evaluation.journal import Journal


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
        self.by, self.asked, self.spent = by, 0, {f"judge {by}": Usage(1, 40, 2, cost=0.5)}

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
    assert both.spent.keys() == {"judge words", "judge a classifier"}
    found = [Measurement("toxic", generation(riddle()).key, 1.0, "words"), told]
    score = measured.score("toxic", found)
    assert score is not None
    assert (score.value, score.by) == (0.0, "a classifier")


def test_a_model_that_runs_here_has_a_day_for_a_reply_however_busy_the_machine_is(data_dir: Path) -> None:
    settings, name = load_settings(RIDDLE_DATA_DIR=str(data_dir)), f"local:{data_dir.parent}"
    who = patient(settings, name, told, variable="--model")
    assert (who.seconds, cast("Any", who.model).timeout) == (HERE, HERE)
    _, model = asked_as(settings, Entrant("few_shot", 1, name), told)
    assert cast("Any", model).timeout == HERE


def test_judges_are_of_the_family_that_their_files_tell_and_of_none_where_they_tell_nothing(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for folder, kind in (("mine", "qwen2"), ("another", "llama")):
        (data_dir / folder).mkdir(parents=True)
        (data_dir / folder / "config.json").write_text(f'{{"model_type": "{kind}"}}')
        names.append(f"local:{data_dir / folder}")
    given: dict[str, Any] = {}
    monkeypatch.setattr("bot.bootstrap.measuring.measures", lambda *_, **asked: given.update(asked))
    journal = cast("Journal", SimpleNamespace(plan=SimpleNamespace(entrants=())))
    evaluating.runner(load_settings(RIDDLE_DATA_DIR=str(data_dir)), journal, evaluating.Asked(names), told)
    assert list(given["judges"].values()) == ["qwen", ""]
