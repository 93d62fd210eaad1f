"""One text while it is being written: its pieces, its stops, its end."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, cast

from adapters.llm.request import Generated
from bot.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.llm.constraint import Constraint
    from adapters.llm.request import Chance, Request

_BROKEN = "\ufffd"


class Row:
    """One row of a batch. A text is what it tells piece by piece, whether anybody listens or not."""

    def __init__(
        self, request: Request, tokenizer: Any, ends: Iterable[int], constraint: Constraint | None = None
    ) -> None:
        self.request = request
        self.constraint = constraint
        self.random = random.Random(request.decoding.seed)
        self.tokens: list[int] = []
        self.chances: list[Chance] = []
        self.finish = ""
        self._tokenizer = tokenizer
        self._ends = ends
        # What a schema ends needs no stop strings, and one inside it would break it.
        self._stops = () if constraint else request.decoding.stop
        self._watched = bool(self._stops) or request.listener is not None
        self._text = ""
        self._told = 0
        self._from = self._to = 0
        self._error: ModelError | None = None

    def take(self, token: int) -> bool:
        """Write one token; whether one was written. Sets `finish` when the text is at its end."""
        if token in self._ends and (self.constraint is None or self.constraint.allows(token)):
            self._end("stop")
            return False
        if self.constraint is not None:
            held = self._held(self.constraint, token)
            if held is None:
                return False
            token = held
        self.tokens.append(token)
        if self._watched:
            self._read(final=False)
        if not self.finish:
            self._end_where_due()
        return True

    def result(self) -> Generated | ModelError:
        """What was written, or why nothing was."""
        if self._error is not None:
            return self._error
        chances = tuple(self.chances) if self.request.decoding.logprobs is not None else None
        total = sum(chance.logprob for chance in self.chances)
        return Generated(self._text, self.request.prompt, len(self.tokens), self.finish, chances, total)

    def _held(self, constraint: Constraint, token: int) -> int | None:
        """The token its schema lets it write, None where the text ends."""
        try:
            held = constraint.take(token)
        except ModelError as error:
            self.finish, self._error = "failed", error
            return None
        if held is None:
            self._end("length")
        return held

    def _end_where_due(self) -> None:
        if self.constraint is not None and self.constraint.complete:
            self._end("length" if self.constraint.cut else "stop")
        elif len(self.tokens) >= self.request.limit:
            self._end("length")
        elif self.request.given_up:
            self._end("given up")

    def _end(self, finish: str) -> None:
        self.finish = finish
        self._read(final=True)

    def _read(self, *, final: bool) -> None:
        """Take in what the latest tokens add to the text, and tell as much of it as cannot be part of a stop."""
        before = self._decode(self._from, self._to)
        now = self._decode(self._from, len(self.tokens))
        if len(now) > len(before) and (final or not now.endswith(_BROKEN)):
            self._text += now[len(before) :]
            self._from, self._to = self._to, len(self.tokens)
        places = [place for place in (self._text.find(stop) for stop in self._stops) if place >= 0]
        if places:
            self._text, self.finish = self._text[: min(places)], "stop"
        self._tell(len(self._text) if final or places else len(self._text) - held_back(self._text, self._stops))

    def _tell(self, upto: int) -> None:
        if self.request.listener is not None and upto > self._told:
            self.request.listener(self._text[self._told : upto])
        self._told = max(self._told, upto)

    def _decode(self, begin: int, end: int) -> str:
        tokens = self.tokens[begin:end]
        return cast("str", self._tokenizer.decode(tokens, skip_special_tokens=True)) if tokens else ""


def held_back(text: str, stops: Iterable[str]) -> int:
    """How many of the last characters may turn out to be the beginning of a stop string."""
    lengths = (
        length for stop in stops for length in range(1, min(len(stop), len(text) + 1)) if text.endswith(stop[:length])
    )
    return max(lengths, default=0)
