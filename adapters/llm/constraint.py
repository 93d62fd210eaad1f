"""Replies held to a JSON schema: at each step only what can still become a valid text may be written.

A reply that nears its limit is brought to its end in as few tokens as it takes, so that it is valid at any length.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from adapters.llm.schema import bounded, longest, obliged
from adapters.llm.vocabulary import UNTOLD, Vocabulary
from bot.errors import ModelError, RequestRefused

if TYPE_CHECKING:
    from llguidance import LLMatcher
    from numpy.typing import NDArray

_KEPT_GRAMMARS = 32
_MOST_CLOSING = 2000
_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_COMPACT = {"whitespace_flexible": False}
_FAR = 24
_MOST_ASKED = 16
_STEPS_TRIED = 4


class Grammars:
    """The schemas compiled for one tokenizer, the latest ones kept."""

    def __init__(self, tokenizer: Any, width: int) -> None:
        self._vocabulary = Vocabulary(tokenizer, width)
        self._kept: dict[str, Grammar] = {}

    def of(self, schema: str) -> Grammar:
        """The grammar of a schema's JSON text; raises `RequestRefused` with a sentence where it cannot be held."""
        found = self._kept.pop(schema, None) or self._compiled(schema)
        self._kept[schema] = found
        if len(self._kept) > _KEPT_GRAMMARS:
            del self._kept[next(iter(self._kept))]
        return found

    def _compiled(self, schema: str) -> Grammar:
        from llguidance import LLMatcher

        limited = bounded(json.loads(schema))
        text = LLMatcher.grammar_from_json_schema(json.dumps(limited), overrides=_COMPACT)  # type: ignore[arg-type]
        matcher = LLMatcher(self._vocabulary.words, text, log_level=0)
        if matcher.is_error():
            raise RequestRefused(f"The JSON schema cannot be held: {_first_line(matcher.get_error())}.")
        return Grammar(self._vocabulary, matcher, limited)


class Grammar:
    """One schema, compiled: `shortest` in tokens, `longest` in characters or so."""

    def __init__(self, vocabulary: Vocabulary, matcher: LLMatcher, schema: dict[str, Any]) -> None:
        self.words = vocabulary.words
        self._vocabulary = vocabulary
        self._matcher = matcher
        plan = self.closing(matcher, Place.OUTSIDE)
        if plan is None:
            raise RequestRefused("The JSON schema cannot be held: its shortest text is too long.")
        self._plan = plan
        self.characters = vocabulary.characters
        self._witness = _witness(vocabulary, json.dumps(schema))
        self.bridges = _bridges(vocabulary)
        """What may have to stand before the rest of a plan so that it still leads to an end."""
        self.shortest = len(plan)
        self.longest = longest(schema)
        self.watch = obliged(schema)
        """From how many tokens before its limit on a reply's end is planned: no end takes more, wherever one is."""

    def begin(self, limit: int) -> Constraint:
        """The constraint on one reply of at most `limit` tokens, which must not be less than `shortest`."""
        return Constraint(self, self._matcher.deep_copy(), limit, list(self._plan))

    def closing(self, matcher: LLMatcher, place: Place, most: int = _MOST_CLOSING) -> list[int] | None:
        """The tokens that bring a text to its end soon, None where it takes too many; `matcher` stays as it is."""
        ahead, tokens = matcher.deep_copy(), list[int]()
        while not ahead.is_accepting():
            more = ahead.compute_ff_tokens() or [self._shortest_step(ahead, place)]
            if len(tokens) > most or not ahead.consume_tokens(more):
                return None
            tokens += more
            place = self.after(more, place)
        return None if ahead.is_error() else tokens

    def room(self, matcher: LLMatcher) -> int:
        """How many characters the string a text is in can still take, no more than `_FAR`; 0 where that is not known.

        It is told by a character that can stand in no key, choice or number of the schema.
        """
        return matcher.validate_tokens(self._witness) if self._witness else 0

    def after(self, tokens: list[int], place: Place) -> Place:
        """Where the tokens lead."""
        return after(self.words.decode_bytes(tokens), place)

    def leads_to_end(self, matcher: LLMatcher, tokens: list[int]) -> bool:
        """Whether the tokens make a whole text of what is written; `matcher` stays as it is."""
        ended = [*tokens, self.words.eos_token]
        return matcher.validate_tokens(ended) == len(ended)

    def _shortest_step(self, matcher: LLMatcher, place: Place) -> int:
        known = self._vocabulary
        likely = known.endings if place is Place.OUTSIDE else (*_some(known.quote), *known.fillers)
        # To ask for one token takes a twentieth of the time of all.
        found = next((token for token in likely if matcher.validate_tokens([token])), None)
        if found is None:
            found = int(np.argmax(known.lengths * allowed_tokens(matcher, self.words.vocab_size)))
        return found


class Constraint:
    """What one reply may go on with. Belongs to one row of one batch."""

    def __init__(self, grammar: Grammar, matcher: LLMatcher, limit: int, plan: list[int]) -> None:
        self._grammar = grammar
        self._matcher = matcher
        self._left = limit
        self._plan = plan
        self._shortest = True
        self._place = Place.OUTSIDE
        self._unread: list[int] = []
        self._forced: list[int] = []
        self._over = False
        self.cut = False
        """Whether the text was brought to its end because of its limit."""

    @property
    def complete(self) -> bool:
        """Whether the text is valid, and nothing can or shall follow it."""
        return self._over or (self._matcher.is_stopped() and not self._matcher.is_error())

    def forced(self) -> int | None:
        """The token the text has to go on with, None where it has a choice."""
        if self.cut:
            return self._plan[0] if self._plan else None
        if not self._forced:
            self._forced = self._matcher.compute_ff_tokens()
        return self._forced[0] if self._forced else None

    def allows(self, token: int) -> bool:
        """Whether the text may go on with the token."""
        return self._matcher.validate_tokens([token]) == 1

    def allowed(self, width: int) -> NDArray[np.bool_]:
        """One truth for each token of a vocabulary of `width`: whether the text may go on with it."""
        return allowed_tokens(self._matcher, width)

    def among(self, tokens: NDArray[np.int64]) -> tuple[NDArray[np.bool_], bool]:
        """One truth for each of some tokens: whether the text may go on with it; and whether with any other too."""
        room = self._grammar.room(self._matcher)
        if room:
            sizes = self._grammar.characters[tokens]
            unsure = np.flatnonzero(sizes > _FAR if room == _FAR else sizes == UNTOLD)
            if len(unsure) <= _MOST_ASKED:
                may = sizes <= room
                may[unsure] = [self._matcher.validate_tokens([token]) == 1 for token in tokens[unsure].tolist()]
                return may, True
        mask = _mask(self._matcher, self._grammar.words.vocab_size)
        may = (mask[tokens >> 5] >> (tokens & 31) & 1).astype(np.bool_)
        return may, int(np.bitwise_count(mask).sum()) > int(may.sum())

    def take(self, token: int) -> int | None:
        """Write the token, or the one that is needed instead for the text to end in time; None where it ends here."""
        if not self.cut and self._left <= self._grammar.watch and not self._fits(token):
            self.cut = True
        if self.cut:
            if not self._plan:
                self._over = True
                return None
            token = self._plan.pop(0)
        if not self._matcher.consume_token(token):
            raise ModelError("The reply left the schema it is held to.")
        self._forced = self._forced[1:] if self._forced[:1] == [token] else []
        self._unread.append(token)
        self._left -= 1
        return token

    def _fits(self, token: int) -> bool:
        """Whether the text can still end in time after the token; if so, that end is remembered."""
        if self._plan and self._plan[0] == token:
            self._plan = self._plan[1:]
            return True
        return self._goes_on(token) or self._planned(token)

    def _goes_on(self, token: int) -> bool:
        """Whether what was planned, or nearly that, still leads to the end: a new plan takes a hundred times longer."""
        for skipped in range(min(_STEPS_TRIED, len(self._plan) + 1)):
            for bridge in self._grammar.bridges:
                plan = bridge + self._plan[skipped:]
                if len(plan) < self._left and self._grammar.leads_to_end(self._matcher, [token, *plan]):
                    self._shortest = self._shortest and len(plan) <= len(self._plan)
                    self._plan = plan
                    return True
        return False

    def _planned(self, token: int) -> bool:
        if self._shortest and len(self._plan) >= self._left:
            return False
        ahead = self._matcher.deep_copy()
        if not ahead.consume_token(token):
            return False
        self._place, self._unread = self._grammar.after(self._unread, self._place), []
        plan = self._grammar.closing(ahead, self._grammar.after([token], self._place), self._left)
        if plan is None or len(plan) >= self._left:
            return False
        self._plan, self._shortest = plan, True
        return True


class Place(Enum):
    """Where in a JSON text one is."""

    OUTSIDE = "outside any string"
    INSIDE = "inside a string"
    ESCAPED = "inside a string, after a backslash"


def after(text: bytes, place: Place = Place.OUTSIDE) -> Place:
    """Where a piece of JSON text leads, begun at `place`."""
    for byte in text:
        if place is Place.ESCAPED:
            place = Place.INSIDE
        elif byte == _QUOTE:
            place = Place.OUTSIDE if place is Place.INSIDE else Place.INSIDE
        elif byte == _BACKSLASH and place is Place.INSIDE:
            place = Place.ESCAPED
    return place


def allowed_tokens(matcher: LLMatcher, width: int) -> NDArray[np.bool_]:
    """One truth for each token: whether the text may go on with it."""
    return np.unpackbits(_mask(matcher, width).view(np.uint8), count=width, bitorder="little").view(np.bool_)


def _mask(matcher: LLMatcher, width: int) -> NDArray[np.int32]:
    mask = np.empty((width + 31) // 32, dtype=np.int32)
    matcher.unsafe_compute_mask_ptr(mask.ctypes.data, mask.nbytes)
    return mask


def _witness(vocabulary: Vocabulary, schema: str) -> list[int]:
    """What tells that a text is in a string that is free but for its length; nothing where a schema has others."""
    sign = None if '"pattern' in schema or '"format"' in schema else vocabulary.unlike(schema)
    return _some(sign) * _FAR


def _bridges(vocabulary: Vocabulary) -> tuple[list[int], ...]:
    quote = _some(vocabulary.quote)
    return [], quote, [*vocabulary.fillers[-1:], *quote]


def _some(token: int | None) -> list[int]:
    return [] if token is None else [token]


def _first_line(error: str) -> str:
    line = next((line.strip() for line in error.splitlines() if line.strip()), "it is not understood")
    return line[:200].rstrip(". ")
