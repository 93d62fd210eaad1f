"""Who asked for it is reminded, once, before a streak would end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.reminders import RedisReminders
from bot.delivery.reminding import Reminding
from bot.domain import Judgement, RoundKey
from bot.errors import NotTaken
from tests.delivery.office import FIRST, channel

if TYPE_CHECKING:
    import pytest

    from tests.delivery.conftest import World

HERE = "slack:T1"


def reminding(world: World) -> Reminding:
    office = world.office
    return Reminding(office.schedule, RedisReminders(world.redis), office.club, {"slack": world.messenger}, office.now)


def told(world: World) -> list[tuple[str, str]]:
    return [(one["player"], one["text"]) for one in world.recorder.tells]


async def ask(world: World, *players: str, on: bool = True) -> None:
    for player in players:
        await RedisReminders(world.redis).ask(HERE, player, on=on)


async def solve(world: World, player: str, day: int) -> None:
    key = RoundKey(HERE, "default", FIRST + timedelta(days=day))
    table = await world.office.club(HERE).table(key, player)
    assert (await table.guess(1, "thing1", f"{player}{day}")).judgement is Judgement.CORRECT


async def play(world: World, days: int, *players: str) -> None:
    """Post for some days; these players solve all but the last one."""
    await world.office.planning.set_up(channel())
    for day in range(days):
        world.time.to(day, 9)
        await world.office.deliver()
        for player in players if day < days - 1 else ():
            await solve(world, player, day)


async def test_a_player_whose_streak_would_end_is_reminded_three_hours_before_and_once(world: World) -> None:
    await ask(world, "ann", "bob", "cy")
    await play(world, 4, "ann", "bob", "dan")
    await solve(world, "bob", 3)
    world.time.to(4, 5, 59)
    assert await reminding(world).run() == 0
    world.time.to(4, 6)
    assert await reminding(world).run() == 1
    ((player, text),) = told(world)
    assert player == "ann"
    assert text.startswith("Your streak of 3 days ends with the next riddle, at 09:00 (UTC), unless you solve")
    world.time.to(4, 8, 59)
    assert await reminding(world).run() == 0


async def test_of_two_processes_one_reminds(world: World) -> None:
    await ask(world, "ann")
    await play(world, 4, "ann")
    world.time.to(4, 8)
    await reminding(world).run()
    await reminding(world).run()
    assert len(told(world)) == 1


async def test_who_wants_no_more_of_it_is_left_alone(world: World) -> None:
    await ask(world, "ann")
    await play(world, 4, "ann")
    await ask(world, "ann", on=False)
    world.time.to(4, 8)
    assert await reminding(world).run() == 0


async def test_a_streak_of_a_day_or_with_a_freeze_ends_by_nothing(world: World) -> None:
    await ask(world, "ann", "bob")
    await world.office.shelf.stock(10)
    await play(world, 9, "ann")
    await solve(world, "bob", 7)
    world.time.to(9, 8)
    assert await reminding(world).run() == 0


async def test_a_second_channel_of_the_same_day_ends_no_streak(world: World) -> None:
    await ask(world, "ann")
    await play(world, 4, "ann")
    evening = channel("C2", at=replace(channel().schedule, time=channel().schedule.time.replace(hour=20)).time)
    await world.office.planning.set_up(evening)
    world.time.to(3, 19)
    assert await reminding(world).run() == 0


async def test_a_paused_channel_reminds_nobody(world: World) -> None:
    await ask(world, "ann")
    await play(world, 4, "ann")
    await world.office.planning.pause(channel().key, "holidays")
    world.time.to(4, 8)
    assert await reminding(world).run() == 0


async def test_one_who_cannot_be_told_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(world, "ann", "bob")
    await play(world, 4, "ann", "bob")
    tell = world.messenger.tell

    async def refuse(community: str, player: str, text: str, channel: str = "") -> None:
        if player == "ann":
            raise NotTaken("The player takes no private lines.")
        await tell(community, player, text, channel)

    monkeypatch.setattr(world.messenger, "tell", refuse)
    world.time.to(4, 8)
    assert await reminding(world).run() == 1
    assert [player for player, _ in told(world)] == ["bob"]
