"""What players report reaches the hosts, and holds a riddle back where it is not posted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.delivery import reports as module
from bot.delivery.reports import MOST_LINES, Reports
from bot.domain import Customs
from bot.errors import CannotLook, DeliveryError, NotSent
from tests.adapters.store.samples import timeless
from tests.delivery.office import FIRST

if TYPE_CHECKING:
    from bot.domain import RoundKey
    from tests.delivery.conftest import World

HERE, THERE = "slack:T1", "slack:T2"


def reports(world: World) -> Reports:
    office = world.office
    return Reports(
        office.rounds, office.editions, office.communities, office.reviews, office.schedule, {"slack": world.messenger}
    )


async def opened(world: World, community: str = HERE) -> RoundKey:
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    return (await world.office.club(community).open(made)).key


async def report(world: World, key: RoundKey, player: str, reason: str = "it is odd", place: int = 1) -> None:
    await world.office.communities.report(key, place, player, reason)


def told(world: World) -> list[dict[str, str]]:
    return [one for one in world.recorder.tells if one["player"] == ""]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits five minutes here."""
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.0)


async def test_hosts_are_told_once_in_their_channel_without_the_players_name(world: World) -> None:
    key = await opened(world)
    await world.office.communities.agree(HERE, Customs(host_channel="H1"))
    await report(world, key, "ann", "it   is\nodd")
    assert await reports(world).run() == 1
    assert await reports(world).run() == 0
    (one,) = told(world)
    assert (one["community"], one["channel"]) == (HERE, "H1")
    assert one["text"] == "Riddle 2 was reported: “it is odd”"
    await report(world, key, "ann", "still odd")
    assert await reports(world).run() == 0
    await report(world, key, "bob")
    assert await reports(world).run() == 1
    assert told(world)[-1]["text"] == "Riddle 2 was reported: “it is odd” (2 so far)"


async def test_three_players_of_any_communities_hold_a_riddle_back(world: World) -> None:
    for community, player in ((HERE, "ann"), (HERE, "bob"), (THERE, "ann")):
        await report(world, await opened(world, community), player)
    assert await world.office.reviews.objections("default", FIRST) == {}
    assert await reports(world).run() == 2
    assert await world.office.reviews.objections("default", FIRST) == {1: 3}
    held = [line for one in told(world) for line in one["text"].splitlines() if "held back" in line]
    assert held == ["Riddle 2 is held back wherever it is not posted yet. Here you can recall it."]


async def test_a_report_of_a_communitys_own_riddle_counts_against_no_other(world: World) -> None:
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    key = (await world.office.club(HERE).open(replace(made, riddles=(timeless("own"),)))).key
    await report(world, key, "ann")
    assert await reports(world).run() == 1
    assert await world.office.reviews.objections("default", FIRST) == {}


async def test_many_reports_are_a_few_lines(world: World) -> None:
    key = await opened(world)
    for step in range(MOST_LINES + 4):
        await report(world, key, f"p{step}")
    assert await reports(world).run() == 1
    (one,) = told(world)
    lines = one["text"].splitlines()
    assert len(lines) == MOST_LINES + 1
    assert lines[-1].startswith("... and 5 more")
    assert await reports(world).run() == 0


async def test_between_two_messages_to_the_hosts_there_is_a_pause_and_nothing_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 60.0)
    key = await opened(world)
    await report(world, key, "ann")
    assert await reports(world).run() == 1
    await report(world, key, "bob")
    assert await reports(world).run() == 0
    assert await world.office.reviews.objections("default", FIRST) == {1: 2}
    await world.redis.delete("riddle:{community:slack%3AT1}:told")
    assert await reports(world).run() == 1


@pytest.mark.parametrize(("error", "again"), [(NotSent("wait"), 1), (CannotLook("never"), 0)])
async def test_what_could_not_be_told_is_told_later_where_that_is_of_use(
    world: World, monkeypatch: pytest.MonkeyPatch, error: DeliveryError, again: int
) -> None:
    await report(world, await opened(world), "ann")

    async def refuse(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(world.messenger, "tell", refuse)
        await reports(world).run()
    assert await reports(world).run() == again


async def test_without_a_platform_reports_wait_and_count(world: World) -> None:
    await report(world, await opened(world), "ann")
    alone = replace(reports(world), messengers={})
    assert await alone.run() == 0
    assert await world.office.reviews.objections("default", FIRST) == {1: 1}
    assert await reports(world).run() == 1
