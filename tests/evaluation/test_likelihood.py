from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import ModelError
from bot.evaluation.likelihood import HOSTED, NO_REFERENCES, NO_RUN, Losses, Predicting, Trained, losses_of
from bot.evaluation.measured import score
from bot.ports.likelihood import Likely
from tests.evaluation.parts import CASE, ENTRANT, LOCAL, OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.evaluation.entrant import Entrant
    from bot.ports.likelihood import Likelihood


class ByLength:
    """One nat a token, a token a word."""

    def __init__(self, fault: str = "") -> None:
        self.asked = 0
        self.fault = fault

    @property
    def label(self) -> str:
        return "by length"

    async def of(self, texts: Sequence[str]) -> list[Likely]:
        self.asked += 1
        if self.fault:
            raise ModelError(self.fault)
        return [Likely(float(len(text.split())), len(text.split()), len(text.encode())) for text in texts]


def predicting(model: ByLength) -> Predicting:
    def of_model(entrant: Entrant) -> Likelihood | None:
        return model if entrant.model == "embedded" else None

    return Predicting(of_model)


async def test_tokens_and_bytes_are_counted_alike_whatever_text_they_stand_in() -> None:
    short = replace(CASE, id="case-3", summary="Word.", riddle="")
    measured = await predicting(ByLength()).of(LOCAL, [CASE, short, OTHER])
    assert {one.of for one in measured} == {(LOCAL.key, "case-1", -1, -1), (LOCAL.key, "case-3", -1, -1)}
    found = score("perplexity", measured)
    assert found is not None
    assert found.value == pytest.approx(math.e)
    assert (found.cases, found.by) == (2, "by length")
    bits = score("bits_per_byte", measured)
    tokens = len(f"{CASE.summary} {CASE.riddle} Word.".split())
    whole = len(CASE.summary) + len(CASE.riddle) + len("Word.")
    assert bits is not None
    assert bits.value == pytest.approx(tokens / whole / math.log(2))
    assert bits.low is not None
    assert bits.high is not None
    assert bits.low <= bits.value <= bits.high


async def test_two_pipelines_of_one_model_ask_it_once() -> None:
    model = ByLength()
    part = predicting(model)
    for entrant in (LOCAL, replace(LOCAL, steps=2)):
        assert len(await part.of(entrant, [CASE])) == 2
    assert model.asked == 1


async def test_a_hosted_model_a_failure_and_cases_without_references_are_not_measured_and_say_why() -> None:
    part = predicting(ByLength())
    assert await part.of(ENTRANT, [CASE]) == []
    assert part.refuses(ENTRANT) == {"perplexity": HOSTED, "bits_per_byte": HOSTED}
    assert part.refuses(LOCAL) == {}
    assert await part.of(LOCAL, [OTHER]) == []
    assert part.refuses(LOCAL)["perplexity"] == NO_REFERENCES
    broken = predicting(ByLength("It is out of memory."))
    assert await broken.of(LOCAL, [CASE]) == []
    assert broken.refuses(LOCAL)["bits_per_byte"] == "It is out of memory."


# --- losses -----------------------------------------------------------------------------------------------------------

CARD = """# herbert
| loss | 3.200 at the first step, 1.125 at the last |
| held-out loss | 1.310 at its best, after step 40; those weights were kept |
"""


def folder(at: Path, *, log: Sequence[object] = (), card: str = "") -> Path:
    model = at / "run" / "model"
    model.mkdir(parents=True)
    if log:
        lines = [one if isinstance(one, str) else json.dumps(one) for one in log]
        (model.parent / "log.jsonl").write_text("\n".join(lines))
    if card:
        (model / "README.md").write_text(card)
    return model


def test_losses_are_the_last_of_the_log_and_the_best_that_was_held_out(tmp_path: Path) -> None:
    steps = [{"step": 1, "loss": 3.0}, {"eval_loss": 2.0}, {"loss": 1.5}, {"eval_loss": 1.6}, {"eval_loss": 1.8}]
    model = folder(tmp_path, log=[*steps, {"loss": "nan"}, {"loss": math.inf}, '{"loss": 0.1'], card=CARD)
    assert losses_of(model) == Losses(1.5, 1.6, "run/log.jsonl")


def test_where_the_log_is_gone_the_card_tells(tmp_path: Path) -> None:
    assert losses_of(folder(tmp_path, card=CARD)) == Losses(1.125, 1.310, "the card of model")


async def test_a_model_from_elsewhere_has_no_losses(tmp_path: Path) -> None:
    assert losses_of(folder(tmp_path)) is None
    part = Trained(lambda entrant: tmp_path if entrant is LOCAL else None)
    assert await part.of(ENTRANT, []) == []
    assert part.refuses(LOCAL) == {"train_loss": NO_RUN, "held_loss": NO_RUN}


async def test_a_loss_is_one_number_of_the_model(tmp_path: Path) -> None:
    model = folder(tmp_path, card=CARD)
    measured = await Trained(lambda _: model).of(LOCAL, [])
    found = score("held_loss", measured)
    assert found is not None
    assert (found.value, found.low, found.by) == (1.310, None, "the card of model")
