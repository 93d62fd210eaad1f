"""What a player can do, on a real store: what comes of it is counted once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.results import RedisResults
from adapters.store.rounds import RedisRounds
from bot.domain import Judgement, Tally
from bot.game.table import Table
from tests.adapters.store.samples import DAY, NOON, edition

if TYPE_CHECKING:
    from redis.asyncio import Redis


async def test_a_solve_is_counted_once_however_often_the_message_comes(redis: Redis) -> None:
    table = Table(RedisRounds(redis), "terminal", "ann", edition(), lambda: NOON)
    assert (await table.guess(1, "a candle", "message 1")).judgement is Judgement.WRONG
    await table.hint(1)
    for _ in range(5):
        assert (await table.guess(1, "a lighthouse", "message 2")).judgement is Judgement.CORRECT
    assert (await table.guess(1, "a lighthouse", "message 3")).judgement is Judgement.CLOSED
    found = await RedisResults(redis).tallies("default", DAY + timedelta(days=1), 14)
    assert found == (Tally(DAY, 1, began=1, solved=(0, 1, 0, 0)),)
