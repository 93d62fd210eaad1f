"""Guesses, hints and surrenders: each one atomic step, each written to a log that only grows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.editions import played_key
from adapters.store.keys import community_key, name
from adapters.store.replies import octets, text
from adapters.store.results import BEGAN, GIVEN_UP, SOLVED, RedisResults
from adapters.store.scripts import run
from bot.domain import Guess, Judgement, Play, Verdict
from bot.errors import StoreError
from bot.ports.now import system_now
from bot.records import dump, load
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.ports.now import Now

MAX_GUESS = 200
"""Characters kept of a guess."""

MAX_HINTS = 3
MAX_MOVES = 1_000
"""Most guesses of one player in one riddle that are written down; who says more is answered `closed`."""

HINT = "hint"
GIVE_UP = "give_up"

_SEEN_SECONDS = int(timedelta(days=30).total_seconds())
"""How long a delivery is known again after the last guess of its round."""


class RedisRounds:
    """A `RoundStore` over Redis.

    `Play.guesses` counts the guesses that cost something: the wrong ones and the right one.
    """

    def __init__(self, redis: Redis, now: Now = system_now) -> None:
        self._redis = redis
        self._now = now
        self._results = RedisResults(redis)

    async def guess(self, community: str, deck: str, day: date, place: int, guess: Guess, verdict: Verdict) -> Verdict:
        """Record a guess with the verdict of the rules; returns the verdict that stands."""
        kept = replace(guess, player=_clean(guess.player), text=_clean(guess.text[:MAX_GUESS]))
        kept = replace(kept, delivery=_clean(guess.delivery[:MAX_GUESS]))
        said = [verdict.judgement.value, _clean(verdict.reason)]
        player = name(kept.player)
        values: list[Value] = [
            player,
            _delivery(guess),
            _words(player, kept.text),
            *said,
            dump(kept),
            MAX_MOVES,
            _SEEN_SECONDS,
        ]
        await self._mark_played(deck, day)
        stands, first, solves = await run(self._redis, "guess", _keys(community, deck, day, place), values)
        await self._results.add(deck, day, place, _counts(first, SOLVED[solves] if solves >= 0 else ""))
        judgement, _, reason = text(stands).partition(" ")
        return Verdict(Judgement(judgement), reason)

    async def take_hint(
        self, community: str, deck: str, day: date, place: int, player: str, delivery: str = ""
    ) -> Play:
        """Take the next hint; there are three."""
        return await self._move(HINT, community, deck, day, place, self._said(player, delivery))

    async def give_up(self, community: str, deck: str, day: date, place: int, player: str, delivery: str = "") -> Play:
        """Give up."""
        return await self._move(GIVE_UP, community, deck, day, place, self._said(player, delivery))

    async def play(self, community: str, deck: str, day: date, place: int, player: str) -> Play:
        """How far the player has come."""
        key = _keys(community, deck, day, place)[1]
        return _play(await self._redis.hmget(key, [f"{field}:{name(_clean(player))}" for field in "ghsu"]))

    async def log(self, community: str, deck: str, day: date, place: int) -> tuple[tuple[Guess, Judgement], ...]:
        """Every guess of a round, oldest first."""
        moves = await self.moves(community, deck, day, place)
        return tuple((guess, Judgement(what)) for what, guess in moves if what not in {HINT, GIVE_UP})

    async def moves(self, community: str, deck: str, day: date, place: int) -> tuple[tuple[str, Guess], ...]:
        """Everything that was done in a round, oldest first: a judgement and its guess, `hint` or `give_up`."""
        return tuple(_moves(await self._redis.lrange(_keys(community, deck, day, place)[0], 0, -1)))

    def _said(self, player: str, delivery: str) -> Guess:
        return Guess(_clean(player), "", self._now(), _clean(delivery))

    async def _move(self, move: str, community: str, deck: str, day: date, place: int, said: Guess) -> Play:
        values: list[Value] = [name(said.player), _delivery(said), move, dump(said), MAX_HINTS, _SEEN_SECONDS]
        await self._mark_played(deck, day)
        *state, done, first = await run(self._redis, "move", _keys(community, deck, day, place), values)
        await self._results.add(deck, day, place, _counts(first, GIVEN_UP if done and move == GIVE_UP else ""))
        return _play(state)

    async def _mark_played(self, deck: str, day: date) -> None:
        """From now on the edition cannot be replaced.

        It lies with the deck and the round with the community, so these are two steps; in this order a death in
        between protects an edition too much, never too little.
        """
        await self._redis.set(played_key(deck, day), 1)


def _keys(community: str, deck: str, day: date, place: int) -> list[str]:
    round_of = (name(deck), day.isoformat(), str(place))
    return [community_key(community, kind, *round_of) for kind in ("log", "plays", "seen")]


def _counts(first: int, end: str) -> list[str]:
    """What is counted of a step: that the player began, and how it ended."""
    return [BEGAN] * first + [end] * bool(end)


def _delivery(guess: Guess) -> str:
    """A delivery's field: two players' ids never meet, and an endless id takes no more room than a short one."""
    return f"d:{_digest(guess.player, guess.delivery)}" if guess.delivery else ""


def _words(player: str, text: str) -> str:
    """The field of what a player said, the same for what two people would call the same letters."""
    return f"w:{_digest(player, ' '.join(fold(text).split()))}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _clean(text: str) -> str:
    """Without halves of characters, which a broken terminal sends and no JSON can hold."""
    return text.encode("utf-8", "replace").decode()


def _play(found: Sequence[object]) -> Play:
    guesses, hints, solved, given_up = found
    return Play(_count(guesses), _count(hints), solved is not None, given_up is not None)


def _count(found: object) -> int:
    return int(octets(found)) if found is not None else 0


def _moves(entries: Sequence[object]) -> Iterator[tuple[str, Guess]]:
    for entry in entries:
        what, _, record = octets(entry).partition(b" ")
        if not record:
            raise StoreError("The log of a round is damaged.")
        yield what.decode(), load(Guess, record)
