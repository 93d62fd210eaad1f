"""How many tokens a local model takes and a text has, told without loading the model itself."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

from adapters.llm.weights import unreadable
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.llm.weights import Source

UNTOLD = 1_000_000
"""Tokens of the context of a model that names no limit."""


def context_of(config: Any) -> int:
    """How many tokens a model takes by its configuration: by that of its text, where it takes more than texts."""
    return int(getattr(config.get_text_config(), "max_position_embeddings", 0) or UNTOLD)


class Once:
    """Something to be done once, whoever asks for it first; the others wait until it is."""

    def __init__(self, do: Callable[[], object] | None) -> None:
        self._do = do
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Do it, unless it was done."""
        with self._lock:
            if self._do is not None:
                self._do()
            self._do = None


class Ruler:
    """The tokenizer and the configuration of a source, loaded on first use. Safe for many threads."""

    def __init__(self, where: Source, prepare: Once) -> None:
        self._where = where
        self._prepare = prepare
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._context = UNTOLD

    def context(self) -> int:
        """How many tokens the model takes, read and written together."""
        with self._lock:
            self._load()
            return self._context

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has by itself."""
        if not texts:
            return []
        with self._lock:
            self._load()
            found = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]
            return [len(cast("list[int]", ids)) for ids in found]

    def _load(self) -> None:
        if self._tokenizer is not None:
            return
        self._prepare()
        try:
            from transformers import AutoConfig, AutoTokenizer
        except ImportError:
            raise SettingsError("Local models need more packages: pip install 'riddle-me-this[local]'.") from None
        from pathlib import Path

        base = self._where.base
        here = Path(base).is_dir()
        try:
            config = AutoConfig.from_pretrained(base, local_files_only=here)
            tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=here)
        except unreadable() as error:
            raise SettingsError(f"No model can be loaded from {base}: its tokenizer cannot be read.") from error
        self._context = context_of(config)
        self._tokenizer = tokenizer
