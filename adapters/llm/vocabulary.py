"""A tokenizer's words, as schemas ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bot.errors import RequestRefused, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llguidance import LLTokenizer

_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_PLAIN = frozenset(range(0x20, 0x7F)) - {_QUOTE, _BACKSLASH}
_MARKS = frozenset({*range(0x20), _QUOTE, _BACKSLASH, 0x7F})
UNTOLD = 1_000_000
"""More characters than any token has."""

_SLICES = [r"[ \n\r\t]+", *(r'[^"\\\x00-\x1F\x7F]' + often for often in ("{1,10}", "{1,14}", "{1,20}", "{1,30}", "+"))]
"""Tokens that are allowed or forbidden at one go; the finer, the sooner a string near its limit is done with."""

_ENDS_FIRST = ("}", "]", "null", "0", "false", "true", '"', ",", "[", "{", "-")
"""Outside a string: what brings a text to its end soonest, best first."""


class Vocabulary:
    """A tokenizer's words, and which of them fill a string soon."""

    def __init__(self, tokenizer: Any, width: int) -> None:
        self.words = _words(tokenizer, width)
        texts = [self.words.decode_bytes([token]) for token in range(self.words.vocab_size)]
        self.lengths = np.array([len(text) for text in texts])
        self.quote = self.single('"')
        self.endings = self._singles(_ENDS_FIRST)
        self.fillers = self._fillers(texts)
        self.characters = np.array([self._characters(token, text) for token, text in enumerate(texts)])
        """How many characters each token is that stand for themselves in a JSON string, `UNTOLD` for any other."""

    def single(self, text: str) -> int | None:
        """The token of a text that is one."""
        tokens = self.words.tokenize_str(text)
        return tokens[0] if len(tokens) == 1 else None

    def _singles(self, texts: Iterable[str]) -> tuple[int, ...]:
        return tuple(token for token in map(self.single, texts) if token is not None)

    def unlike(self, text: str) -> int | None:
        """A token of one plain character that is not in the text."""
        signs = (self.single(chr(byte)) for byte in sorted(_PLAIN, reverse=True) if chr(byte) not in text)
        return next((sign for sign in signs if sign is not None), None)

    def _characters(self, token: int, text: bytes) -> int:
        if not text or not _MARKS.isdisjoint(text) or self.words.is_special_token(token):
            return UNTOLD
        try:
            return len(text.decode())
        except UnicodeDecodeError:
            return UNTOLD

    def _fillers(self, texts: list[bytes]) -> tuple[int, ...]:
        """Tokens of plain letters and signs, each about half as long as the one before, down to a single sign."""
        found: dict[int, int] = {}
        for token, text in enumerate(texts):
            size = len(text).bit_length()
            fits = text and _PLAIN.issuperset(text) and not self.words.is_special_token(token)
            if fits and self.lengths[token] > self.lengths[found.get(size, token)] * (size in found):
                found[size] = token
        return tuple(found[size] for size in sorted(found, reverse=True))


def _words(tokenizer: Any, width: int) -> LLTokenizer:
    try:
        from llguidance.hf import from_tokenizer
    except ImportError:
        raise SettingsError("Replies in a schema need one more package: pip install llguidance.") from None
    try:
        return from_tokenizer(tokenizer, n_vocab=max(width, len(tokenizer)), slices=_SLICES)
    except ValueError:
        raise RequestRefused("The local model's tokenizer cannot hold a reply to a schema.") from None
