"""A transformers model in memory: conversations -> tokens -> texts, many rows at once."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import torch

from adapters.llm.chooser import Chooser
from adapters.llm.constraint import Grammars
from adapters.llm.key_values import LEAST_SHARED, Beginning, empty_cache, is_plain, kept, room_for, shared
from adapters.llm.request import Generated
from adapters.llm.row import Row
from adapters.llm.ruler import context_of
from adapters.llm.templating import Templating, end_tokens
from bot.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from adapters.llm.request import Request
    from bot.errors import RiddleError

MOST_SCORED = 256
"""Most tokens of a continuation that is scored."""

COMPACT = 0.75
"""Rows that have ended leave the batch once no more than this part is left: leaving copies what stays."""


class TransformersRuntime:
    """One model and its tokenizer. Not safe for two threads: the engine gives it one."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
        self._model: Any = model
        self._tokenizer = tokenizer
        self._templating = Templating(tokenizer)
        self._ends = end_tokens(model.generation_config, tokenizer)
        self._pad = _first(tokenizer.pad_token_id, *sorted(self._ends), 0)
        self._context = context_of(model.config)
        self._takes = frozenset(inspect.signature(model.forward).parameters)
        self._chooser = Chooser(tokenizer)
        self._beginning = Beginning()
        self._latest: list[int] = []
        self.room = room_for(model)

    @cached_property
    def _grammars(self) -> Grammars:
        return Grammars(self._tokenizer, int(self._model.get_output_embeddings().weight.shape[0]))

    # --- what is asked ------------------------------------------------------------------------------------------------

    def encode(self, request: Request) -> list[int]:
        """The tokens of a request: the chat template applied once, its own begin token and no second one."""
        ids = self._templating.ids(request.turns, completion=request.completion)
        if not ids:
            raise ModelError("The local model was asked nothing.")
        request.prompt = len(ids)
        request.limit = self._limit(request)
        if request.continuation is not None:
            added = self._tokenizer(request.continuation, add_special_tokens=False)["input_ids"]
            ids = ids + cast("list[int]", added)
            request.limit = 0
            if not 0 < len(added) <= MOST_SCORED:
                raise ModelError(f"A continuation has to have 1 to {MOST_SCORED} tokens; this one has {len(added)}.")
        if len(ids) + request.limit > self._context:
            raise ModelError(
                f"The text is too long for the local model: {len(ids)} tokens and {request.limit} to write, "
                f"of {self._context}."
            )
        return ids

    def _limit(self, request: Request) -> int:
        """How many tokens may be written: as many as are asked for, and what the schema needs."""
        decoding = request.decoding
        if decoding.schema is None:
            return decoding.max_tokens
        grammar = self._grammars.of(decoding.schema)
        wanted = max(decoding.max_tokens, grammar.longest) if decoding.roomy else decoding.max_tokens
        return max(grammar.shortest, min(wanted, self._context - request.prompt))

    # --- what is answered ---------------------------------------------------------------------------------------------

    def generate(self, batch: Sequence[Request]) -> Iterator[list[tuple[Request, Generated | RiddleError]]]:
        """Write the texts of a batch; at each token, those that have come to their end."""
        scored = [request for request in batch if request.continuation is not None]
        if scored:
            yield list(zip(scored, self._scores(scored), strict=True))
        rows = [self._row(request) for request in batch if request.continuation is None]
        if rows:
            yield from self._write(rows)

    def _row(self, request: Request) -> Row:
        schema = request.decoding.schema
        held = self._grammars.of(schema).begin(request.limit) if schema is not None else None
        return Row(request, self._tokenizer, self._ends, held)

    def _write(self, rows: list[Row]) -> Iterator[list[tuple[Request, Generated | RiddleError]]]:
        """Padded on the left, each row with its own limit, seed, stops and schema; a row that ends is told at once."""
        cache, ids, mask = self._filled([row.request.ids for row in rows])
        while True:
            logits = self._forward(cache, ids, mask, 1)[:, -1]
            running = [row for row in rows if not row.finish]
            tokens = self._chooser.step(logits, rows)
            yield [(row.request, row.result()) for row in running if row.finish]
            alive = [at for at, row in enumerate(rows) if not row.finish]
            if not alive:
                return
            if len(alive) <= COMPACT * len(rows):
                places = torch.tensor(alive, device=mask.device)
                cache.batch_select_indices(places)
                mask = mask[places]
                rows, tokens = [rows[at] for at in alive], [tokens[at] for at in alive]
            ids = torch.tensor(tokens, device=mask.device).unsqueeze(1)
            mask = torch.cat([mask, mask.new_ones(len(rows), 1)], dim=1)

    def _scores(self, batch: list[Request]) -> Iterator[Generated]:
        """The logarithm of each continuation's probability after its prompt, all in one pass.

        Continuations of one prompt that differ in their last token alone, such as two labels, are read as one row.
        """
        counts = [len(request.ids) - request.prompt for request in batch]
        most = max(counts)
        rows: dict[tuple[int, ...], int] = {}
        places = [rows.setdefault(tuple(request.ids[:-1]), len(rows)) for request in batch]
        cache, ids, mask = self._filled([list(row) for row in rows], leave=most)
        logits = self._forward(cache, ids, mask, most).float()
        for place, request, count in zip(places, batch, counts, strict=True):
            wanted = torch.tensor(request.ids[-count:], device=logits.device)
            likely = torch.log_softmax(logits[place, -count:], dim=-1)
            total = float(likely.gather(1, wanted.unsqueeze(1)).sum())
            yield Generated("", request.prompt, count, "scored", None, total)

    @torch.inference_mode()
    def _forward(self, cache: Any, ids: torch.Tensor, mask: torch.Tensor, last: int) -> torch.Tensor:
        """The logits of the last places."""
        given: dict[str, Any] = {
            "position_ids": (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :],
            "logits_to_keep": last,
            "use_cache": True,
        }
        given = {name: value for name, value in given.items() if name in self._takes}
        logits = self._model(input_ids=ids, attention_mask=mask, past_key_values=cache, **given).logits
        return cast("torch.Tensor", logits[:, -last:])

    # --- what prompts share -------------------------------------------------------------------------------------------

    @torch.inference_mode()
    def _filled(self, prompts: list[list[int]], leave: int = 1) -> tuple[Any, torch.Tensor, torch.Tensor]:
        """A cache that holds what the prompts begin with alike, then what is left of them, padded, and the mask.

        At least `leave` tokens of each are left. The beginning is kept for the next batch: instructions and examples
        are the same all day, and to read them takes longer than to write the answer.
        """
        cache = empty_cache(self._model)
        length = self._begin(cache, prompts, leave) if is_plain(cache) else 0
        rests = [ids[length:] for ids in prompts]
        width = max(map(len, rests))
        device = self._model.device
        rows = [[self._pad] * (width - len(rest)) + rest for rest in rests]
        masks = [[1] * length + [0] * (width - len(rest)) + [1] * len(rest) for rest in rests]
        return cache, torch.tensor(rows, device=device), torch.tensor(masks, device=device)

    def _begin(self, cache: Any, prompts: list[list[int]], leave: int) -> int:
        """Put the shared beginning into the cache; how many tokens it has."""
        most = min(map(len, prompts)) - leave
        # A lone prompt is compared with the one before it.
        common = min(most, shared(prompts if len(prompts) > 1 else [*prompts, self._latest]))
        known = min(most, shared([*prompts, self._beginning.ids]))
        self._latest = first = prompts[0]
        if common >= LEAST_SHARED and known < common * COMPACT:
            self._beginning = self._read(first[:common])
            known = len(self._beginning.ids)
        if known < LEAST_SHARED:
            return 0
        self._beginning.put_into(cache, len(prompts), known)
        return known

    def _read(self, ids: list[int]) -> Beginning:
        cache = empty_cache(self._model)
        one = torch.tensor([ids], device=self._model.device)
        self._forward(cache, one, torch.ones_like(one), 1)
        return kept(cache, ids)


def _first(*tokens: int | None) -> int:
    return next(token for token in tokens if token is not None)
