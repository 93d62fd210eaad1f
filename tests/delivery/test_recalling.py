"""A riddle is taken back: void, another in its place, every post says so, and nobody's streak ends by it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.recalling import Recall, Recalling
from bot.delivery.sending import Excused, NotYet
from bot.delivery.standing_in import Reserves
from bot.domain import Claim, Delivery, Judgement, Matter, Round, RoundKey, Sending, Span, Stage, Unveiling
from bot.errors import NothingToPlay, UsageError
from bot.game.amending import Amending
from bot.game.hosting import Hosting
from tests.adapters.store.samples import riddle, timeless
from tests.delivery.office import FIRST, channel, post

if TYPE_CHECKING:
    from bot.delivery.recalling import Recalled
    from bot.domain import Channel, Content, Verdict
    from tests.delivery.conftest import World
    from tests.delivery.office import Dying

HERE, THERE = "slack:T1", "slack:T2"
SHIPPED = tuple(timeless(name) for name in ("clock", "river", "shadow", "candle"))
SECONDS = timedelta(seconds=60)


@dataclass
class Desk:
    """Posts, players and those who recall."""

    world: World
    said: int = 0

    def __post_init__(self) -> None:
        office = self.office = self.world.office
        self.reserves = Reserves(office.editions, office.rounds, lambda: SHIPPED)
        self.recall = Recall(office.schedule, office.editions, office.club, self.reserves, office.now)
        errands = {**office.sender.errands, Matter.RECALL: Recalling(office.schedule, office.club)}
        office.sender = replace(office.sender, errands=errands)

    def hosting(self, community: str = HERE) -> Hosting:
        club = self.office.club(community)
        return Hosting(club.rounds, club.players, club.communities, community, "hana", self.office.now)

    def amending(self) -> Amending:
        club = self.office.club(HERE)
        return Amending(club.rounds, club.players, club.communities, self.office.editions, "operator", self.office.now)

    async def posted(self, *channels: str, community: str = HERE, day: int = 0) -> RoundKey:
        for name in channels or ("C1",):
            await self.office.planning.set_up(channel(name, community=community))
        self.world.time.to(day, 9)
        await self.office.deliver()
        return RoundKey(community, "default", FIRST + timedelta(days=day))

    async def guess(self, key: RoundKey, text: str, player: str = "ann", place: int = 1) -> Verdict:
        self.said += 1
        table = await self.office.club(key.community).table(key, player)
        return await table.guess(place, text, str(self.said))

    async def round(self, key: RoundKey) -> Round:
        found = await self.office.rounds.round(key)
        assert found is not None
        return found

    async def by_host(self, key: RoundKey, place: int = 1) -> Recalled:
        return await self.recall.by_host(self.hosting(key.community), key, place)

    async def by_operator(self, number: int = 2, place: int = 1) -> tuple[Recalled, ...]:
        return await self.recall.by_operator(self.amending(), "default", number, place)

    async def everything(self, community: str) -> str:
        """All that a community shows and keeps."""
        club, key = self.office.club(community), RoundKey(community, "default", FIRST)
        shown: list[object] = [await self.office.rounds.round(key), await club.rounds.log(key, 1), await club.streak()]
        shown += [await club.board(span, "ann") for span in Span]
        shown += [await club.players.results(community, player) for player in ("ann", "bob")]
        shown += [await self.office.schedule.deliveries(community, FIRST, FIRST), await club.rounds.days(community)]
        shown += [one.text for one in self.world.recorder.messages.values() if one.channel.startswith(community)]
        return repr(shown)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def recall_of(name: str = "C1", place: int = 1, community: str = HERE) -> Sending:
    return replace(post(name, community=community), matter=Matter.RECALL, place=place)


async def test_a_host_takes_a_riddle_off_all_posts_of_his_community(desk: Desk) -> None:
    key = await desk.posted("C1", "C2")
    done = await desk.by_host(key)
    assert (done.posts, done.instead, done.place) == (2, True, 1)
    found = await desk.round(key)
    assert (found.void, found.added, len(found.riddles)) == ((1,), 1, 2)
    await desk.office.deliver()
    texts = {one.channel: one.text for one in desk.world.recorder.messages.values()}
    assert texts == {"C1": "withdrawn\n1", "C2": "withdrawn\n1"}
    assert await desk.office.schedule.due(desk.world.time(), 10) == ()


async def test_points_of_the_recalled_riddle_go_and_its_stand_in_earns_some(desk: Desk) -> None:
    key = await desk.posted()
    assert (await desk.guess(key, "thing1")).points
    done = await desk.by_host(key)
    (change,) = done.changes
    assert change.after.void
    assert (await desk.office.club(HERE).record("ann")).points == 0
    found = await desk.round(key)
    solved = await desk.guess(key, found.riddle(2).answer, place=2)
    assert (solved.judgement, solved.points > 0) == (Judgement.CORRECT, True)
    assert (await desk.office.club(HERE).record("ann")).points == solved.points


async def test_streaks_are_kept_also_by_those_who_never_come_back_for_the_stand_in(desk: Desk) -> None:
    for day in range(4):
        key = await desk.posted(day=day)
        await desk.guess(key, "thing1", "ann")
        if day == 2:
            await desk.by_host(key)
            stand_in = (await desk.round(key)).riddle(2).answer
            await desk.guess(key, stand_in, "bob", place=2)
    club = desk.office.club(HERE)
    assert (await club.record("ann")).streak.current == 3
    assert await club.streak() == 3
    assert [day.day - FIRST.day for day in await club.rounds.days(HERE)] == [0, 1, 3]


async def test_what_a_host_recalls_leaves_every_other_community_as_it_was(desk: Desk) -> None:
    for community in (HERE, THERE):
        await desk.office.planning.set_up(channel(f"{community}-C1", community=community))
    desk.world.time.to(0, 9)
    await desk.office.deliver()
    keys = [RoundKey(community, "default", FIRST) for community in (HERE, THERE)]
    for key in keys:
        await desk.guess(key, "thing1", "ann")
        await desk.guess(key, "wrong one", "bob")
    before, here = await desk.everything(THERE), await desk.everything(HERE)
    await desk.by_host(keys[0])
    await desk.office.deliver()
    assert await desk.everything(THERE) == before
    assert await desk.everything(HERE) != here
    assert (await desk.guess(keys[1], "thing1", "cy")).points == (await desk.guess(keys[1], "thing1", "dan")).points


async def test_a_host_cannot_recall_what_another_community_plays(desk: Desk) -> None:
    await desk.posted()
    there = await desk.posted(community=THERE)
    with pytest.raises(NothingToPlay):
        await desk.recall.by_host(desk.hosting(HERE), there, 1)
    await desk.by_host(there)
    before = await desk.everything(THERE)
    with pytest.raises(NothingToPlay):
        await desk.recall.by_host(desk.hosting(HERE), there, 1)
    assert await desk.everything(THERE) == before


async def test_recalled_twice_it_ends_the_same(desk: Desk) -> None:
    key = await desk.posted()
    await desk.by_host(key)
    await desk.office.deliver()
    before = await desk.everything(HERE)
    again = await desk.by_host(key)
    await desk.office.deliver()
    assert (again.posts, again.instead, again.changes) == (1, True, ())
    assert await desk.everything(HERE) == before


async def test_of_many_who_recall_it_at_once_one_stand_in_is_added(desk: Desk) -> None:
    key = await desk.posted("C1", "C2")
    await desk.guess(key, "thing1")
    done = await asyncio.gather(*(desk.by_host(key) for _ in range(6)))
    found = await desk.round(key)
    assert (found.void, found.added) == ((1,), 1)
    assert all(one.instead and one.posts == 2 for one in done)
    assert await desk.office.club(HERE).rounds.days(HERE) == ()
    await desk.office.deliver()
    assert {one.edits for one in desk.world.recorder.messages.values()} == {1}


async def test_a_recall_that_died_before_its_stand_in_is_finished_by_the_next(desk: Desk) -> None:
    key = await desk.posted()
    await desk.hosting().void(key, 1)
    done = await desk.by_host(key)
    assert (done.instead, (await desk.round(key)).added) == (True, 1)


async def test_several_places_and_a_stand_in_are_recalled_one_after_the_other(desk: Desk) -> None:
    made = await desk.office.editions.edition("default", FIRST)
    assert made is not None
    assert await desk.office.editions.replace(replace(made, riddles=(riddle("one"), riddle("two"))))
    key = await desk.posted()
    await desk.guess(key, "two", place=2)
    await desk.by_host(key, 1)
    await desk.office.deliver()
    await desk.by_host(key, 3)
    await desk.office.deliver()
    found = await desk.round(key)
    assert (found.void, found.added, len({one.question for one in found.riddles})) == ((1, 3), 2, 4)
    (shown,) = desk.world.recorder.messages.values()
    assert shown.text == "withdrawn\n1\n3"
    assert await desk.office.club(HERE).rounds.days(HERE) == (FIRST,)
    assert (await desk.office.club(HERE).record("ann")).streak.current == 1
    with pytest.raises(UsageError, match="no riddle at place 9"):
        await desk.by_host(key, 9)


async def test_after_the_reveal_a_riddle_is_void_and_nothing_is_played_instead(desk: Desk) -> None:
    key = await desk.posted()
    desk.world.time.to(1, 9)
    await desk.office.deliver()
    done = await desk.by_host(key)
    assert (done.instead, (await desk.round(key)).void) == (False, (1,))


async def test_a_post_that_is_under_way_is_corrected_once_it_is_there(desk: Desk) -> None:
    key = await desk.posted()
    await desk.office.planning.set_up(channel("C2"))
    await desk.office.planning.post_now(channel("C2").key)
    claim = await desk.office.schedule.claim(post("C2"), SECONDS)
    assert isinstance(claim, Claim)
    assert (await desk.by_host(key)).posts == 1
    errand = desk.office.sender.errands[Matter.RECALL]
    assert isinstance(await errand.prepare(recall_of("C2"), channel("C2")), NotYet)
    await desk.office.schedule.settle(claim, Delivery(post("C2"), Stage.UNSURE, deck="default"))
    assert isinstance(await errand.prepare(recall_of("C2"), channel("C2")), Excused)


async def test_a_post_that_somebody_deleted_needs_no_recall(desk: Desk) -> None:
    key = await desk.posted()
    for one in desk.world.recorder.messages.values():
        one.deleted = True
    await desk.by_host(key)
    await desk.office.deliver()
    assert (await desk.office.delivery(recall_of())).stage is Stage.SENT
    assert len(desk.world.recorder.messages) == 1


async def test_an_operator_recalls_everywhere_and_where_it_is_not_posted_yet(desk: Desk) -> None:
    await desk.posted("C1")
    await desk.posted("D1", community=THERE)
    done = await desk.by_operator()
    assert [(one.key.community, one.posts, one.instead) for one in done] == [(HERE, 1, True), (THERE, 1, True)]
    await desk.office.deliver()
    assert {one.text for one in desk.world.recorder.messages.values()} == {"withdrawn\n1"}
    later = await desk.office.editions.edition("default", FIRST)
    assert later is not None
    assert later.void == (1,)
    assert [one.posts for one in await desk.by_operator()] == [1, 1]
    assert (await desk.round(RoundKey(HERE, "default", FIRST))).added == 1


async def test_an_operator_recalls_what_nobody_plays_yet(desk: Desk) -> None:
    assert await desk.by_operator(number=4) == ()
    coming = await desk.office.editions.edition("default", FIRST + timedelta(days=2))
    assert coming is not None
    assert coming.void == (1,)
    with pytest.raises(UsageError):
        await desk.by_operator(number=4, place=2)
    with pytest.raises(NothingToPlay):
        await desk.by_operator(number=4000)


async def test_a_community_that_plays_another_riddle_there_keeps_it(desk: Desk) -> None:
    await desk.posted("C1")
    made = await desk.office.editions.edition("default", FIRST)
    assert made is not None
    own = replace(made, riddles=(timeless("own"),))
    key = (await desk.office.club(THERE).open(own)).key
    await desk.hosting(THERE).void(key, 1)
    before = await desk.everything(THERE)
    assert [one.key.community for one in await desk.by_operator()] == [HERE]
    assert await desk.everything(THERE) == before


async def test_without_any_riddle_left_it_is_void_all_the_same(desk: Desk) -> None:
    key = await desk.posted()
    bare = replace(desk.recall, stand_in=replace(desk.reserves, shipped=lambda: ()))
    done = await bare.by_host(desk.hosting(), key, 1)
    assert (done.instead, done.posts) == (False, 1)


async def test_the_answers_stay_where_a_riddle_is_taken_back_after_the_reveal(desk: Desk) -> None:
    office = desk.office
    key = await desk.posted()
    desk.world.time.to(1, 9)
    await office.deliver()
    await desk.by_host(key)
    await office.deliver()
    (message,) = desk.world.recorder.of(post().name)
    assert message.text.startswith("reveal")
    assert (await office.delivery(recall_of())).stage is Stage.SENT


@pytest.mark.parametrize("first", [Matter.RECALL, Matter.REVEAL])
async def test_whoever_of_recall_and_reveal_comes_last_the_post_tells_both(
    desk: Desk, first: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one edits the post between the look of the first and his edit."""
    office, messenger, shown = desk.office, type(desk.world.messenger), list[object]()
    key, edit = await desk.posted(), messenger.edit
    reveal = replace(post(), matter=Matter.REVEAL)

    async def edited(self: Dying, to: Channel, message: str, content: Content) -> None:
        await edit(self, to, message, content)
        shown.append(content)

    async def late(self: Dying, to: Channel, message: str, content: Content) -> None:
        monkeypatch.setattr(messenger, "edit", edited)
        if first is Matter.REVEAL:
            await desk.by_host(key)
        await office.send(recall_of() if first is Matter.REVEAL else reveal)
        await edited(self, to, message, content)

    if first is Matter.RECALL:
        await desk.by_host(key)
    monkeypatch.setattr(messenger, "edit", late)
    await office.send(reveal if first is Matter.REVEAL else recall_of())
    (message,) = desk.world.recorder.of(post().name)
    assert message.text.startswith("reveal")
    assert isinstance(shown[-1], Unveiling)
    assert shown[-1].round.void == (1,)
