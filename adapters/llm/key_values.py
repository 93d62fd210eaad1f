"""The keys and values of a batch in memory: with room to grow, and with a beginning that many prompts share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 128
"""Tokens of room that are made at a time; without it every step would copy all that is there."""

LEAST_SHARED = 24
"""A shared beginning shorter than this is not worth keeping."""

KEPT_BYTES = 256_000_000
"""Most memory of a beginning that is kept."""


CPU_BYTES = 1_500_000_000
"""Memory for the keys and values of one batch, where they are not on a device of their own."""


class RoomyLayer(DynamicLayer):  # type: ignore[no-untyped-call]
    """A layer's keys and values, written into buffers that are larger than they are."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._buffers: list[torch.Tensor] = []
        self._length = 0

    def update(self, key_states: torch.Tensor, value_states: torch.Tensor, *_: Any, **__: Any) -> Any:
        """Put what is new behind what is there; all of it."""
        begin, end = self._length, self._length + key_states.shape[-2]
        self.is_initialized = True
        if not self._buffers or end > self._buffers[0].shape[-2]:
            self._buffers = [self._grown(new, at, end + ROOM) for at, new in enumerate((key_states, value_states))]
        for buffer, new in zip(self._buffers, (key_states, value_states), strict=True):
            buffer[:, :, begin:end] = new
        self._length = end
        self._show()
        return self.keys, self.values

    def batch_select_indices(self, indices: torch.Tensor) -> None:
        """Keep only some rows."""
        self._buffers = [buffer[indices] for buffer in self._buffers]
        self._show()

    def _show(self) -> None:
        self.keys, self.values = (buffer[:, :, : self._length] for buffer in self._buffers)

    def _grown(self, like: torch.Tensor, at: int, room: int) -> torch.Tensor:
        rows, heads, _, size = like.shape
        grown = like.new_empty((rows, heads, room, size))
        if self._buffers:
            grown[:, :, : self._length] = self._buffers[at][:, :, : self._length]
        return grown


def empty_cache(model: Any) -> Any:
    """An empty cache of the model's own kind, with room in it where its layers see everything that came before."""
    cache = DynamicCache(config=model.config)
    if is_plain(cache):
        cache.layers = [RoomyLayer() for _ in cache.layers]
    return cache


def is_plain(cache: Any) -> bool:
    """Whether every layer keeps all keys and values: none slides, none is of another kind."""
    return bool(cache.layers) and all(type(layer) in {DynamicLayer, RoomyLayer} for layer in cache.layers)


def room_for(model: Any) -> int:
    """How many tokens of one batch may be in memory at a time."""
    config = model.config.get_text_config()
    heads = getattr(config, "num_key_value_heads", None) or getattr(config, "num_attention_heads", None) or 1
    size = getattr(config, "head_dim", None) or config.hidden_size // getattr(config, "num_attention_heads", heads)
    token = 2 * int(config.num_hidden_layers) * int(heads) * int(size) * int(model.dtype.itemsize)
    free = torch.cuda.mem_get_info()[0] // 2 if model.device.type == "cuda" else CPU_BYTES
    return max(1, free // token)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Tokens and their keys and values, one row: what a later batch of prompts may start from."""

    ids: tuple[int, ...] = ()
    layers: tuple[tuple[torch.Tensor, torch.Tensor], ...] = ()

    def put_into(self, cache: Any, rows: int, length: int) -> None:
        """Let each row of an empty cache start with the first `length` tokens."""
        for layer, (keys, values) in zip(cache.layers, self.layers, strict=True):
            wide = (rows, -1, -1, -1)
            layer.update(keys[:, :, :length].expand(wide), values[:, :, :length].expand(wide))


def kept(cache: Any, ids: Sequence[int]) -> Beginning:
    """A copy of the first row's first keys and values, nothing where they are too large to be kept."""
    taken = [(layer.keys[:1, :, : len(ids)], layer.values[:1, :, : len(ids)]) for layer in cache.layers]
    if sum(one.numel() * one.element_size() for pair in taken for one in pair) > KEPT_BYTES:
        return Beginning()
    return Beginning(tuple(ids), tuple((keys.clone(), values.clone()) for keys, values in taken))


def shared(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with alike."""
    alike = (len(set(tokens)) == 1 for tokens in zip(*prompts, strict=False))
    return sum(1 for _ in takewhile(bool, alike))
