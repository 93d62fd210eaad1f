"""A transformers model in memory: conversations -> tokens -> texts, many rows at once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, cast

import jinja2
import torch
from transformers import GenerationConfig, LogitsProcessor, LogitsProcessorList, StoppingCriteria, StoppingCriteriaList

from adapters.llm.request import Generated
from bot.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from adapters.llm.request import Decoding, Request, Turn

TAIL_TOKENS = 12
"""How many tokens besides those of a stop string itself are looked at for it."""


class TransformersRuntime:
    """One model and its tokenizer. Not safe for two threads: the engine gives it one."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._ends = _end_tokens(model, tokenizer)
        # A model's own generation settings (sampling, penalties) must not leak into what a request asks for.
        model.generation_config = _settings(bos_token_id=tokenizer.bos_token_id)
        self._pad = _first(tokenizer.pad_token_id, *sorted(self._ends), 0)
        self._context = int(getattr(model.config, "max_position_embeddings", 0) or 1_000_000)

    def encode(self, request: Request) -> list[int]:
        """The tokens of a request: the chat template applied once, its own begin token and no second one."""
        if request.completion or not self._tokenizer.chat_template:
            text = "\n\n".join(turn.text for turn in request.turns)
            ids = cast("list[int]", self._tokenizer(text)["input_ids"])
        else:
            ids = self._templated(request.turns)
        if not ids:
            raise ModelError("The local model was asked nothing.")
        if len(ids) + request.decoding.max_tokens > self._context:
            raise ModelError(
                f"The text is too long for the local model: {len(ids)} tokens and {request.decoding.max_tokens} to "
                f"write, of {self._context}."
            )
        return ids

    def _templated(self, turns: tuple[Turn, ...]) -> list[int]:
        try:
            return self._apply([{"role": turn.role, "content": turn.text} for turn in turns])
        except jinja2.TemplateError:
            return self._apply(_without_system(turns))

    def _apply(self, conversation: list[dict[str, str]]) -> list[int]:
        goes_on = conversation[-1]["role"] == "assistant"
        encoded: Any = self._tokenizer.apply_chat_template(
            conversation, add_generation_prompt=not goes_on, continue_final_message=goes_on, return_dict=True
        )
        return list(encoded["input_ids"])

    @torch.inference_mode()
    def generate(self, batch: Sequence[Request]) -> list[Generated]:
        """Write the texts of a batch: padded on the left, each row with its own limit, seed and stops."""
        width = max(len(request.ids) for request in batch)
        rows = [[self._pad] * (width - len(request.ids)) + request.ids for request in batch]
        masks = [[0] * (width - len(request.ids)) + [1] * len(request.ids) for request in batch]
        device = self._model.device
        stops = RowStops(batch, width, self._tokenizer)
        config = _settings(
            do_sample=False,
            max_new_tokens=max(request.decoding.max_tokens for request in batch),
            pad_token_id=self._pad,
            eos_token_id=sorted(self._ends) or None,
        )
        written = cast("Any", self._model).generate(
            input_ids=torch.tensor(rows, device=device),
            attention_mask=torch.tensor(masks, device=device),
            generation_config=config,
            logits_processor=LogitsProcessorList(_samplers(batch)),
            stopping_criteria=StoppingCriteriaList([stops]),
        )
        texts = written[:, width:].tolist()
        return [self._read(*row) for row in zip(batch, texts, stops.ended, strict=True)]

    def _read(self, request: Request, tokens: list[int], ended: int | None) -> Generated:
        tokens = tokens[:ended] if ended is not None else tokens
        at = next((at for at, token in enumerate(tokens) if token in self._ends), None)
        tokens = tokens[:at] if at is not None else tokens
        text = cast("str", self._tokenizer.decode(tokens, skip_special_tokens=True))
        kept = _before_stop(text, request.decoding.stop)
        finish = "stop" if at is not None or kept is not None else "length"
        return Generated(text if kept is None else kept, len(request.ids), len(tokens), finish)


class RowSampler(LogitsProcessor):
    """Draws each row's next token with the row's own chance, so that a text does not depend on its neighbours."""

    def __init__(self, decodings: Sequence[Decoding]) -> None:
        self._rows = [(row, one) for row, one in enumerate(decodings) if one.temperature > 0]
        self._chance = {row: random.Random(one.seed) for row, one in self._rows}
        self._width = max(one.top_k for _, one in self._rows)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:  # noqa: ARG002
        """Leave only the drawn token of each sampled row; greedy rows stay as they are."""
        rows = [row for row, _ in self._rows]
        best, tokens = torch.topk(scores[rows].float(), min(self._width, scores.shape[-1]), dim=-1)
        heat = torch.tensor([one.temperature for _, one in self._rows], device=scores.device).unsqueeze(1)
        weights = torch.softmax(best / heat, dim=-1).tolist()
        for at, (row, one) in enumerate(self._rows):
            drawn = tokens[at, _drawn(weights[at][: one.top_k], one.top_p, self._chance[row].random())]
            scores[row] = -torch.inf
            scores[row, drawn] = 0.0
        return scores


class RowStops(StoppingCriteria):
    """Ends a row at its own limit, at a stop string, or when nobody waits for it any more."""

    def __init__(self, batch: Sequence[Request], width: int, tokenizer: PreTrainedTokenizerBase) -> None:
        self._batch = batch
        self._width = width
        self._tokenizer = tokenizer
        self._tails = [max((len(stop) for stop in one.decoding.stop), default=0) + TAIL_TOKENS for one in batch]
        self.ended: list[int | None] = [None] * len(batch)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_: Any) -> torch.BoolTensor:  # noqa: ARG002
        """Tell which rows have ended."""
        length = input_ids.shape[1] - self._width
        for row, request in enumerate(self._batch):
            if self.ended[row] is None and self._ends(request, row, input_ids, length):
                self.ended[row] = length
        done = [ended is not None for ended in self.ended]
        return cast("torch.BoolTensor", torch.tensor(done, dtype=torch.bool, device=input_ids.device))

    def _ends(self, request: Request, row: int, input_ids: torch.LongTensor, length: int) -> bool:
        if length >= request.decoding.max_tokens or request.given_up:
            return True
        if not request.decoding.stop:
            return False
        tail = input_ids[row, self._width + max(0, length - self._tails[row]) :].tolist()
        text = cast("str", self._tokenizer.decode(tail, skip_special_tokens=True))
        return any(stop in text for stop in request.decoding.stop)


def _settings(**given: Any) -> GenerationConfig:
    return GenerationConfig(**given)  # type: ignore[no-untyped-call]


def _samplers(batch: Sequence[Request]) -> list[LogitsProcessor]:
    decodings = [request.decoding for request in batch]
    return [RowSampler(decodings)] if any(one.temperature > 0 for one in decodings) else []


def _drawn(weights: list[float], top_p: float, chance: float) -> int:
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


def _before_stop(text: str, stops: tuple[str, ...]) -> str | None:
    """The text before the first stop string, or None where there is none."""
    places = [place for place in (text.find(stop) for stop in stops) if place >= 0]
    return text[: min(places)] if places else None


def _without_system(turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    """The conversation for a template that knows no system message: its text stands before the first request."""
    system = "\n".join(turn.text for turn in turns if turn.role == "system")
    rest = [{"role": turn.role, "content": turn.text} for turn in turns if turn.role != "system"]
    if rest and system:
        rest[0]["content"] = f"{system}\n\n{rest[0]['content']}"
    return rest or [{"role": "user", "content": system}]


def _end_tokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    configured = getattr(model.generation_config, "eos_token_id", None)
    ends = configured if isinstance(configured, list) else [configured]
    return frozenset(int(token) for token in (*ends, tokenizer.eos_token_id) if token is not None)


def _first(*tokens: int | None) -> int:
    return next(token for token in tokens if token is not None)
