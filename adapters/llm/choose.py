"""The next token of each row: what its schema allows, drawn with its own chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from adapters.llm.request import Chance

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._hold(logits, rows, tokens)
        self._draw(logits, rows, tokens)
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
    def _hold(logits: torch.Tensor, rows: Sequence[Row], tokens: list[int]) -> None:
        """Shut out what a row's schema forbids. A greedy row whose own choice is allowed needs no mask: it stays."""
        held = [
            (at, row.constraint)
            for at, row in enumerate(rows)
            if row.constraint is not None
            and not row.finish
            and (row.request.decoding.temperature > 0 or not row.constraint.allows(tokens[at]))
        ]
        # Without waking torch's threads, which takes longer than the work itself.
        table = logits.numpy() if logits.device.type == "cpu" and logits.dtype is torch.float32 else None
        for at, constraint in held:
            shut = constraint.shut(logits.shape[-1])
            if table is not None:
                np.copyto(table[at], -np.inf, where=shut)
                tokens[at] = int(table[at].argmax())
            else:
                logits[at].masked_fill_(torch.from_numpy(shut).to(logits.device), -torch.inf)
                tokens[at] = int(logits[at].argmax())

    @staticmethod
    def _draw(logits: torch.Tensor, rows: Sequence[Row], tokens: list[int]) -> None:
        """Draw the token of each row that is not greedy."""
        places = [at for at, row in enumerate(rows) if row.request.decoding.temperature > 0 and not row.finish]
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
