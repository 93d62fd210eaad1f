"""The log of a round, played again: what every player's result is, from what was said alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain import Customs, Judgement, Move, Play
from bot.game.judging import judge
from bot.game.matching import normalise
from bot.game.openness import leaves_open
from bot.game.points import points, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain import Entry, Round

_COUNTED = frozenset({Judgement.CORRECT, Judgement.WRONG})
"""Judgements that count as a guess."""


@dataclass(slots=True)
class Replay:
    """Plays the entries of one place of a round, as they stand now; feed it in order, as often as there are more.

    `ready` looks through a whole log for what was accepted in it, and plays nothing of it yet.

    A guess that was right stays right. One that was wrong or close is judged again by the riddle as it stands, which
    has the aliases a host added, and by what a model accepted since where the rules leave it open: a regrade reaches
    back to the first moment.
    """

    round_: Round
    place: int
    plays: dict[str, Play] = field(default_factory=dict)
    aliases: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    readable: bool = False
    _right: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, round_: Round, place: int, entries: Iterable[Entry]) -> Replay:
        """Play a whole log."""
        entries = tuple(entries)
        replay = cls.ready(round_, place, entries)
        for entry in entries:
            replay.feed(entry)
        return replay

    @classmethod
    def ready(cls, round_: Round, place: int, entries: Iterable[Entry]) -> Replay:
        """Be ready to play a log from its beginning."""
        said: dict[Move, set[str]] = {Move.ALIAS: set(), Move.ACCEPT: set()}
        for entry in entries:
            if entry.move in said:
                said[entry.move].add(normalise(entry.text))
        return cls(round_, place, aliases=frozenset(said[Move.ALIAS]), accepted=frozenset(said[Move.ACCEPT]))

    def feed(self, entry: Entry) -> None:
        """Play one entry."""
        if entry.move is Move.READABLE:
            self.readable = True
        if entry.move not in {Move.GUESS, Move.HINT, Move.GIVE_UP}:
            return
        before = self.plays.get(entry.player) or Play(scored=entry.scored and not self.readable)
        if not before.finished:
            self.plays[entry.player] = self._after(before, entry)

    def _after(self, before: Play, entry: Entry) -> Play:
        if entry.move is Move.HINT:
            return replace(before, hints=before.hints + 1)
        if entry.move is Move.GIVE_UP:
            return replace(before, given_up=True)
        judgement = self._judged(entry)
        if judgement not in _COUNTED:
            return before
        guesses = before.guesses + 1
        if judgement is Judgement.WRONG:
            return replace(before, guesses=guesses)
        scored = before.scored and entry.scored and not self.readable
        earned = points(terms(self.round_, self.place, Customs(), scored=scored), before.hints, before.guesses)
        return replace(before, guesses=guesses, solved=True, points=earned)

    def _judged(self, entry: Entry) -> Judgement:
        """What a guess is worth today."""
        given = entry.judgement or Judgement.WRONG
        if given not in {Judgement.WRONG, Judgement.CLOSE}:
            return given
        if entry.text not in self._right:
            self._right[entry.text] = self._is_right(entry.text)
        return Judgement.CORRECT if self._right[entry.text] else given

    def _is_right(self, text: str) -> bool:
        if normalise(text) in self.aliases:
            return True
        riddle = self.round_.riddle(self.place)
        verdict = judge(text, riddle.answer, riddle.aliases, kind=riddle.kind)
        accepted = normalise(text) in self.accepted and leaves_open(verdict, text, riddle)
        return accepted or verdict.judgement is Judgement.CORRECT
