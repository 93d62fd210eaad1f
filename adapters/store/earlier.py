"""Rounds of the earlier layout: an entry of a log was a word and a guess, and there were no points and no rows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store import round_keys as keys
from adapters.store.editions import RedisEditions
from adapters.store.entries import delivery_field, words_field
from adapters.store.guessing import SEEN_SECONDS
from adapters.store.keys import community_key, deck_key, name
from adapters.store.replies import octets, text
from adapters.store.rounds import RedisRounds
from adapters.store.scripts import run
from bot.domain import Guess, Judgement, Round, RoundKey, edition_number
from bot.records import load

if TYPE_CHECKING:
    from redis.asyncio import Redis

_LOG = re.compile(r"riddle:\{community:([^:}]*)\}:log:([^:]*):(\d{4}-\d\d-\d\d):(\d{1,2})")
_PAGE = 500
_REPEATABLE = frozenset({Judgement.CORRECT, Judgement.WRONG, Judgement.CLOSE})


async def convert_logs(redis: Redis) -> None:
    """Convert every log in place, each in one step; what was played before stays played."""
    async for found in redis.scan_iter("riddle:{community:*}:log:*", count=_PAGE):
        named = _LOG.fullmatch(text(found))
        if named:
            key = RoundKey(unquote(named[1]), unquote(named[2]), date.fromisoformat(named[3]))
            await _remember(redis, key, int(named[4]))
            await _convert(redis, key, int(named[4]))
            await _open(redis, key)


async def _remember(redis: Redis, key: RoundKey, place: int) -> None:
    """Know the deliveries and words of each player again: there was one list of them for all."""
    start = 0
    while page := await redis.lrange(keys.log(key, place), start, start + _PAGE - 1):
        start += len(page)
        steps: Any = redis.pipeline(transaction=False)
        for entry in page:
            what, _, record = octets(entry).decode().partition(" ")
            if record and not what.startswith("{"):
                guess = load(Guess, record)
                seen = keys.seen(key, place, name(guess.player))
                fields = _fields(what, guess)
                if fields:
                    steps.hset(seen, mapping=fields)
                    steps.expire(seen, SEEN_SECONDS)
        await steps.execute()


def _fields(what: str, guess: Guess) -> dict[str, str]:
    fields = {}
    if what in _REPEATABLE:
        fields[words_field(guess.player, guess.text)] = ""
    if guess.delivery:
        fields[delivery_field(guess.player, guess.delivery)] = f"{what} 0 " if what in set(Judgement) else ""
    return fields


async def _convert(redis: Redis, key: RoundKey, place: int) -> None:
    first = await redis.get(deck_key(key.deck, "first"))
    number = edition_number(date.fromisoformat(text(first)), key.date) if first is not None else 0
    community = key.community
    seen = community_key(community, "seen", name(key.deck), key.date.isoformat(), str(place))
    asked = [
        keys.log(key, place), keys.plays(key, place), seen, keys.totals(community), keys.solved_days(community),
    ]  # fmt: skip
    ending = f" 0 {number} 1"
    await run(
        redis, "convert_log", asked, [keys.rows(community, ""), keys.field(key, place), ending, key.date.isoformat()]
    )


async def _open(redis: Redis, key: RoundKey) -> None:
    """Open the round, where its edition is still kept."""
    edition = await RedisEditions(redis).edition(key.deck, key.date)
    if edition is not None:
        await RedisRounds(redis).open(
            Round(key, edition.number, edition.riddles, edition.made_at, origin=edition.origin)
        )
