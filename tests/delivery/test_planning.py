"""A channel's plan: of its dates none comes twice, whatever its host does, and whoever dies in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import Claim, Customs, Delivery, Matter, Planned, Sending, Stage
from bot.errors import StoreUnavailable, UsageError
from tests.delivery.office import FIRST, Office, Time, channel, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from bot.delivery.planning import Planning
    from bot.domain import Channel
    from tests.doubles.recording_messenger import RecordingMessenger


@pytest.fixture
def at() -> Time:
    return Time()


@pytest.fixture
def office(redis: Redis, at: Time) -> Office:
    nobody: RecordingMessenger = None  # type: ignore[assignment]
    return Office(redis, nobody, at)


def day(after: int) -> date:
    return FIRST + timedelta(days=after)


async def settle(office: Office, sending: Sending, one: Channel, stage: Stage = Stage.SENT) -> None:
    """What a worker does."""
    claim = await office.schedule.claim(sending, timedelta(seconds=60))
    assert isinstance(claim, Claim)
    await office.schedule.settle(claim, Delivery(sending, stage, "m", office.now(), "why", deck=one.deck))
    await office.planning.after(sending, one)


async def planned(office: Office) -> Planned:
    return await office.schedule.planned(channel().key)


async def test_a_new_channel_is_posted_in_next_today_or_tomorrow(office: Office, at: Time) -> None:
    assert await office.planning.set_up(channel()) == day(0)
    at.to(0, 9, 1)
    assert await office.planning.set_up(channel("C2")) == day(1)
    due = await office.schedule.due(at() + timedelta(days=2), 10)
    assert [(one.sending.channel.channel, one.at) for one in due] == [
        ("C1", datetime(2026, 3, 14, 9, tzinfo=UTC)),
        ("C2", datetime(2026, 3, 15, 9, tzinfo=UTC)),
    ]


async def test_a_time_that_is_changed_after_todays_post_holds_from_tomorrow_on(office: Office, at: Time) -> None:
    await office.planning.set_up(channel())
    at.to(0, 9)
    await settle(office, post(), channel())
    assert await office.planning.set_up(channel(at=time(18))) == day(1)
    assert (await planned(office)) == Planned(day(1), day(0))


async def test_a_time_that_is_changed_to_one_that_is_past_brings_todays_post_at_once(office: Office, at: Time) -> None:
    await office.planning.set_up(channel(at=time(20)))
    at.to(0, 12)
    assert await office.planning.set_up(channel(at=time(7))) == day(0)
    (due,) = await office.schedule.due(at(), 10)
    assert due.sending == post()


async def test_a_pause_takes_what_is_due_away_and_a_resumed_channel_goes_on(office: Office, at: Time) -> None:
    await office.planning.set_up(channel())
    await office.planning.pause(channel().key, "holidays")
    at.to(2, 12)
    assert await office.schedule.due(at(), 10) == ()
    assert await office.planning.resume(channel().key) == day(3)
    kept = await office.schedule.channel(channel().key)
    assert kept is not None
    assert kept.paused == ""


async def test_a_channel_that_was_removed_and_added_again_gets_no_second_post_that_day(
    office: Office, at: Time
) -> None:
    await office.planning.set_up(channel())
    at.to(0, 9)
    await settle(office, post(), channel())
    await office.planning.remove(channel().key)
    due = await office.schedule.due(at() + timedelta(days=9), 10)
    assert not [one for one in due if one.sending.matter is Matter.POST]
    assert await office.planning.set_up(channel(at=time(23))) == day(1)
    with pytest.raises(UsageError):
        await office.planning.remove(channel("C9").key)


async def test_todays_post_can_be_had_at_once_and_the_next_comes_tomorrow(office: Office, at: Time) -> None:
    await office.planning.set_up(channel(at=time(20), weekdays=(0,)))
    await office.planning.pause(channel().key, "for a while")
    assert await office.planning.post_now(channel().key) == day(0)
    (due,) = await office.schedule.due(at(), 10)
    assert due.sending == post()
    kept = await office.schedule.channel(channel().key)
    assert kept is not None
    await settle(office, post(), kept)
    assert (await planned(office)).next == day(2)
    with pytest.raises(UsageError, match="posted in this channel already"):
        await office.planning.post_now(channel().key)


async def test_a_post_that_comes_while_it_is_asked_for_is_not_asked_for_twice(office: Office) -> None:
    """The plan is settled between the look and the step: the answer is a sentence, not twenty vain tries."""
    await office.planning.set_up(channel())
    keep = office.schedule.keep

    async def slow(one: Channel, before: Channel | None = None) -> bool:
        kept = await keep(one, before)
        await settle(office, post(), one)
        return kept

    office.schedule.keep = slow  # type: ignore[method-assign]
    with pytest.raises(UsageError, match="posted in this channel already"):
        await office.planning.post_now(channel().key)
    assert (await planned(office)) == Planned(day(1), day(0))


async def test_a_day_that_was_excused_is_not_called_posted(office: Office) -> None:
    await office.planning.set_up(channel())
    await settle(office, post(), channel(), Stage.EXCUSED)
    with pytest.raises(UsageError, match="settled for this channel, without a post: why"):
        await office.planning.post_now(channel().key)


async def test_hosts_are_asked_on_the_evening_before_and_the_edition_is_made_by_then(office: Office, at: Time) -> None:
    await office.communities.agree("slack:T1", Customs(review=True, host_channel="H1"))
    at.to(0, 12)
    await office.planning.set_up(channel())
    evening = datetime(2026, 3, 14, 18, tzinfo=UTC)
    review = Sending(Matter.REVIEW, channel().key, day(1))
    assert {one.sending: one.at for one in await office.schedule.due(evening, 10)} == {review: evening}
    assert await office.schedule.needed(evening) == (("default", day(1), evening),)


async def test_to_switch_reviews_on_asks_about_what_is_planned_already(office: Office, at: Time) -> None:
    await office.planning.set_up(channel())
    with pytest.raises(UsageError, match="Name the channel"):
        await office.planning.ask_hosts("slack:T1", on=True)
    assert not (await office.communities.customs("slack:T1")).review
    customs = await office.planning.ask_hosts("slack:T1", on=True, channel="H1")
    assert (customs.review, customs.host_channel) == (True, "H1")
    due = await office.schedule.due(at(), 10)
    assert [one.sending for one in due] == [Sending(Matter.REVIEW, channel().key, day(0))]
    assert (await planned(office)).next == day(0)
    off = await office.planning.ask_hosts("slack:T1", on=False)
    assert (off.review, off.host_channel) == (False, "H1")
    assert (await office.planning.ask_hosts("slack:T1", on=True)).review


async def test_who_dies_while_the_next_post_is_planned_leaves_its_edition_asked_for(office: Office) -> None:
    """The edition and the question to the hosts come first: too much is done, never too little."""
    await office.planning.set_up(channel())
    await office.schedule.have("default", day(0))

    async def dead(*_: object) -> bool:
        raise StoreUnavailable("gone")

    office.schedule.advance = dead  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        await office.planning.after(post(), channel())
    needed = await office.schedule.needed(office.now() + timedelta(days=9))
    assert [(deck, on) for deck, on, _ in needed] == [("default", day(1))]


async def test_of_many_who_change_a_channel_at_once_one_plan_stands(office: Office) -> None:
    await asyncio.gather(*(office.planning.set_up(channel(at=time(10 + step))) for step in range(6)))
    due = await office.schedule.due(office.now() + timedelta(days=5), 10)
    assert [one.sending for one in due] == [post()]


async def test_days_that_passed_while_we_were_down_are_left_out(office: Office, at: Time) -> None:
    await office.planning.set_up(channel())
    at.to(3, 12)
    await office.planning.after(post(), channel())
    (due,) = await office.schedule.due(at(), 10)
    assert due.sending == post(day=3)


Step = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(st.just("time"), st.integers(0, 23)),
    st.tuples(st.just("zone"), st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Paris"])),
    st.tuples(st.just("pause"), st.just(0)),
    st.tuples(st.just("resume"), st.just(0)),
    st.tuples(st.just("now"), st.just(0)),
)


@given(steps=st.lists(Step, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_date_is_posted_twice_whatever_a_host_does(redis: Redis, steps: list[tuple[str, int | str]]) -> None:
    await redis.flushall()
    at, sent = Time(), list[date]()
    office = Office(redis, None, at)  # type: ignore[arg-type]
    await office.planning.set_up(channel())
    for what, how in steps:
        await do(office, at, what, how)
        for one in await office.schedule.due(at(), 10):
            kept = await office.schedule.channel(one.sending.channel)
            assert kept is not None
            if one.sending.matter is Matter.POST and not kept.paused:
                sent.append(one.sending.date)
                await settle(office, one.sending, kept)
    assert sent == sorted(set(sent))


async def do(office: Office, at: Time, what: str, how: int | str) -> None:
    kept = await office.schedule.channel(channel().key)
    assert kept is not None
    planning: Planning = office.planning
    verbs: dict[str, Callable[[], object]] = {
        "time": lambda: planning.set_up(replace(kept, schedule=replace(kept.schedule, time=time(int(how))))),
        "zone": lambda: planning.set_up(replace(kept, schedule=replace(kept.schedule, zone=str(how)))),
        "pause": lambda: planning.pause(kept.key, "why"),
        "resume": lambda: planning.resume(kept.key),
        "now": lambda: planning.post_now(kept.key),
    }
    if what == "wait":
        at.at += timedelta(hours=int(how))
        return
    try:
        await verbs[what]()  # type: ignore[misc]
    except UsageError:
        assert what == "now"
