"""What a host changes while posts are on their way: nobody undoes what another did, and no answer is kept back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from adapters.store.decks import RedisDecks
from bot.delivery.dropping import drop
from bot.delivery.mending import Mending
from bot.domain import DEFAULT_DECK, Deck, Planned, RevealRule, RevealWhen, RoundKey, Schedule, Stage
from tests.delivery.office import FIRST, channel, post, reveal

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from bot.domain import Channel, Round
    from tests.delivery.conftest import World
    from tests.delivery.office import Office

KEY = RoundKey("slack:T1", "default", FIRST)
EVENING = Schedule(time(20))


def meanwhile(office: Office, change: Callable[[Channel], Channel], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another host change the channel once, right after it was read."""
    read = office.schedule.channel
    left = [change]

    async def slow(key: object) -> Channel | None:
        found = await read(key)
        if left and found is not None:
            await office.schedule.keep(left.pop()(found))
        return found

    monkeypatch.setattr(office.schedule, "channel", slow)


async def kept(office: Office) -> Channel:
    found = await office.schedule.channel(channel().key)
    assert found is not None
    return found


async def the_round(office: Office) -> Round:
    found = await office.rounds.round(KEY)
    assert found is not None
    return found


async def test_who_pauses_a_channel_undoes_nothing_that_another_host_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = world.office
    await office.planning.set_up(channel())
    meanwhile(office, lambda one: replace(one, schedule=EVENING), monkeypatch)
    await office.planning.pause(channel().key, "holidays")
    assert (await kept(office)).schedule == EVENING
    assert (await kept(office)).paused == "holidays"


async def test_a_channel_that_is_gone_keeps_what_its_host_changes_in_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.recorder.gone = {"C1"}
    world.time.to(0, 9)
    mark = office.sender._mark

    async def slowly(_: object, one: Channel, gone: str) -> None:
        meanwhile(office, lambda one: replace(one, schedule=EVENING), monkeypatch)
        await mark(one, gone)

    monkeypatch.setattr(type(office.sender), "_mark", slowly)
    await office.sender.send(post())
    assert (await kept(office)).gone
    assert (await kept(office)).schedule == EVENING


async def test_the_plan_is_that_of_the_channel_as_it_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office = world.office
    replan, other = office.schedule.replan, replace(channel(), schedule=EVENING)

    async def late(*how: object) -> bool:
        monkeypatch.setattr(office.schedule, "replan", replan)
        await office.planning.set_up(other)
        return await replan(*how)  # type: ignore[arg-type]

    monkeypatch.setattr(office.schedule, "replan", late)
    await office.planning.set_up(channel())
    (due,) = await office.schedule.due(world.time() + timedelta(days=1), 10)
    assert due.at == datetime(2026, 3, 14, 20, tzinfo=UTC)


async def test_a_reveal_that_is_still_to_come_follows_a_changed_rule(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=2)))
    world.time.to(0, 11)
    await office.deliver()
    assert (await office.delivery(reveal())).stage is Stage.SENT
    assert (await the_round(office)).readable_at == world.time()


async def test_a_reveal_with_the_next_post_moves_with_it(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    await office.planning.set_up(channel(at=time(7)))
    world.time.to(1, 7)
    await office.deliver()
    assert (await the_round(office)).readable_at == world.time()


async def test_what_was_posted_in_a_removed_channel_is_readable_in_its_time_and_changed_by_nobody(
    world: World,
) -> None:
    office = world.office
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=4)))
    world.time.to(0, 9)
    await office.deliver()
    await office.planning.remove(channel().key)
    world.time.to(0, 12)
    await office.deliver()
    assert (await the_round(office)).readable_at is None
    world.time.to(0, 13)
    await office.deliver()
    assert (await the_round(office)).readable_at == world.time()
    assert [one.changed for one in world.recorder.messages.values()] == [0]
    assert await office.schedule.due(world.time() + timedelta(days=9), 10) == ()


async def test_a_channel_whose_keeper_died_before_he_planned_is_planned_by_who_tidies(world: World) -> None:
    office = world.office
    await office.schedule.keep(channel())
    await office.planning.set_up(channel("C2"))
    await office.planning.set_up(channel("C3"))
    await office.planning.pause(channel("C3").key, "holidays")
    assert await Mending(office.schedule, office.planning).run() == 1
    assert (await office.schedule.planned(channel().key)).next == FIRST
    assert (await office.schedule.planned(channel("C3").key)) == Planned()
    assert await Mending(office.schedule, office.planning).run() == 0


async def test_a_planned_post_that_is_not_due_any_more_is_due_again(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    await office.schedule.drop(post())
    assert await Mending(office.schedule, office.planning).run() == 1
    world.time.to(0, 9)
    await office.deliver()
    assert len(world.recorder.messages) == 1


async def test_a_clock_that_went_a_month_ahead_for_a_while_loses_one_day(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(30, 8)
    await office.deliver()
    assert (await office.schedule.planned(channel().key)).next == FIRST + timedelta(days=30)
    world.time.to(0, 10)
    assert await Mending(office.schedule, office.planning).run() == 1
    assert await office.schedule.planned(channel().key) == Planned(FIRST + timedelta(days=1), FIRST)
    world.time.to(1, 9)
    await office.deliver()
    assert (await office.delivery(post(day=1))).stage is Stage.SENT


async def test_a_clock_that_went_a_day_ahead_and_back_posts_no_day_twice(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    for day, hour in ((0, 9), (1, 10), (0, 11), (1, 9), (2, 9)):
        world.time.to(day, hour)
        await office.deliver()
        await Mending(office.schedule, office.planning).run()
    assert [one.name for one in world.recorder.messages.values()] == [post(day=day).name for day in range(3)]


async def test_editions_of_a_removed_deck_are_needed_by_nobody(world: World) -> None:
    office, decks = world.office, RedisDecks(world.redis, Deck())
    await decks.keep(Deck("chess"))
    await office.planning.set_up(channel(deck="chess"))
    assert await drop(decks, office.planning, Deck("chess")) == 1
    needed = await office.schedule.needed(world.time() + timedelta(days=9))
    assert {deck for deck, _, _ in needed} == {DEFAULT_DECK}
