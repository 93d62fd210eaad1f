"""The next token of each row: what its schema allows, drawn with its own chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch

from adapters.llm.request import Chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from adapters.llm.constraint import Constraint
    from adapters.llm.row import Row


_SPARE = 14
"""How many more of the likeliest tokens are looked at than may be drawn: a schema may forbid some."""

_COLDEST = 1e-6
"""Below it a temperature is as good as none, and a number divided by it might be too large."""


class Chooser:
    """Chooses for a batch. What one row gets does not depend on its neighbours."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    @torch.inference_mode()
    def step(self, logits: torch.Tensor, rows: Sequence[Row]) -> list[int]:
        """Give each row its next token; what was written in each, for the model to go on from."""
        told = [at for at, row in enumerate(rows) if row.request.decoding.logprobs is not None and not row.finish]
        likely = torch.log_softmax(logits[told].float(), dim=-1) if told else None
        _forbid_repeats(logits, rows)
        tokens = _likeliest(logits)
        free = self._held(logits, rows, tokens)
        self._draw(logits, rows, free, tokens)
        for at, row in enumerate(rows):
            if row.finish:
                continue
            written = row.take(tokens[at])
            if written:
                tokens[at] = row.tokens[-1]
            if written and likely is not None and at in told:
                row.chances.append(self._chance(likely[told.index(at)], tokens[at], row.request.decoding.logprobs or 0))
        return tokens

    @staticmethod
    def _held(logits: torch.Tensor, rows: Sequence[Row], tokens: list[int]) -> list[int]:
        """Give greedy rows what their schemas allow; the rows that have a choice left.

        Where a schema leaves one token there is nothing to compute, and what a greedy row chose itself may be allowed.
        """
        free: list[int] = []
        for at, row in enumerate(rows):
            if row.finish:
                continue
            held = row.constraint
            forced = held.forced() if held is not None else None
            if forced is not None:
                tokens[at] = forced
                continue
            free.append(at)
            if held is not None and row.request.decoding.temperature <= 0 and not held.allows(tokens[at]):
                tokens[at] = int(_left(logits[at], held).argmax())
        return free

    @staticmethod
    def _draw(logits: torch.Tensor, rows: Sequence[Row], free: list[int], tokens: list[int]) -> None:
        """Draw the token of each row that has a choice and is not greedy."""
        places = [at for at in free if rows[at].request.decoding.temperature > 0]
        if not places:
            return
        most = min(max(rows[at].request.decoding.top_k for at in places) + _SPARE, logits.shape[-1])
        drawing = logits if len(places) == len(rows) else logits[places]
        best, found = (part.cpu().numpy() for part in torch.topk(drawing.float(), most, dim=-1))
        for place, values, choices in zip(places, best, found, strict=True):
            row = rows[place]
            one, held = row.request.decoding, row.constraint
            if held is not None:
                values, choices = _best_allowed(held, values, choices, logits[place], one.top_k)  # noqa: PLW2901
            if len(choices):
                weights = _weights(values[: one.top_k], one.temperature)
                tokens[place] = int(choices[drawn(weights, one.top_p, row.random.random())])

    def _chance(self, likely: torch.Tensor, token: int, count: int) -> Chance:
        best = torch.topk(likely, count) if count else None
        pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True) if best else ()
        around = tuple(self._named(one, logprob) for one, logprob in pairs)
        return self._named(token, float(likely[token]), around)

    def _named(self, token: int, logprob: float, around: tuple[Chance, ...] = ()) -> Chance:
        text = self._tokenizer.decode([token])
        return Chance(text, text.encode(), logprob, around)


def _forbid_repeats(logits: torch.Tensor, rows: Sequence[Row]) -> None:
    """Make infinitely unlikely what would write a run of tokens a second time, in rows that forbid it."""
    for at, row in enumerate(rows):
        size = row.request.decoding.no_repeat
        if size and not row.finish and row.constraint is None:
            again = repeating(row.tokens, size)
            if again:
                logits[at, again] = -torch.inf


def repeating(written: Sequence[int], size: int) -> list[int]:
    """The tokens that would end a run of `size` tokens that was written before."""
    last = list(written[len(written) - size + 1 :])
    if len(last) < size - 1:
        return []
    runs = (at for at in range(len(written) - size + 1) if list(written[at : at + size - 1]) == last)
    return [written[at + size - 1] for at in runs]


def _likeliest(logits: torch.Tensor) -> list[int]:
    # NumPy finds it in a twentieth of the time torch takes.
    found = logits.numpy() if _is_plain(logits) else logits
    return cast("list[int]", found.argmax(-1).tolist())


def _is_plain(logits: torch.Tensor) -> bool:
    return logits.device.type == "cpu" and logits.dtype is torch.float32


def _left(logits: torch.Tensor, held: Constraint) -> NDArray[np.float32]:
    """A row's logits, those of what its schema forbids infinitely low."""
    table: NDArray[np.float32] = logits.float().cpu().numpy()
    return np.where(held.allowed(len(table)), table, np.float32(-np.inf))


def _best_allowed(
    held: Constraint, values: NDArray[np.float32], choices: NDArray[np.int64], logits: torch.Tensor, count: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The likeliest tokens that a schema allows, best first: at least `count` where it allows so many.

    Mostly they are among the likeliest of all, which are given; to look through the whole vocabulary takes far longer.
    """
    may, others = held.among(choices)
    if others and int(may.sum()) < count:
        choices = np.flatnonzero(held.allowed(len(logits)))
        values = logits.float().cpu().numpy()[choices]
        best = np.argpartition(-values, count)[:count] if len(values) > count else np.arange(len(values))
        best = best[np.argsort(-values[best], kind="stable")]
        return values[best], choices[best]
    return values[may], choices[may]


def _weights(values: NDArray[np.float32], temperature: float) -> list[float]:
    """What each of some tokens weighs, the first of them 1."""
    apart = values.astype(np.float64) - float(values[0])
    return cast("list[float]", np.exp(apart / max(temperature, _COLDEST)).tolist())


def drawn(weights: list[float], top_p: float, chance: float) -> int:
    """The place of the drawn weight among the likeliest ones that together reach `top_p`."""
    total, nucleus = 0.0, 0
    whole = sum(weights)
    while nucleus < len(weights) and (nucleus == 0 or total < top_p * whole):
        total += weights[nucleus]
        nucleus += 1
    mark, reached = chance * total, 0.0
    for place in range(nucleus):
        reached += weights[place]
        if mark < reached:
            return place
    return nucleus - 1
