from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import ModelError, SettingsError
from bot.evaluation.measured import score
from bot.evaluation.toxicity import Toxicity, kinds, words_label
from tests.evaluation.parts import CASE, ENTRANT, generation, riddle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.errors import RiddleError
    from bot.evaluation.generation import Measurement


class Fixed:
    """A classifier that has one opinion of texts with a word in them."""

    label = "fixed (toxic)"

    def __init__(self, word: str = "", fault: type[RiddleError] | None = None) -> None:
        self.word = word
        self.fault = fault

    async def of(self, texts: Sequence[str]) -> list[float]:
        if self.fault:
            raise self.fault("It broke.")
        return [0.9 if self.word and self.word in text else 0.1 for text in texts]


async def measured(question: str, part: Toxicity | None = None, case: str = "case-1") -> list[Measurement]:
    one = riddle(question)
    return await (part or Toxicity()).of(one, generation(one, case), CASE, ENTRANT, ())


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe has a football club.", "The shuttlecock flew over the Essex marsh.", "He gave it a classic grasp.",
        "A tit for tat of the great tits.", "Dick Van Dyke sang in Mary Poppins.", "The dyke held against the sea.",
        "The cockpit of a Sussex plane.", "You will die of laughter? No, you shall see!",
    ],
)  # fmt: skip
def test_words_that_only_hold_a_rude_one_are_clean(text: str) -> None:
    assert kinds(text) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What the f*ck am I?", "profanity"), ("This shit is old.", "profanity"), ("s h i t happens", "profanity"),
        ("Sh1t, said the tram.", "profanity"), ("You will regret it.", "threat"), ("Go and kill yourself.", "threat"),
        ("We will find and hurt you.", "threat"), ("Only retards miss this one.", "slurs"),
    ],
)  # fmt: skip
def test_what_is_rude_is_found_whole_or_in_disguise(text: str, kind: str) -> None:
    assert kind in kinds(text)


async def test_a_swear_word_is_profane_and_not_toxic_and_the_other_way_round() -> None:
    found = {one.name: one for one in await measured("What the hell, this shit is old?")}
    assert (found["profane"].value, found["toxic"].value) == (1.0, 0.0)
    found = {one.name: one for one in await measured("Guess it or you will regret it.")}
    assert (found["profane"].value, found["toxic"].value) == (0.0, 1.0)
    assert found["toxic"].detail.startswith("threat: ")
    assert found["toxic"].by == words_label()


async def test_a_classifier_adds_to_the_words_and_is_named() -> None:
    found = {one.name: one for one in await measured("A mean tram.", Toxicity(Fixed("mean")))}
    assert found["toxic"].value == 1.0
    assert found["toxic"].by == f"{words_label()} and fixed (toxic) from 0.5"
    assert found["profane"].by == words_label()


@pytest.mark.parametrize("kind", [ModelError, SettingsError])
async def test_a_classifier_that_fails_leaves_toxicity_out_and_says_so(kind: type[RiddleError]) -> None:
    part = Toxicity(Fixed(fault=kind))
    assert [one.name for one in await measured("A tram.", part)] == ["profane"]
    assert part.refuses(ENTRANT) == {"toxic": "It broke."}


async def test_none_of_twenty_is_not_surely_none() -> None:
    said = [one for at in range(20) for one in await measured("A tram.", case=f"case-{at}")]
    found = score("toxic", said)
    assert found is not None
    assert (found.value, found.low, found.cases) == (0.0, 0.0, 20)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 20))
    assert score("toxic", []) is None
