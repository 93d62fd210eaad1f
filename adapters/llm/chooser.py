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


class Chooser:
    """Chooses for a batch. What one row gets does not depend on its neighbours."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    @torch.inference_mode()
    def step(self, logits: torch.Tensor, rows: Sequence[Row]) -> list[int]:
        """Give each row its next token; what was written in each, for the model to go on from."""
        told = [at for at, row in enumerate(rows) if row.request.decoding.logprobs is not None and not row.finish]
        likely = torch.log_softmax(logits[told].float(), dim=-1) if told else None
        tokens = logits.argmax(dim=-1).tolist()
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

    def _held(self, logits: torch.Tensor, rows: Sequence[Row], tokens: list[int]) -> list[int]:
        """Shut out what schemas forbid; the rows that have a choice left.

        Where a schema leaves one token there is nothing to compute, and what a greedy row chose itself may be allowed.
        """
        free: list[int] = []
        masked: list[tuple[int, Constraint]] = []
        for at, row in enumerate(rows):
            if row.finish:
                continue
            held = row.constraint
            forced = held.forced() if held is not None else None
            if forced is not None:
                tokens[at] = forced
                continue
            free.append(at)
            if held is not None and (row.request.decoding.temperature > 0 or not held.allows(tokens[at])):
                masked.append((at, held))
        if masked:
            places = [at for at, _ in masked]
            best = _shut_out(logits, places, [held.shut(logits.shape[-1]) for _, held in masked])
            for at, token in zip(places, best, strict=True):
                tokens[at] = token
        return free

    @staticmethod
    def _draw(logits: torch.Tensor, rows: Sequence[Row], free: list[int], tokens: list[int]) -> None:
        """Draw the token of each row that has a choice and is not greedy."""
        places = [at for at in free if rows[at].request.decoding.temperature > 0]
        if not places:
            return
        decodings = [rows[at].request.decoding for at in places]
        most = min(max(one.top_k for one in decodings), logits.shape[-1])
        best, found = torch.topk(logits[places].float(), most, dim=-1)
        heat = torch.tensor([one.temperature for one in decodings], device=logits.device).unsqueeze(1)
        weights, choices = torch.softmax(best / heat, dim=-1).tolist(), found.tolist()
        for place, one, weight, choice in zip(places, decodings, weights, choices, strict=True):
            tokens[place] = choice[drawn(weight[: one.top_k], one.top_p, rows[place].random.random())]

    def _chance(self, likely: torch.Tensor, token: int, count: int) -> Chance:
        best = torch.topk(likely, count) if count else None
        pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True) if best else ()
        around = tuple(self._named(one, logprob) for one, logprob in pairs)
        return self._named(token, float(likely[token]), around)

    def _named(self, token: int, logprob: float, around: tuple[Chance, ...] = ()) -> Chance:
        text = self._tokenizer.decode([token])
        return Chance(text, text.encode(), logprob, around)


def _shut_out(logits: torch.Tensor, places: list[int], shut: list[NDArray[np.bool_]]) -> list[int]:
    """Forbid some rows some tokens; the likeliest of what each has left."""
    if logits.device.type == "cpu" and logits.dtype is torch.float32:
        # Without waking torch's threads, which takes longer than the work itself.
        table = logits.numpy()
        for at, forbidden in zip(places, shut, strict=True):
            np.copyto(table[at], -np.inf, where=forbidden)
        return [int(table[at].argmax()) for at in places]
    held = logits[places].masked_fill(torch.from_numpy(np.stack(shut)).to(logits.device), -torch.inf)
    logits[places] = held
    return cast("list[int]", held.argmax(dim=-1).tolist())


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
