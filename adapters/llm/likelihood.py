"""How likely texts are to a local model: minus the logarithm of their probability, in batches of windows.

A text is read on its own, after the token that begins a text where the model has one (else the one that ends it), so
that every byte of it is predicted. One that is longer than a window is read in windows that overlap by half: each token
is counted once, with at least half a window before it.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.llm.ruler import context_of
from adapters.llm.weights import Source, load_weights
from bot.errors import ModelError
from bot.ports.likelihood import Likely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adapters.llm.local import LocalChatModel

WINDOW = 1024
"""Most tokens that are read at a time; less where the model's context is shorter."""

ROOM = 2_048
"""Tokens of a batch, padding included: their logits are what takes the memory."""

LONGEST = 200_000
"""Characters of a text."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a text as tokens, the last `counted` of which are predicted here."""

    text: int
    ids: tuple[int, ...]
    counted: int


def windows(text: int, ids: Sequence[int], size: int, stride: int) -> Iterator[Window]:
    """The windows of a text; its first token is read and not predicted."""
    end = 1
    for begin in range(0, len(ids), stride):
        if end >= len(ids):
            return
        last = min(begin + size, len(ids))
        yield Window(text, tuple(ids[begin:last]), last - end)
        end = last


class LocalLikelihood:
    """A `Likelihood` over transformers; loaded on first use, freed by `close`.

    `starts` says whether the token that begins a text is put before it. Without it the first token of a text is not
    predicted, as in the formula of the library's own documentation.
    """

    def __init__(
        self,
        source: Source,
        label: str,
        *,
        prepare: Callable[[], object] | None = None,
        window: int = WINDOW,
        stride: int | None = None,
        starts: bool = True,
    ) -> None:
        self._source = source
        self._label = label
        self._prepare = prepare
        self._window = window
        self._stride = stride
        self._starts = starts
        self._model: Any = None
        self._tokenizer: Any = None
        self._lock = threading.Lock()

    @property
    def label(self) -> str:
        """The model, and how it was asked."""
        return f"{self._label}, windows of {self._window}"

    async def of(self, texts: Sequence[str]) -> list[Likely]:
        """How likely each text is, read on its own; raises `ModelError` or `SettingsError` where it cannot be told."""
        return await asyncio.to_thread(self.now, texts)

    def close(self) -> None:
        """Free the model."""
        with self._lock:
            self._model = self._tokenizer = None

    def now(self, texts: Sequence[str]) -> list[Likely]:
        """The same, for who does not await."""
        with self._lock:
            self._load()
            encoded = [self._encoded(text) for text in texts]
            size = min(self._window, context_of(self._model.config))
            stride = max(1, min(self._stride or size // 2, size - 1))
            todo = [one for at, ids in enumerate(encoded) for one in windows(at, ids, size, stride)]
            nats = [0.0] * len(texts)
            for batch in _batches(todo):
                for one, told in zip(batch, self._read(batch), strict=True):
                    nats[one.text] += told
        return [
            Likely(total, max(0, len(ids) - 1), self._bytes(text))
            for text, ids, total in zip(texts, encoded, nats, strict=True)
        ]

    def _load(self) -> None:
        if self._model is None:
            if self._prepare is not None:
                self._prepare()
            self._model, self._tokenizer = load_weights(self._source)

    def _encoded(self, text: str) -> list[int]:
        if len(text) > LONGEST:
            raise ModelError(f"A text of {len(text)} characters is too long to be read; {LONGEST} are the most.")
        ids = list(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])
        start = self._start()
        return ids if start is None or not ids else [start, *ids]

    def _start(self) -> int | None:
        if not self._starts:
            return None
        found = (self._tokenizer.bos_token_id, self._tokenizer.eos_token_id)
        return next((int(token) for token in found if token is not None), None)

    def _bytes(self, text: str) -> int:
        """Bytes that are predicted: not those of a first token that nothing stands before."""
        whole = len(text.encode())
        if self._start() is not None or not text:
            return whole
        first = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return whole - len(text[: first["offset_mapping"][0][1]].encode())

    def _read(self, batch: Sequence[Window]) -> list[float]:
        """Minus the logarithm of the probability of what is counted in each window."""
        import torch

        width = max(len(one.ids) for one in batch)
        device = self._model.device
        ids = torch.tensor([[*one.ids, *[0] * (width - len(one.ids))] for one in batch], device=device)
        mask = torch.tensor([[1] * len(one.ids) + [0] * (width - len(one.ids)) for one in batch], device=device)
        told = []
        try:
            with torch.inference_mode():
                logits = self._model(input_ids=ids, attention_mask=mask, use_cache=False).logits
                for row, one in enumerate(batch):
                    end = len(one.ids)
                    likely = torch.log_softmax(logits[row, end - one.counted - 1 : end - 1].float(), dim=-1)
                    wanted = ids[row, end - one.counted : end].unsqueeze(1)
                    told.append(-float(likely.gather(1, wanted).double().sum()))
        except (RuntimeError, MemoryError, IndexError) as error:
            raise ModelError(f"The local model cannot read the texts ({type(error).__name__}).") from error
        return told


def likelihood_of(model: LocalChatModel, *, window: int = WINDOW) -> LocalLikelihood:
    """The likelihood of a chat model's weights, its adapter included; they are loaded a second time."""
    source = Source(model.source, model.adapter, merge=model.merge)
    return LocalLikelihood(source, model.model_name, prepare=model.prepare, window=window)


def _batches(todo: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, as many as there is room for."""
    batch: list[Window] = []
    for one in sorted(todo, key=lambda one: -len(one.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > ROOM:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
