"""Totals and boards of a community, counted anew from the rows of its players."""

from __future__ import annotations

from collections import Counter
from itertools import starmap
from typing import TYPE_CHECKING

from adapters.store import round_keys as keys
from adapters.store.forgetting import BUSY
from adapters.store.keys import community_key
from adapters.store.replies import text
from adapters.store.rows import LEAST_ROUNDS, counts, on_board, read_rows, revision, scores
from adapters.store.scripts import run
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import Result

_PAGE = 500
_TRIES = 50


async def rebuild(redis: Redis, community: str) -> int:
    """Delete the boards and write them anew, player by player; returns how many there are.

    Each player is written in one step that fails where he played meanwhile, so people may play on. It may die half-way
    and be run again. A day that is counted as solved stays as it is; where the count is lost it is written.
    """
    async for board in redis.scan_iter(community_key(community, "board", "*"), count=_PAGE):
        await redis.unlink(board)
    solved: Counter[str] = Counter()
    players = set()
    before = keys.rows(community, "")
    async for found in redis.scan_iter(f"{before}*", count=_PAGE):
        who = text(found).removeprefix(before)
        if who not in players:
            players.add(who)
            results = await _count(redis, community, who)
            solved.update(one.date.isoformat() for one in results if one.solved and not one.void)
    for day, count in solved.items():
        await redis.hsetnx(keys.solved_days(community), day, str(count))
    return len(players)


async def _count(redis: Redis, community: str, who: str) -> Sequence[Result]:
    for _ in range(_TRIES):
        seen = revision(await redis.hmget(keys.totals(community), keys.revised(who)))
        results = read_rows(await redis.hgetall(keys.rows(community, who)))
        tried, solved = counts(results)
        found = scores(community, results)
        asked = [keys.totals(community), keys.hidden(community), keys.accuracy(community), *found]
        values: list[Value] = [who, seen, tried, solved, LEAST_ROUNDS, *starmap(on_board, found.items())]
        if await run(redis, "count_anew", asked, values):
            return results
    raise StoreUnavailable(BUSY)
