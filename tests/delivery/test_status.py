"""Any day of any channel is explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.status import Explaining, explained
from bot.domain import Claim, Customs, Delivery, Matter, Review, RoundKey, Sending, Stage, Word
from tests.delivery.office import FIRST, channel, post
from tests.doubles.recorder import Fault

if TYPE_CHECKING:
    from bot.delivery.status import ChannelStatus
    from bot.domain import Channel
    from tests.delivery.conftest import World

KEY = RoundKey("slack:T1", "default", FIRST)


async def status(world: World, one: Channel | None = None, days: int = 3) -> ChannelStatus:
    office = world.office
    explaining = Explaining(office.schedule, office.editions, office.communities, office.reviews, office.now)
    return await explaining.channel(one or channel(), days)


async def said(world: World, one: Channel | None = None) -> dict[int, str]:
    return {(day.date - FIRST).days: day.said for day in (await status(world, one)).days}


async def test_a_post_is_told_with_its_moment_its_message_and_how_late_it_came(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.time.to(0, 9)
    await world.office.deliver()
    world.time.to(1, 9, 3)
    world.recorder.faults.append(Fault("error_before", "post"))
    await world.office.deliver()
    told = await said(world)
    assert told[0] == "sent at 2026-03-14 09:00:00 UTC, on time, message 1"
    assert told[1] == "sent at 2026-03-15 09:03:00 UTC, 3 min late, at the 2nd try, message 2"
    (newest, *_) = (await status(world)).days
    assert (newest.late, newest.post is not None) == (180.0, True)
    assert [one.sending.matter for day in (await status(world)).days for one in day.others] == [Matter.REVEAL]


async def test_days_that_were_excused_or_failed_or_wait_say_why(world: World) -> None:
    await world.office.planning.set_up(channel())
    await world.office.reviews.begin(Review(KEY, 1, (), word=Word.SKIPPED))
    world.time.to(0, 9)
    await world.office.deliver()
    world.recorder.gone.add("C1")
    world.time.to(1, 9)
    await world.office.sender.send(post(day=1))
    told = await said(world)
    assert told[0] == "excused, streaks are kept: A host skipped this day."
    assert told[1] == "waits, begun once: The platform says channel_gone."


async def test_a_day_of_which_nothing_is_known_is_not_passed_over(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.time.to(0, 9)
    assert await said(world) == {0: "due right now"}
    world.time.to(0, 12)
    assert (await said(world))[0].startswith("due, and not begun: ")
    paused = replace(channel(), paused="holidays")
    assert (await said(world, paused))[0] == "not posted: the channel is paused (holidays)"
    assert 0 not in await said(world, channel(weekdays=(0,)))
    world.time.to(0, 13)
    await world.office.deliver()
    world.time.to(4, 12)
    told = await said(world)
    assert [day for day in told if told[day].startswith("nothing is known")] == [4, 3, 2]


async def test_days_before_a_channel_was_known_are_not_spoken_of(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.time.to(0, 9)
    await world.office.deliver()
    told = await status(world, days=10)
    assert [day.date for day in told.days] == [FIRST]


async def test_the_next_post_is_told_with_its_riddles_the_hosts_word_and_what_is_held_back(world: World) -> None:
    office = world.office
    assert (await status(world)).next is None
    await office.planning.set_up(channel())
    coming = (await status(world)).next
    assert coming is not None
    assert (coming.date, coming.made, coming.number, coming.review, coming.held) == (FIRST, True, 2, "", ())
    assert coming.at is not None
    assert coming.at.hour == 9
    await office.communities.agree("slack:T1", Customs(review=True, host_channel="H1"))
    for who in "abc":
        await office.reviews.object("default", FIRST, 1, who)
    made = await office.editions.edition("default", FIRST)
    assert made is not None
    await office.editions.amend("default", FIRST, 1, made.riddles[0], void=True)
    coming = (await status(world)).next
    assert coming is not None
    assert (coming.review, coming.held, coming.void) == ("waiting", (1,), (1,))
    await office.reviews.begin(Review(KEY, 1, (), word=Word.APPROVED))
    coming = (await status(world)).next
    assert coming is not None
    assert coming.review == "approved"
    missing = (await status(world, channel(deck="nothing"))).next
    assert missing is not None
    assert not missing.made


async def test_the_days_are_those_of_the_channel_alone_and_in_its_zone(world: World) -> None:
    await world.office.planning.set_up(channel())
    far = channel("C2", zone="Pacific/Kiritimati")
    world.time.to(0, 9)
    await world.office.deliver()
    found = await status(world, far, days=1)
    assert [(day.date - FIRST).days for day in found.days if day.post] == []
    world.time.to(0, 11)
    assert [(day.date - FIRST).days for day in (await status(world, far, days=1)).days] == []


@pytest.mark.parametrize(
    ("stage", "tries", "reason", "sentence"),
    [
        (Stage.UNSURE, 3, "no history", "unsure whether it is there, and not sent again, at the 3rd try: no history"),
        (Stage.FAILED, 1, "too long", "failed: too long"),
        (Stage.OPEN, 0, "", "waits, not begun: it is being sent"),
        (Stage.OPEN, 12, "made soon", "waits, begun 12 times: made soon"),
    ],
)
def test_each_stage_has_its_sentence(stage: Stage, tries: int, reason: str, sentence: str) -> None:
    assert explained(Delivery(post(), stage, reason=reason, tries=tries)) == sentence


@pytest.mark.parametrize(
    ("seconds", "end"), [(0.4, "on time"), (99, "99 s late"), (5_400, "90 min late"), (9_000, "2 h 30 min late")]
)
def test_lateness_is_told_in_words(seconds: float, end: str) -> None:
    assert f", {end}, message m" in explained(Delivery(post(), Stage.SENT, "m"), seconds)


async def test_a_recall_is_told_beside_its_post(world: World) -> None:
    recall = Sending(Matter.RECALL, channel().key, FIRST, 2)
    claim = await world.office.schedule.claim(recall, timedelta(seconds=60))
    assert isinstance(claim, Claim)
    await world.office.schedule.settle(claim, Delivery(recall, Stage.EXCUSED, reason="why"))
    (day,) = [day for day in (await status(world)).days if day.others]
    assert day.said == "not posted yet"
    assert [one.sending for one in day.others] == [recall]
    assert explained(day.others[0]) == "left out: why", "of streaks only a post is spoken of"
