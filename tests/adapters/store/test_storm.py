"""Everybody guesses at once, every message comes four times, and connections break, before and after a step ran."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from bot.domain import Guess, Judgement, Move, RoundKey, Span, Verdict
from bot.errors import StoreUnavailable
from bot.game.replay import Replay
from tests.adapters.store.resp import breaking
from tests.adapters.store.samples import DAY, NOON, a_round, terms

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

KEY = RoundKey("slack:T1", "default", DAY)
PLAYERS, EACH = 20, 15


def events() -> list[tuple[Guess, Verdict]]:
    """What the players say; some solve it in the middle, and guess on."""
    found = []
    for who in range(PLAYERS):
        for number in range(EACH):
            right = number == 5 + who % 12
            text = "a lighthouse" if right else f"candle {number}"
            judgement = Judgement.CORRECT if right else Judgement.WRONG
            found.append((Guess(f"player {who}", text, NOON, f"{who}/{number}"), Verdict(judgement)))
    return found


async def until_answered(store: RedisRounds, guess: Guess, verdict: Verdict) -> Verdict | None:
    """As a platform does: what was not answered is sent again."""
    while True:
        try:
            return await store.guess(KEY, 1, guess, verdict, terms())
        except StoreUnavailable:
            await asyncio.sleep(0.001)


async def test_nothing_is_lost_and_nothing_counts_twice(redis: Redis, redis_url: str, data_dir: Path) -> None:
    direct = RedisRounds(redis)
    await direct.open(a_round(KEY))
    four_times = events() * 4
    random.Random(1).shuffle(four_times)
    async with breaking(redis_url.removeprefix("unix://"), 0.35) as door:
        url = f"redis://127.0.0.1:{door.port}"
        door.chance, chance = 0, door.chance
        async with open_redis(url, data_dir) as shaky:
            door.chance = chance
            store = RedisRounds(shaky)
            answers = await asyncio.gather(*(until_answered(store, *one) for one in four_times))
            door.chance = 0
    assert door.requests_lost > 2
    assert door.answers_lost > 2
    log = await direct.log(KEY, 1, 0, 100_000)
    assert Counter(one.delivery for one in log if one.move is Move.GUESS) == Counter(
        guess.delivery for guess, _ in events()
    )
    told: dict[str, set[Verdict | None]] = {}
    for (guess, _), answer in zip(four_times, answers, strict=True):
        told.setdefault(guess.delivery, set()).add(answer)
    assert all(len(answers) == 1 for answers in told.values())
    found = await direct.round(KEY)
    assert found is not None
    replayed = Replay.of(found, 1, log).plays
    assert await direct.plays(KEY, 1) == replayed
    board = await RedisPlayers(redis).board(KEY.community, Span.ALL, DAY, 1, "", 100)
    assert {line.player: line.points for line in board.top} == {
        player: play.points for player, play in replayed.items() if play.points
    }
