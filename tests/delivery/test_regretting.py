"""What taste refuses by now: who posted it is asked to recall it, and what was approved too soon waits again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.regretting import Regretting
from bot.delivery.reviews import Reviews
from bot.domain import Customs, Edition, Word
from tests.adapters.store.samples import riddle
from tests.delivery.office import FIRST, channel, post

if TYPE_CHECKING:
    from tests.delivery.conftest import World

HERE, THERE = "slack:T1", "slack:T2"
WHY = "It is about a death by now."


async def the_edition(world: World) -> Edition:
    found = await world.office.editions.edition("default", FIRST)
    assert found is not None
    return found


async def ask(world: World) -> int:
    office = world.office
    regretting = Regretting(
        office.rounds, office.schedule, office.communities, office.reviews, {"slack": world.messenger}
    )
    return await regretting.ask(await the_edition(world), 1, WHY)


def host(world: World, community: str = HERE) -> Reviews:
    office = world.office
    return Reviews(office.rounds, office.editions, office.reviews, lambda _: "", community, "hana")


async def test_hosts_who_posted_it_are_asked_once_whether_to_recall_it(world: World) -> None:
    for community in (HERE, THERE):
        await world.office.planning.set_up(channel(community=community))
    world.time.to(0, 9)
    await world.office.send(post())
    assert await ask(world) == 1
    assert await ask(world) == 0
    assert [told["text"] for told in world.recorder.tells] == [
        f"Riddle 2 would not be posted any more: {WHY} Please look whether to recall it."
    ]


async def test_what_a_host_approved_before_it_was_known_waits_again(world: World) -> None:
    office = world.office
    await office.communities.agree(HERE, Customs(review=True, host_channel="H1"))
    await office.planning.set_up(channel())
    await host(world).approve("default", FIRST)
    assert await ask(world) == 1
    standing = await host(world).standing("default", FIRST)
    assert (standing.word, standing.by) == (Word.WAITING, "")
    (told,) = world.recorder.tells
    assert "please look at its riddles again" in told["text"]
    assert await ask(world) == 0
    assert (await host(world).approve("default", FIRST)).word is Word.APPROVED


async def test_a_day_that_was_skipped_or_has_another_riddle_is_left_alone(world: World) -> None:
    for community in (HERE, THERE):
        await world.office.planning.set_up(channel(community=community))
    made = await the_edition(world)
    assert await world.office.editions.replace(replace(made, spares=(riddle("bridge"),)))
    await host(world).skip("default", FIRST)
    turned = await host(world, THERE).take_next("default", FIRST, 1)
    assert await ask(world) == 0
    assert (await host(world).standing("default", FIRST)).word is Word.SKIPPED
    assert await host(world, THERE).standing("default", FIRST) == turned
