"""The clock: it queues what is due, has made what will be needed, and asks for nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.delivery.clock import Clock
from tests.delivery.office import FIRST, channel, post

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from bot.domain import Due
    from tests.delivery.conftest import World


@dataclass
class Asked:
    """Tasks that are only written down."""

    sent: list[Due] = field(default_factory=list)
    made: list[tuple[str, date]] = field(default_factory=list)
    looked: list[tuple[str, date]] = field(default_factory=list)
    tidied: list[date] = field(default_factory=list)

    async def send(self, due: Sequence[Due]) -> None:
        self.sent += due

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        assert not quick
        self.made.append((deck, day))

    async def look_again(self, deck: str, day: date) -> None:
        self.looked.append((deck, day))

    async def tidy(self, day: date) -> None:
        self.tidied.append(day)


def clock(world: World) -> tuple[Clock, Asked]:
    tasks = Asked()
    return Clock(world.office.schedule, world.office.editions, tasks, world.time), tasks


async def test_all_that_is_due_is_queued_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.clock.PAGE", 3)
    for number in range(7):
        await world.office.planning.set_up(channel(f"C{number}"))
    ticks, tasks = clock(world)
    assert await ticks.tick() == 0
    world.time.to(0, 9)
    assert await ticks.tick() == 7
    assert {one.sending for one in tasks.sent} == {post(f"C{number}") for number in range(7)}


async def test_an_edition_is_asked_for_three_hours_ahead_until_it_is_there(world: World) -> None:
    world.time.to(0, 5, 59)
    await world.office.planning.set_up(channel(deck="new"))
    ticks, tasks = clock(world)
    assert await ticks.prepare() == 0
    world.time.to(0, 6)
    assert await ticks.prepare() == 1
    assert await ticks.prepare() == 1
    await world.office.editions.put(world.office.shelf.edition("new", FIRST))
    assert await ticks.prepare() == 0
    assert tasks.made == [("new", FIRST)] * 2


async def test_the_news_are_read_again_once_shortly_before_the_first_post(world: World) -> None:
    await world.office.planning.set_up(channel())
    ticks, tasks = clock(world)
    world.time.to(0, 8, 44)
    await ticks.prepare()
    assert tasks.looked == []
    for minute in range(45, 59):
        world.time.to(0, 8, minute)
        await ticks.prepare()
    assert tasks.looked == [("default", FIRST)]


async def test_the_news_are_read_again_before_the_posts_of_later_zones_too(world: World) -> None:
    await world.office.planning.set_up(channel())
    await world.office.planning.set_up(channel("C2", zone="America/New_York"))
    ticks, tasks = clock(world)
    for hour in range(8, 15):
        for minute in range(50, 60, 2):
            world.time.to(0, hour, minute)
            await ticks.prepare()
    assert tasks.looked == [("default", FIRST)] * 2


async def test_what_nobody_can_need_any_more_is_not_made(world: World) -> None:
    await world.office.planning.set_up(channel(deck="new"))
    ticks, tasks = clock(world)
    world.time.to(3, 9)
    assert await ticks.prepare() == 0
    assert tasks.made == []
    assert await world.office.schedule.needed(world.time()) == ()


async def test_what_is_there_when_its_moment_comes_is_needed_no_more(world: World) -> None:
    await world.office.planning.set_up(channel())
    ticks, _ = clock(world)
    world.time.to(0, 9)
    await ticks.prepare()
    assert await world.office.schedule.needed(world.time() + timedelta(days=1)) == ()


async def test_the_store_is_tidied_once_a_day_however_many_clocks_there_are(world: World) -> None:
    first, tasks = clock(world)
    second, others = clock(world)
    for _ in range(3):
        await first.prepare()
        await second.prepare()
    assert len(tasks.tidied + others.tidied) == 1
    world.time.to(1, 0)
    await first.prepare()
    assert len(tasks.tidied) == 2
