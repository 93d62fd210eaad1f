"""Rounds, guesses, hints and surrenders: each one atomic step, each written to a log that only grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store import round_keys as keys
from adapters.store.editions import played_key
from adapters.store.entries import clean, delivery_field, read_entries, words_field
from adapters.store.guessing import MAX_GUESS, MAX_MOVES, SEEN_SECONDS, guessing, number, play, stands
from adapters.store.keys import deck_key, name
from adapters.store.packed import pack, unpack
from adapters.store.replies import octets, text
from adapters.store.results import BEGAN, GIVEN_UP, SOLVED, RedisResults
from adapters.store.rows import LEAST_ROUNDS, row_ending
from adapters.store.scripts import run
from bot.domain import Entry, Guess, Move, Play, Recap, Round, RoundKey, Verdict
from bot.errors import StoreError, StoreUnavailable
from bot.ports.now import system_now
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import Riddle, Terms
    from bot.ports.now import Now

MAX_HINTS = 3
LARGEST_ROUND = 1_000_000
"""Most bytes of a round's riddles."""

_CHANGES = 5
"""How often a move is tried anew because a host changes the round meanwhile."""

_MARKED = 1_000
"""Editions a process remembers to be protected."""

_UNPACKED = 256
"""Rounds a process keeps unpacked."""

_PAGE = 500

_MANY, _TOLD_SECONDS = 2_000, 10
"""Fields of plays from which on they are counted once in so many seconds."""

_RECAP_SECONDS = 60

_NEVER = "That round was never opened."


class RedisRounds:
    """A `RoundStore` over Redis.

    All keys of a community share a hash tag. `Play.guesses` counts the guesses that cost something: the wrong ones
    and the right one.
    """

    def __init__(self, redis: Redis, now: Now = system_now) -> None:
        self._redis = redis
        self._now = now
        self._tallies = RedisResults(redis)
        self._marked: set[tuple[str, date]] = set()

    # --- the round itself ---

    async def open(self, fresh: Round) -> Round:
        """Keep a round unless there is one, and count its day as delivered; returns the round that stands."""
        key, places = fresh.key, len(fresh.riddles) - len(fresh.void)
        ordinal, label = key.date.toordinal(), keys.label(key)
        values: list[Value] = [pack(fresh), fresh.version, places, key.date.isoformat(), ordinal, label]
        asked = [keys.round_(key), keys.days(key.community), keys.rounds(key.community)]
        await self._redis.sadd(_communities(key.deck), key.community)
        return _round(await run(self._redis, "open_round", asked, values))

    async def communities(self, deck: str) -> tuple[str, ...]:
        """The communities that ever played a deck, by name."""
        return tuple(sorted(text(one) for one in await self._redis.smembers(_communities(deck))))

    async def round(self, key: RoundKey) -> Round | None:
        """The round as it stands, or None where it was never opened."""
        found = await self._redis.hmget(keys.round_(key), ["round", "version", "readable", "purged"])
        return _round(found) if found[0] is not None else None

    async def change(self, key: RoundKey, version: int, place: int, riddle: Riddle, entry: Entry) -> Round | None:
        """Put a riddle in the place of one, with the entry that says why; None where the version is another by now."""
        before = await self.round(key)
        if before is None or before.version != version:
            return None
        ends = entry.move is Move.VOID and place not in before.void
        changed = replace(
            before,
            riddles=(*before.riddles[: place - 1], riddle, *before.riddles[place:]),
            void=(*before.void, place) if ends else before.void,
            accepted=(*before.accepted, (place, entry.text)) if entry.move is Move.ACCEPT else before.accepted,
            version=version + 1,
        )
        asked = [keys.round_(key), keys.log(key, place), keys.days(key.community)]
        kept = pack(replace(changed, readable_at=None))
        counted = ends and place <= len(before.riddles) - before.added
        values: list[Value] = [version, kept, version + 1, dump(entry), int(counted), key.date.isoformat()]
        done, readable = await run(self._redis, "change_round", asked, values)
        return replace(changed, readable_at=_moment(readable)) if done else None

    async def add(self, key: RoundKey, version: int, riddle: Riddle) -> Round | None:
        """Add a riddle that stands in for a void one, behind the others; None where the version is another by now.

        It does not count for the day: who solved the void one, and never comes back, would lose his streak by it.
        """
        before = await self.round(key)
        if before is None or before.version != version:
            return None
        riddles = (*before.riddles, riddle)
        changed = replace(before, riddles=riddles, added=before.added + 1, version=version + 1)
        entry = dump(Entry(Move.READABLE, "", before.readable_at or self._now()))
        values: list[Value] = [version, pack(replace(changed, readable_at=None)), version + 1, entry]
        done, readable = await run(self._redis, "add_riddle", [keys.round_(key), keys.log(key, len(riddles))], values)
        return replace(changed, readable_at=_moment(readable)) if done else None

    async def make_readable(self, key: RoundKey, at: datetime) -> Round:
        """Note that the answer can be read in the community from now on; the first time stands."""
        found = await self.round(key)
        if found is None:
            raise StoreError(_NEVER)
        entry = dump(Entry(Move.READABLE, "", at))
        asked = [keys.round_(key), *_logs(found)]
        return replace(
            found, readable_at=_moment(await run(self._redis, "make_readable", asked, [at.isoformat(), entry]))
        )

    async def tell(self, key: RoundKey, place: int, at: datetime) -> None:
        """Note it of one riddle's answer alone; twice is once."""
        entry = dump(Entry(Move.READABLE, "", at))
        while (before := await self.round(key)) is not None and not before.is_readable(place):
            changed = replace(before, told=(*before.told, place), version=before.version + 1, readable_at=None)
            asked = [keys.round_(key), keys.log(key, place), keys.days(key.community)]
            values: list[Value] = [before.version, pack(changed), changed.version, entry, 0, key.date.isoformat()]
            if (await run(self._redis, "change_round", asked, values))[0]:
                return

    async def excuse(self, key: RoundKey, *, undo: bool = False) -> None:
        """Take a round's day out of what was delivered: it was opened, and never came. Twice takes it out once.

        The round stays and can be played; that breaks nobody's streak. To `open` it again finds it as it stands and
        does not count it, so who posts it after all says so by `undo`, which of a round not excused changes nothing.
        """
        while (found := await self.round(key)) is not None:
            counted = len(found.riddles) - found.added
            places = counted - sum(place <= counted for place in found.void)
            values: list[Value] = [found.version, places, key.date.isoformat(), int(undo)]
            if await run(self._redis, "excuse", [keys.round_(key), keys.days(key.community)], values):
                return

    # --- what players do ---

    async def guess(
        self, key: RoundKey, place: int, guess: Guess, verdict: Verdict, terms: Terms, account: str = ""
    ) -> Verdict | None:
        """Record a guess with the verdict of the rules; returns the verdict that stands, None to judge again."""
        return (await self.guesses(key, place, [(guess, verdict, terms, account)]))[0]

    async def guesses(
        self, key: RoundKey, place: int, guesses: Sequence[tuple[Guess, Verdict, Terms, str]]
    ) -> tuple[Verdict | None, ...]:
        """Record guesses in their order, in one step; each as by `guess`."""
        if not guesses:
            return ()
        asked, values = guessing(key, place, guesses)
        await self._mark_played(key)
        found: Sequence[Any] = await run(self._redis, "guess", asked, values)
        ends = [SOLVED[solves] for _, _, solves, *_ in found if solves >= 0]
        await self._count(key, place, sum(first for _, first, *_ in found), ends)
        return tuple(map(stands, found))

    async def may_solve(self, key: RoundKey, place: int, guess: Guess, terms: Terms) -> bool:
        """Whether a right guess would solve the riddle now; the step decides it, this tells before."""
        said, player = clean(guess.text[:MAX_GUESS]), clean(guess.player)
        who, at = name(player), round(guess.at.timestamp() * 1_000)
        fields = [words_field(player, said), delivery_field(player, guess.delivery)]
        before = await self._redis.hmget(keys.seen(key, place, who), fields)
        state = await self._redis.hmget(keys.plays(key, place), [f"{letter}:{who}" for letter in "gnlsu"])
        guesses, moves, last = (number(one) for one in state[:3])
        waits = 0 < last <= at < last + round(terms.pause * 1_000)
        spent = 0 < terms.limit <= guesses or moves >= MAX_MOVES
        return not (any(one is not None for one in (*before, *state[3:])) or waits or spent)

    async def take_hint(
        self, key: RoundKey, place: int, player: str, terms: Terms, delivery: str = "", account: str = ""
    ) -> Play:
        """Take the next hint; there are three."""
        return await self._move(Move.HINT, key, place, player, terms, delivery, account)

    async def knows(self, key: RoundKey, place: int, player: str, delivery: str) -> bool:
        """Whether a delivery of a player was there before."""
        who = clean(player)
        seen, field = keys.seen(key, place, name(who)), delivery_field(who, delivery)
        return bool(field) and bool(await self._redis.hexists(seen, field))

    async def give_up(
        self, key: RoundKey, place: int, player: str, terms: Terms, delivery: str = "", account: str = ""
    ) -> Play:
        """Give up."""
        return await self._move(Move.GIVE_UP, key, place, player, terms, delivery, account)

    async def play(self, key: RoundKey, place: int, player: str) -> Play:
        """How far the player has come."""
        who = name(clean(player))
        return play(await self._redis.hmget(keys.plays(key, place), [f"{letter}:{who}" for letter in "ghsub"]))

    async def finished(self, key: RoundKey, place: int, players: Sequence[str]) -> frozenset[str]:
        """Those of some players who have solved a riddle or given it up."""
        names = [name(clean(player)) for player in players]
        asked = [f"{letter}:{who}" for who in names for letter in "su"]
        found = await self._redis.hmget(keys.plays(key, place), asked) if asked else []
        return frozenset(
            player for at, player in enumerate(players) if found[2 * at] is not None or found[2 * at + 1] is not None
        )

    async def plays(self, key: RoundKey, place: int) -> dict[str, Play]:
        """How far everybody has come with a riddle."""
        found: dict[str, dict[str, object]] = {}
        for field, value in (await self._redis.hgetall(keys.plays(key, place))).items():
            letter, _, who = text(field).partition(":")
            found.setdefault(unquote(who), {})[letter] = value
        return {player: play([fields.get(letter) for letter in "ghsub"]) for player, fields in found.items()}

    async def counts(self, key: RoundKey, place: int) -> tuple[int, int, int, int]:
        """Players, solves, guesses and surrenders; where the players are many, as they were some seconds ago."""
        asked = [keys.plays(key, place), keys.counts(key, place)]
        players, solved, guesses, given_up = await run(self._redis, "tell_counts", asked, [_MANY, _TOLD_SECONDS])
        return int(players), int(solved), int(guesses), int(given_up)

    async def recap(self, key: RoundKey, place: int) -> Recap | None:
        """What was told of a riddle with a long log a moment ago, or None."""
        found = await self._redis.get(keys.recap(key, place))
        return load(Recap, octets(found)) if found is not None else None

    async def keep_recap(self, key: RoundKey, place: int, recap: Recap) -> None:
        """Keep for a moment what is told of a riddle, so that not everybody who asks reads a long log."""
        await self._redis.set(keys.recap(key, place), dump(recap), ex=_RECAP_SECONDS)

    # --- what was done ---

    async def log(self, key: RoundKey, place: int, start: int = 0, count: int = 1_000) -> tuple[Entry, ...]:
        """Entries of the log from one on, oldest first."""
        return read_entries(await self._redis.lrange(keys.log(key, place), start, start + count - 1))

    async def purge(self, key: RoundKey) -> None:
        """Delete the log and all that players said; results, boards and counts stay."""
        found = await self.round(key)
        if found is None:
            return
        await run(self._redis, "purge", [keys.round_(key), *_logs(found)], [])
        for place in range(1, len(found.riddles) + 1):
            cursor = -1
            while cursor:
                cursor, some = await self._redis.hscan(keys.plays(key, place), max(cursor, 0), match="b:*", count=_PAGE)
                gone = [keys.seen(key, place, text(field).removeprefix("b:")) for field in some]
                if gone:
                    await self._redis.unlink(*gone)

    async def days(self, community: str) -> tuple[date, ...]:
        """The days on which something that counts was delivered, oldest first."""
        return _days(await self._redis.hgetall(keys.days(community)))

    async def solved_days(self, community: str) -> tuple[date, ...]:
        """The days on which at least one member solved something that counts, oldest first."""
        return _days(await self._redis.hgetall(keys.solved_days(community)))

    async def open_rounds(self, community: str, first: date, last: date) -> tuple[RoundKey, ...]:
        """The rounds of some days, newest first."""
        found = await self._redis.zrangebyscore(keys.rounds(community), first.toordinal(), last.toordinal())
        return tuple(keys.unlabel(community, text(one)) for one in reversed(found))

    async def _move(
        self, move: Move, key: RoundKey, place: int, player: str, terms: Terms, delivery: str, account: str
    ) -> Play:
        await self._mark_played(key)
        for _ in range(_CHANGES):
            found = await self._step(move, key, place, player, terms, delivery, account)
            if found:
                *state, done, first = found
                await self._count(key, place, first, [GIVEN_UP] if done and move is Move.GIVE_UP else [])
                return play(state)
            terms = await self._renewed(terms, key, place)
        raise StoreUnavailable("This riddle is being changed just now: try again in a moment.")

    async def _step(
        self, move: Move, key: RoundKey, place: int, player: str, terms: Terms, delivery: str, account: str
    ) -> Sequence[Any]:
        said = Entry(move, clean(player), self._now(), delivery=clean(delivery[:MAX_GUESS]), scored=terms.scored)
        who = name(said.player)
        values: list[Value] = [
            who, delivery_field(said.player, delivery), move.value, dump(said), MAX_HINTS, SEEN_SECONDS,
            int(terms.scored), keys.field(key, place), row_ending(terms), LEAST_ROUNDS, terms.version,
            *_account(account),
        ]  # fmt: skip
        rows, totals, _, hidden = keys.of_player(key, who)
        asked = [*keys.of_place(key, place, who), rows, totals, hidden, keys.accuracy(key.community)]
        found: Sequence[Any] = await run(self._redis, "move", asked, values)
        return found

    async def _renewed(self, terms: Terms, key: RoundKey, place: int) -> Terms:
        """The terms of a round that has changed meanwhile: all that matters to a move is whether it is void."""
        found = await self.round(key)
        if found is None:
            raise StoreError(_NEVER)
        void = place in found.void
        return replace(terms, version=found.version, void=void, scored=terms.scored and not void)

    async def _count(self, key: RoundKey, place: int, first: int, ends: Sequence[str]) -> None:
        """Count for the deck how many players began, and how it ended."""
        await self._tallies.add(key.deck, key.date, place, [BEGAN] * first + [*ends])

    async def _mark_played(self, key: RoundKey) -> None:
        """From now on the edition cannot be replaced.

        It lies with the deck and the round with the community, so these are two steps; in this order a death in
        between protects an edition too much, never too little. Once is enough for a process.
        """
        if (key.deck, key.date) in self._marked:
            return
        await self._redis.set(played_key(key.deck, key.date), 1)
        if len(self._marked) >= _MARKED:
            self._marked.clear()
        self._marked.add((key.deck, key.date))


def _communities(deck: str) -> str:
    return deck_key(deck, "communities")


def _account(account: str) -> list[Value]:
    """The account as the last argument of a step; most players have none."""
    return [name(account)] if account else []


def _round(found: Sequence[object]) -> Round:
    packed, *rest = found
    return _unpacked(octets(packed), *rest)


@lru_cache(maxsize=_UNPACKED)
def _unpacked(packed: bytes, version: object, readable: object, purged: object) -> Round:
    """A round as it was read: all who play the same one read the same bytes."""
    kept = unpack(Round, packed, LARGEST_ROUND)
    return replace(kept, version=number(version), readable_at=_moment(readable), purged=purged is not None)


def _moment(found: object) -> datetime | None:
    return datetime.fromisoformat(text(found)) if found is not None else None


def _logs(found: Round) -> list[str]:
    return [keys.log(found.key, place) for place in range(1, len(found.riddles) + 1)]


def _days(found: Mapping[bytes | str, bytes | str]) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(text(day)) for day, count in found.items() if int(count) > 0))
