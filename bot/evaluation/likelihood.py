"""How well a model predicts the references, and the losses of its training: told of the model, not of its riddles."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import ModelError
from bot.evaluation.generation import Measurement
from bot.ports.likelihood import Likely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.ports.likelihood import Likelihood

HOSTED = "A hosted model tells no likelihood of a text that it did not write."
NO_RUN = "The model was not trained here, or the log and the card of its training are gone."
NO_REFERENCES = "The cases have no references."

VERSION = "nll-1"

OF_MODEL = -1, -1
"""Seed and draw of what is measured of a model on a case: those of no riddle."""

_STEP = re.compile(r"^\| loss \| [\d.]+ at the first step, ([\d.]+) at the last", re.MULTILINE)
_HELD = re.compile(r"^\| held-out loss \| ([\d.]+) at its best", re.MULTILINE)
_MOST = 20_000_000
_LN2 = math.log(2)


def perplexity(likely: Likely) -> float:
    """The perplexity of texts, each token counted alike; depends on the tokenizer."""
    return math.exp(likely.nats / likely.tokens)


def bits_per_byte(likely: Likely) -> float:
    """Bits that a byte of the texts takes; comparable across tokenizers."""
    return likely.nats / likely.bytes / _LN2


class Predicting:
    """Perplexity and bits per byte of the cases' reference summaries and riddles, each text read on its own.

    `of_model` gives the likelihood of an entrant's model, or None where its weights are not here. Entrants with the
    same model are asked once.
    """

    def __init__(self, of_model: Callable[[Entrant], Likelihood | None]) -> None:
        self._of_model = of_model
        self._known: dict[tuple[str, tuple[str, ...]], tuple[str, list[Likely]]] = {}
        self._failed: dict[str, str] = {}

    @property
    def mark(self) -> str:
        """How likely the references are."""
        return VERSION

    async def of(self, entrant: Entrant, cases: Sequence[Case]) -> list[Measurement]:
        """Both numbers of each case that has references, and what they weigh."""
        told = [(case, [text for text in (case.summary, case.riddle) if text.strip()]) for case in cases]
        told = [(case, texts) for case, texts in told if texts]
        found = await self._likely(entrant, tuple(text for _, texts in told for text in texts))
        if found is None:
            return []
        by, likely = found
        rest, measured = iter(likely), []
        for case, texts in told:
            whole = sum((next(rest) for _ in texts), Likely(0.0, 0, 0))
            if whole.tokens and whole.bytes:
                measured += _records(entrant, case, whole, by)
        return measured

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:
        """Both, of a hosted model, and where the model failed."""
        why = self._failed.get(entrant.model) or (HOSTED if self._of_model(entrant) is None else "")
        return dict.fromkeys(("perplexity", "bits_per_byte"), why) if why else {}

    async def _likely(self, entrant: Entrant, texts: tuple[str, ...]) -> tuple[str, list[Likely]] | None:
        key = entrant.model, texts
        if key not in self._known:
            model = self._of_model(entrant)
            if model is None:
                return None
            if not texts:
                self._failed[entrant.model] = NO_REFERENCES
                return None
            try:
                self._known[key] = model.label, await model.of(texts)
            except ModelError as error:
                self._failed[entrant.model] = str(error)
                return None
        return self._known[key]


def _records(entrant: Entrant, case: Case, whole: Likely, by: str) -> list[Measurement]:
    detail = json.dumps({"nats": whole.nats, "tokens": whole.tokens, "bytes": whole.bytes})
    key = entrant.key, case.id, *OF_MODEL
    return [
        Measurement("perplexity", key, perplexity(whole), by, detail),
        Measurement("bits_per_byte", key, bits_per_byte(whole), by, detail),
    ]


def pooled(measurements: Iterable[Measurement]) -> Likely:
    """All texts of some measurements together."""
    return sum((likely_of(one) for one in measurements), Likely(0.0, 0, 0))


def likely_of(measurement: Measurement) -> Likely:
    """What a measurement's number was made of."""
    told = json.loads(measurement.detail)
    return Likely(float(told["nats"]), int(told["tokens"]), int(told["bytes"]))


# --- the losses of a training ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Losses:
    """The last loss on what was trained on and the best on what was held out, in nats a token, and where it stands."""

    train: float | None
    held: float | None
    source: str


def losses_of(folder: Path) -> Losses | None:
    """The losses of a model's folder: from the log of its run beside it, else from its card; None where both lack."""
    return _of_log(folder.parent / "log.jsonl") or _of_card(folder / "README.md")


def _of_log(file: Path) -> Losses | None:
    train: float | None = None
    held: list[float] = []
    for line in _text(file).splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue  # a line that a death tore
        if not isinstance(told, dict):
            continue
        train = next(_losses(told, "loss"), train)
        held += _losses(told, "eval_loss")
    best = min(held, default=None)
    return None if train is None and best is None else Losses(train, best, f"{file.parent.name}/{file.name}")


def _of_card(file: Path) -> Losses | None:
    text = _text(file)
    train, held = _STEP.search(text), _HELD.search(text)
    if train is None and held is None:
        return None
    last, best = (float(found[1]) if found else None for found in (train, held))
    return Losses(last, best, f"the card of {file.parent.name}")


def _losses(told: dict[str, object], name: str) -> Iterator[float]:
    value = told.get(name)
    if isinstance(value, (int, float)) and math.isfinite(value):
        yield float(value)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8") if file.stat().st_size <= _MOST else ""
    except (OSError, ValueError):
        return ""


class Trained:
    """The losses of models that were trained here; `folder_of` tells where a model's weights stand, None elsewhere."""

    def __init__(self, folder_of: Callable[[Entrant], Path | None]) -> None:
        self._folder_of = folder_of

    @property
    def mark(self) -> str:
        """The losses of a training."""
        return "losses"

    async def of(self, entrant: Entrant, cases: Sequence[Case]) -> list[Measurement]:  # noqa: ARG002 - as all are asked
        """The losses that are known."""
        losses, key = self._losses(entrant), (entrant.key, "", 0, 0)
        if losses is None:
            return []
        found = {"train_loss": losses.train, "held_loss": losses.held}
        return [Measurement(name, key, value, losses.source) for name, value in found.items() if value is not None]

    def refuses(self, entrant: Entrant) -> Mapping[str, str]:
        """Those that are not known."""
        losses = self._losses(entrant)
        known = {"train_loss": losses and losses.train, "held_loss": losses and losses.held}
        return {name: NO_RUN for name, value in known.items() if value is None}

    def _losses(self, entrant: Entrant) -> Losses | None:
        folder = self._folder_of(entrant)
        return losses_of(folder) if folder is not None else None
