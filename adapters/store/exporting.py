"""All that is kept of a player, for the player."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapters.store import community_keys as said
from adapters.store import round_keys as keys
from adapters.store.communities import RedisCommunities
from adapters.store.entries import read_entries
from adapters.store.keys import name
from adapters.store.reminders import RedisReminders
from adapters.store.replies import octets, text
from adapters.store.rows import read_rows
from bot.domain import Export, RoundKey
from bot.records import dump

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from redis.asyncio import Redis

    from bot.domain import Entry, Result

MOST_ENTRIES = 50_000
"""Entries of an export, newest rounds first."""

_PAGE = 1_000


async def export(redis: Redis, community: str, player: str) -> Export:
    """All that is kept of a player in a community."""
    who = name(player)
    results = read_rows(await redis.hgetall(keys.rows(community, who)))
    votes = await redis.hgetall(said.votes_of(community, who))
    account = await redis.hget(keys.totals(community), keys.account(who))
    kept = RedisCommunities(redis)
    return Export(
        community=community,
        player=player,
        hidden=bool(await redis.sismember(keys.hidden(community), who)),
        reminded=await RedisReminders(redis).is_asked(community, player),
        results=results,
        entries=await _entries(redis, community, player, results),
        votes=tuple((*keys.unfield(community, text(field)), octets(vote) == b"1") for field, vote in votes.items()),
        reports=tuple(report for report in await kept.reports(community) if report.player == player),
        submissions=tuple(one for one in await kept.submissions(community) if one.player == player),
        proposals=tuple(
            one for one in await kept.proposals() if (one.key.community, one.host) == (community, player)
        ),
        account=unquote(text(account)) if account is not None else "",
    )  # fmt: skip


async def _entries(
    redis: Redis, community: str, player: str, results: Sequence[Result]
) -> tuple[tuple[RoundKey, int, Entry], ...]:
    found: list[tuple[RoundKey, int, Entry]] = []
    for result in reversed(results):
        key = RoundKey(community, result.deck, result.date)
        async for entry in _said(redis, keys.log(key, result.place), player):
            found.append((key, result.place, entry))
            if len(found) >= MOST_ENTRIES:
                return tuple(found)
    return tuple(found)


async def _said(redis: Redis, log: str, player: str) -> AsyncIterator[Entry]:
    """A player's entries in a log; only those that name him are read as JSON."""
    needle, start = b'"player":' + dump(player), 0
    while page := await redis.lrange(log, start, start + _PAGE - 1):
        start += len(page)
        for entry in read_entries([one for one in page if needle in octets(one)]):
            if entry.player == player:
                yield entry
