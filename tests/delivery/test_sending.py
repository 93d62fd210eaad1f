"""A day's post on its way: each fault of the platform, deaths, races, and what a channel's host does meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain import RevealRule, RevealWhen, Stage
from tests.adapters.store.samples import article
from tests.delivery.office import FIRST, Killed, channel, post, reveal

if TYPE_CHECKING:
    from tests.delivery.conftest import World


async def test_a_post_comes_at_its_time_once_and_the_next_is_planned(world: World) -> None:
    office = world.office
    assert await office.planning.set_up(channel()) == FIRST
    assert await office.deliver() == []
    assert not world.recorder.messages
    world.time.to(0, 9)
    await office.deliver()
    await office.deliver()
    (message,) = world.recorder.messages.values()
    assert message.name == "post:slack:T1:C1:2026-03-14"
    assert message.text.startswith("post\nI stood dark")
    planned = await office.schedule.planned(channel().key)
    assert (planned.next, planned.last) == (FIRST + timedelta(days=1), FIRST)
    told = await office.delivery(post())
    assert (told.stage, told.message, told.number, told.at) == (Stage.SENT, message.id, 2, world.time())


async def test_with_each_post_the_articles_of_its_riddles_are_kept_on(world: World) -> None:
    office = world.office
    await office.articles.keep("default", FIRST, [article()], timedelta(minutes=1))
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    (key,) = [key async for key in world.redis.scan_iter("*articles*")]
    assert await world.redis.ttl(key) > timedelta(hours=23).total_seconds()


@pytest.mark.parametrize("kind", ["lost", "drop", "error_before", "error_after", "limited", "slow", "late"])
async def test_whatever_the_platform_does_the_post_is_there_once(world: World, kind: str) -> None:
    await world.office.planning.set_up(channel())
    world.recorder.fail(kind, kind, seconds=0.1)
    world.time.to(0, 9)
    await world.office.deliver()
    assert len(world.recorder.of(post().name)) == 1
    assert (await world.office.delivery(post())).stage is Stage.SENT


@pytest.mark.parametrize("kind", ["lost", "drop", "error_after", "limited"])
async def test_a_look_that_fails_is_looked_again(world: World, kind: str) -> None:
    await world.office.planning.set_up(channel())
    world.recorder.fail("lost")
    world.recorder.fail(kind, kind, on="find")
    world.time.to(0, 9)
    await world.office.deliver()
    assert len(world.recorder.of(post().name)) == 1
    assert (await world.office.delivery(post())).stage is Stage.SENT


async def test_a_platform_that_never_answers_holds_nobody_for_longer_than_the_lease(world: World) -> None:
    office = world.other(lease=0.3)
    await office.planning.set_up(channel())
    world.recorder.fail("slow", seconds=0.5)
    world.time.to(0, 9)
    office.sender = replace(office.sender, grace=0.5)
    await office.deliver()
    assert len(world.recorder.of(post().name)) == 1


async def test_nobody_looks_while_a_message_may_be_under_way(world: World) -> None:
    office, other = world.other(grace=0.4), world.other(grace=0.4)
    await office.planning.set_up(channel())
    world.recorder.fail("late", seconds=0.3)
    world.time.to(0, 9)
    assert await office.sender.send(post()) == pytest.approx(0.4)
    assert await other.sender.send(post()) > 0
    assert world.recorder.calls["find"] == 0
    await asyncio.sleep(0.45)
    assert await other.send(post()) == 0
    assert world.recorder.calls["find"] == 1
    assert len(world.recorder.of(post().name)) == 1


async def test_what_may_have_been_sent_is_looked_for_before_every_further_try(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.recorder.fail("late", seconds=0.5)
    world.time.to(0, 9)
    await office.sender.send(post())
    await asyncio.sleep(0.2)
    world.recorder.fail("limited", seconds=0.4)
    assert await office.sender.send(post()) == pytest.approx(0.4, abs=0.05)
    await asyncio.sleep(0.45)
    assert await office.send(post()) == 0
    assert len(world.recorder.of(post().name)) == 1


@pytest.mark.parametrize("end", ["before", "after"])
async def test_who_dies_at_the_call_leaves_it_to_the_next(world: World, end: str) -> None:
    office = world.other(lease=0.3)
    await office.planning.set_up(channel())
    world.messenger.at = [end]
    world.time.to(0, 9)
    with pytest.raises(Killed):
        await office.deliver()
    await world.other(lease=0.3).deliver()
    assert len(world.recorder.of(post().name)) == 1
    assert (await office.delivery(post())).number == 2


async def test_who_dies_between_the_record_and_what_follows_loses_neither_reveal_nor_next_post(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: object) -> None:
        raise Killed

    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    with monkeypatch.context() as patch:
        patch.setattr(type(office.posting), "settled", die)
        with pytest.raises(Killed):
            await office.deliver()
    await office.deliver()
    assert (await office.schedule.planned(channel().key)).next == FIRST + timedelta(days=1)
    world.time.to(1, 9)
    await office.deliver()
    assert [one.changed for one in world.recorder.messages.values()] == [1, 0]


async def test_ten_senders_at_once_send_once(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.time.to(0, 9)
    offices = [world.other(lease=0.4) for _ in range(10)]
    await asyncio.gather(*(one.deliver() for one in offices))
    assert len(world.recorder.messages) == 1


async def test_who_lost_his_claim_on_the_way_sends_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = world.other(lease=0.2), world.other(lease=0.2)
    prepare = type(slow.posting).prepare

    async def slowly(self, *asked: object):
        prepared = await prepare(self, *asked)
        if self is slow.posting:
            await asyncio.sleep(0.4)
        return prepared

    monkeypatch.setattr(type(slow.posting), "prepare", slowly)
    await slow.planning.set_up(channel())
    world.time.to(0, 9)
    late = asyncio.create_task(slow.sender.send(post()))
    await asyncio.sleep(0.25)
    assert await quick.send(post()) == 0
    await late
    assert len(world.recorder.messages) == 1


async def test_without_history_what_is_unsure_is_not_sent_again_and_told_once(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.recorder.mute = {"C1"}
    world.recorder.fail("lost")
    world.time.to(0, 9)
    await world.office.deliver()
    await world.office.deliver()
    found = await world.office.delivery(post())
    assert found.stage is Stage.UNSURE
    assert "not_readable" in found.reason
    assert len(world.recorder.of(post().name)) == 1
    assert len(world.recorder.tells) == 1
    assert (await world.office.schedule.planned(channel().key)).next == FIRST + timedelta(days=1)


async def test_a_channel_that_is_gone_is_paused_told_of_once_and_resumed_when_it_is_back(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.recorder.gone = {"C1"}
    world.time.to(0, 9)
    assert await office.deliver() == [3600.0]
    kept = await office.schedule.channel(channel().key)
    assert kept is not None
    assert kept.gone
    assert kept.paused == "The platform says channel_gone."
    world.time.to(0, 10, 1)
    assert await office.deliver() == [3600.0]
    assert len(world.recorder.tells) == 1
    world.recorder.gone = set()
    world.time.to(0, 11, 2)
    assert await office.deliver() == []
    kept = await office.schedule.channel(channel().key)
    assert kept is not None
    assert not kept.gone
    assert kept.paused == ""
    assert len(world.recorder.of(post().name)) == 1


async def test_a_channel_that_is_gone_while_one_looks_is_paused_too(world: World) -> None:
    await world.office.planning.set_up(channel())
    world.recorder.fail("lost")
    world.time.to(0, 9)
    await world.office.sender.send(post())
    await asyncio.sleep(0.2)
    world.recorder.gone = {"C1"}
    assert await world.office.send(post()) == 3600.0
    world.recorder.gone = set()
    assert await world.office.send(post()) == 0
    assert len(world.recorder.of(post().name)) == 1


async def test_what_a_host_changes_while_the_channel_is_gone_stands(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.recorder.gone = {"C1"}
    world.time.to(0, 9)
    before = await office.schedule.channel(channel().key)
    assert before is not None
    await office.deliver()
    changed = replace(before, ping="here", paused="The team is away.")
    await office.schedule.keep(changed)
    await office.sender._mark(before, "")
    assert await office.schedule.channel(channel().key) == changed
    await office.schedule.remove(channel().key)
    await office.sender._mark(before, "gone")
    assert await office.schedule.channel(channel().key) is None


async def test_a_paused_channel_gets_no_post_but_the_answer_of_the_last_one(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    await office.planning.pause(channel().key, "The team is away.")
    world.time.to(3, 9)
    await office.deliver()
    (message,) = world.recorder.messages.values()
    assert message.text.startswith("reveal")
    await office.planning.resume(channel().key)
    world.time.to(4, 9)
    await office.deliver()
    assert [one.name for one in world.recorder.messages.values()] == [post().name, post(day=4).name]


async def test_what_a_queue_still_holds_of_an_old_plan_is_not_sent(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    await office.planning.set_up(channel(at=time(17)))
    world.time.to(0, 9)
    assert await office.sender.send(post()) == pytest.approx(8 * 3600)
    await office.planning.set_up(channel(at=time(17), weekdays=(1,)))
    assert await office.sender.send(post()) == 0.0
    assert not world.recorder.messages
    assert (await office.schedule.planned(channel().key)).next == FIRST + timedelta(days=3)


async def test_a_channel_that_is_resumed_in_the_moment_it_is_dropped_is_sent_to(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    assert await office.sender._drop(post()) == 0.0
    await office.deliver()
    assert len(world.recorder.messages) == 1


async def test_a_change_after_todays_post_gives_the_next_tomorrow_and_one_before_it_today(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    assert await office.planning.set_up(channel(at=time(8, 30))) == FIRST
    world.time.to(0, 8, 30)
    await office.deliver()
    assert await office.planning.set_up(channel(at=time(17))) == FIRST + timedelta(days=1)
    world.time.to(0, 23)
    await office.deliver()
    assert [one.name for one in world.recorder.messages.values()] == [post().name]


async def test_a_post_that_is_late_within_its_window_comes_and_one_that_is_later_is_excused(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 20, 59)
    await office.deliver()
    assert len(world.recorder.messages) == 1
    world.time.to(1, 21)
    await office.deliver()
    assert len(world.recorder.messages) == 1
    excused = await office.delivery(post(day=1))
    assert (excused.stage, excused.reason) == (
        Stage.EXCUSED,
        "It could not be posted in time; the day does not count.",
    )
    world.time.to(5, 10)
    await office.deliver()
    assert [one.name for one in world.recorder.messages.values()] == [post().name, post(day=5).name]


async def test_a_day_whose_round_was_opened_and_never_posted_does_not_count(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    world.recorder.gone = {"C1"}
    world.time.to(1, 9)
    await office.deliver()
    days = await office.rounds.days("slack:T1")
    assert days == (FIRST, FIRST + timedelta(days=1))
    world.time.to(1, 22)
    await office.deliver()
    assert (await office.delivery(post(day=1))).stage is Stage.EXCUSED
    assert await office.rounds.days("slack:T1") == (FIRST,)


@pytest.mark.parametrize("east_first", [True, False])
async def test_a_day_counts_where_one_of_two_channels_got_it(world: World, east_first: bool) -> None:
    office = world.office
    world.time.to(-1, 20)
    await office.planning.set_up(channel("TOKYO", zone="Asia/Tokyo"))
    await office.planning.set_up(channel("PERU", zone="America/Lima"))
    lost, got = ("TOKYO", "PERU") if east_first else ("PERU", "TOKYO")
    world.recorder.gone = {lost}
    for hour in range(50):
        world.time.at += timedelta(hours=1)
        await office.deliver()
        if hour == 16 and east_first:
            assert await office.rounds.days("slack:T1") == ()
    assert (await office.delivery(post(lost))).stage is Stage.EXCUSED
    assert len(world.recorder.of(post(got).name)) == 1
    assert FIRST in await office.rounds.days("slack:T1")


async def test_each_channel_of_a_community_has_its_own_date_and_deck(world: World) -> None:
    office = world.office
    world.time.to(-1, 20)
    await office.planning.set_up(channel("TOKYO", zone="Asia/Tokyo", deck="sport"))
    await office.planning.set_up(channel("PERU", zone="America/Lima"))
    world.recorder.gone = {"TOKYO"}
    for _ in range(40):
        world.time.at += timedelta(hours=1)
        await office.deliver()
    excused = await office.delivery(post("TOKYO"))
    assert (excused.stage, excused.deck) == (Stage.EXCUSED, "sport")
    assert (await office.delivery(post("PERU"))).deck == "default"
    assert await office.rounds.days("slack:T1") == (FIRST,)


async def test_a_missing_edition_is_asked_for_and_the_post_comes_when_it_is_there(world: World) -> None:
    office = world.office
    office.shelf.open = False
    await office.planning.set_up(channel(deck="new"))
    world.time.to(0, 9)
    assert await office.deliver() == [3.0]
    world.time.to(0, 9, 4)
    assert await office.deliver() == [3.0]
    assert office.shelf.asked == [("new", FIRST, False), ("new", FIRST, True)]
    assert (await office.delivery(post())).reason == "The day's riddles are not made yet."
    await office.editions.put(office.shelf.edition("new", FIRST))
    world.time.to(0, 9, 5)
    await office.deliver()
    assert len(world.recorder.messages) == 1


async def test_what_a_host_asks_for_at_once_comes_at_once_and_once(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel(at=time(17)))
    await office.planning.post_now(channel().key)
    await office.deliver()
    world.time.to(0, 17)
    await office.deliver()
    assert [one.name for one in world.recorder.messages.values()] == [post().name]
    assert (await office.schedule.planned(channel().key)).next == FIRST + timedelta(days=1)


async def test_what_was_asked_for_at_once_and_cannot_come_does_not_stand_in_the_way_for_ever(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel(at=time(6)))
    world.recorder.gone = {"C1"}
    await office.planning.post_now(channel().key)
    await office.deliver()
    for _ in range(40):
        world.time.at += timedelta(hours=1, seconds=1)
        await office.deliver()
    assert (await office.delivery(post())).stage is Stage.EXCUSED


async def test_a_message_that_the_platform_refuses_is_told_and_not_tried_for_ever(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.recorder.fail("refused")
    world.time.to(0, 9)
    await office.deliver()
    assert (await office.delivery(post())).stage is Stage.FAILED
    assert len(world.recorder.tells) == 1
    assert await office.rounds.days("slack:T1") == ()
    world.time.to(1, 9)
    await office.deliver()
    assert [one.name for one in world.recorder.messages.values()] == [post(day=1).name]


async def test_a_fault_of_ours_ends_that_try_and_the_next_looks_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = world.other(lease=0.3)
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    told = type(world.messenger)._ask

    async def broken(self, what: str, asked: dict[str, str]):
        await told(self, what, asked)
        raise ValueError(what)

    with monkeypatch.context() as patch:
        patch.setattr(type(world.messenger), "_ask", broken)
        with pytest.raises(ValueError, match="post"):
            await office.deliver()
    await office.deliver()
    assert len(world.recorder.messages) == 1


async def test_another_channel_goes_on_while_one_has_to_wait(world: World) -> None:
    office = world.office
    for name in ("C1", "C2", "C3"):
        await office.planning.set_up(channel(name))
    world.recorder.waiting = {"C2": asyncio.get_running_loop().time() + 60}
    world.messenger.per_second = 100.0
    world.time.to(0, 9)
    waits = await office.deliver()
    assert len(waits) == 1
    assert 50 < waits[0] <= 60
    assert {one.channel for one in world.recorder.messages.values()} == {"C1", "C3"}
    assert await office.sender.send(post("C2")) > 50
    assert world.recorder.calls["post"] == 3


RULES = [
    (RevealRule(), (1, 9)),
    (RevealRule(RevealWhen.AFTER, hours=4), (0, 13)),
    (RevealRule(RevealWhen.AT, at=time(17)), (0, 17)),
    (RevealRule(RevealWhen.AT, at=time(8)), (1, 8)),
]


@pytest.mark.parametrize(("rule", "moment"), RULES)
async def test_a_reveal_comes_when_its_rule_says(world: World, rule: RevealRule, moment: tuple[int, int]) -> None:
    office = world.office
    await office.planning.set_up(channel(reveal=rule))
    world.time.to(0, 9)
    await office.deliver()
    world.time.to(*moment)
    world.time.at -= timedelta(minutes=1)
    await office.deliver()
    (message,) = world.recorder.of(post().name)
    assert message.text.startswith("post")
    world.time.at += timedelta(minutes=1)
    await office.deliver()
    assert message.text == "reveal\nthing1"
    found = await office.delivery(reveal())
    assert (found.stage, found.number, found.message) == (Stage.SENT, 2, message.id)
    opened = await office.rounds.round((await office.club("slack:T1").latest("default")).key)  # type: ignore[union-attr]
    assert opened is not None


@pytest.mark.parametrize("kind", ["lost", "drop", "error_before", "error_after", "limited", "slow"])
async def test_whatever_happens_to_an_edit_the_answer_stands_there_once(world: World, kind: str) -> None:
    office = world.office
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=4)))
    world.time.to(0, 9)
    await office.deliver()
    world.recorder.fail(kind, kind, on="edit")
    world.time.to(0, 13)
    await office.deliver()
    (message,) = world.recorder.messages.values()
    assert message.changed == 1
    assert (await office.delivery(reveal())).stage is Stage.SENT


@pytest.mark.parametrize("end", ["before", "after"])
async def test_a_death_at_the_reveal_changes_nothing(world: World, end: str) -> None:
    office = world.other(lease=0.3)
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=4)))
    world.time.to(0, 9)
    await office.deliver()
    world.messenger.at = [end]
    world.time.to(0, 13)
    with pytest.raises(Killed):
        await office.deliver()
    await world.other(lease=0.3).deliver()
    (message,) = world.recorder.messages.values()
    assert message.changed == 1


@pytest.mark.parametrize("mute", [False, True])
@pytest.mark.parametrize("kind", ["lost", "drop", ""])
async def test_the_answer_of_a_deleted_post_is_posted_once(world: World, kind: str, mute: bool) -> None:
    office = world.office
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=4)))
    world.time.to(0, 9)
    await office.deliver()
    world.recorder.control(delete=["1"], mute={"C1"} if mute else set())
    if kind:
        world.recorder.fail(kind)
    world.time.to(0, 13)
    await office.deliver()
    anew = world.recorder.of(reveal().name)
    assert len(anew) == (0 if mute and kind == "drop" else 1)
    unsure = mute and bool(kind)
    assert (await office.delivery(reveal())).stage is (Stage.UNSURE if unsure else Stage.SENT)


async def test_an_unsure_post_makes_its_answer_readable_all_the_same(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel(reveal=RevealRule(RevealWhen.AFTER, hours=4)))
    world.recorder.mute = {"C1"}
    world.recorder.fail("lost")
    world.time.to(0, 9)
    await office.deliver()
    world.time.to(0, 13)
    await office.deliver()
    assert (await office.delivery(reveal())).stage is Stage.EXCUSED
    latest = await office.club("slack:T1").latest("default")
    assert latest is not None
    assert latest.readable_at == world.time()


async def test_a_channel_that_is_removed_gets_nothing_more(world: World) -> None:
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    await office.deliver()
    await office.schedule.remove(channel().key)
    world.time.to(1, 9)
    await office.deliver()
    assert await office.sender.send(reveal()) == 0.0
    assert [one.changed for one in world.recorder.messages.values()] == [0]
    assert not await office.schedule.due(world.time() + timedelta(days=9), 10)
