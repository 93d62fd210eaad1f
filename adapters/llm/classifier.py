"""A sequence classifier over transformers, for one of its labels."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = ("toxic", "toxicity", "hate", "offensive")
"""The label that is asked about: the first of these that the model has."""

LONGEST = 512
TOGETHER = 16


class LocalClassifier:
    """A `Classifier` of a folder; loaded on first use.

    A model whose labels exclude each other (softmax) and one whose labels do not (sigmoid, by its `problem_type`, or
    where it has one label) are told apart.
    """

    def __init__(self, source: str, wanted: str = "") -> None:
        self._source = source
        self._wanted = wanted.casefold()
        self._model: Any = None
        self._tokenizer: Any = None
        self._at = 0
        self._lock = threading.Lock()

    @property
    def label(self) -> str:
        """The model's folder by its name, and the label once it is known."""
        return f"{Path(self._source).name}" + (f" ({self._wanted})" if self._wanted else "")

    async def of(self, texts: Sequence[str]) -> list[float]:
        """The probability of each text; raises `ModelError` or `SettingsError` where the model cannot tell."""
        return await asyncio.to_thread(self.now, texts)

    def now(self, texts: Sequence[str]) -> list[float]:
        """The same, for who does not await."""
        with self._lock:
            if self._model is None:
                self._load()
            parts = [texts[at : at + TOGETHER] for at in range(0, len(texts), TOGETHER)]
            return [chance for part in parts for chance in self._read(part)]

    def _load(self) -> None:
        try:
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
        except ImportError:
            raise SettingsError("A classifier needs more packages: pip install 'riddle-me-this[local]'.") from None
        here = Path(self._source).is_dir()
        try:
            tokenizer = AutoTokenizer.from_pretrained(self._source, local_files_only=here)
            model: Any = AutoModelForSequenceClassification.from_pretrained(self._source, local_files_only=here)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            first = next(iter(str(error).strip().splitlines()), "")[:200].rstrip(". ")
            raise SettingsError(f"No classifier can be loaded from {self._source}: {first}.") from error
        self._wanted, self._at = _place(model.config.id2label, self._wanted)
        self._model, self._tokenizer = model.eval(), tokenizer

    def _read(self, texts: Sequence[str]) -> list[float]:
        import torch

        try:
            given = self._tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
            with torch.inference_mode():
                logits = self._model(**given).logits.float()
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError(f"The classifier cannot read the texts ({type(error).__name__}).") from error
        apart = logits.shape[1] == 1 or self._model.config.problem_type == "multi_label_classification"
        chances = torch.sigmoid(logits) if apart else torch.softmax(logits, dim=1)
        return [float(one) for one in chances[:, self._at]]


def _place(labels: dict[int, str], wanted: str) -> tuple[str, int]:
    """The label that is asked about, and its place; raises `SettingsError` where the model has none of them."""
    known = {str(name).casefold(): int(at) for at, name in labels.items()}
    for name in (wanted,) if wanted else LABELS:
        if name in known:
            return name, known[name]
    if len(known) == 1 and not wanted:
        return next(iter(known.items()))
    raise SettingsError(f"The classifier has no label {wanted or 'toxic'}; it has {', '.join(known)}.")
