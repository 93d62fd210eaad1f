"""What a community lets be played, at the moment of the post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.delivery.release import Releasing
from bot.delivery.reviews import Reviews
from bot.delivery.sending import Excused
from bot.delivery.standing_in import Reserves
from bot.domain import Customs, Edition, Matter, Origin, Review, RoundKey, Stage, Word
from bot.game.submitting import reserve_of
from tests.adapters.store.samples import edition, riddle, timeless
from tests.delivery.office import FIRST, Office, Time, channel, post

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.domain import Riddle
    from tests.delivery.conftest import World

HERE = "slack:T1"
KEY = RoundKey(HERE, "default", FIRST)
SHIPPED = (timeless("clock"), timeless("river"), timeless("shadow"))
SPARE = riddle("bridge")


@dataclass
class House:
    office: Office
    edition: Edition

    def __post_init__(self) -> None:
        office = self.office
        self.reserves = Reserves(office.editions, office.rounds, lambda: SHIPPED)
        self.releasing = Releasing(office.rounds, office.communities, office.reviews, self.reserves)

    async def release(self, one: Edition | None = None) -> Edition | Excused:
        return await self.releasing.released(channel(), one or self.edition)

    async def played(self, one: Edition | None = None) -> list[str]:
        found = await self.release(one)
        assert isinstance(found, Edition), found
        return [riddle.answer for riddle in found.riddles]

    async def say(self, word: Word, *riddles: Riddle) -> None:
        await self.office.reviews.begin(Review(KEY, 1, riddles or self.edition.riddles, word=word))

    async def review_on(self) -> None:
        await self.office.communities.agree(HERE, Customs(review=True, host_channel="H1"))

    async def object(self, place: int, times: int) -> None:
        for who in range(times):
            await self.office.reviews.object("default", FIRST, place, str(who))


@pytest.fixture
async def house(redis: Redis) -> House:
    office = Office(redis, None, Time())  # type: ignore[arg-type]
    made = edition(riddle("lighthouse"), riddle("harbour"), day=FIRST)
    made = replace(made, spares=(SPARE,))
    await office.editions.put(made)
    return House(office, made)


async def test_what_passed_the_checks_is_played_as_it_is(house: House) -> None:
    assert await house.release() == house.edition


async def test_a_skipped_day_is_excused(house: House) -> None:
    await house.say(Word.SKIPPED)
    assert await house.release() == Excused("A host skipped this day.")


async def test_approved_riddles_are_played_as_the_hosts_left_them(house: House) -> None:
    await house.review_on()
    await house.say(Word.APPROVED, riddle("harbour"), SPARE)
    assert await house.played() == ["harbour", "bridge"]


async def test_silence_plays_what_a_person_approved_before_and_never_a_riddle_nobody_read(house: House) -> None:
    await house.review_on()
    await house.office.editions.add_reserve("default", (riddle("leftover"),))
    await house.say(Word.WAITING)
    found = await house.release()
    assert isinstance(found, Edition)
    assert len({one.question for one in found.riddles}) == 2
    assert {one.answer for one in found.riddles} <= {one.answer for one in SHIPPED}
    assert found.origin is Origin.RESERVE
    assert "Nobody has approved today's riddle in time" in found.notice
    assert await house.release() == found


async def test_silence_takes_the_communitys_own_reserve_first(house: House) -> None:
    await house.review_on()
    await house.office.editions.add_reserve(reserve_of(HERE), (timeless("anchor"),))
    assert (await house.played())[0] == "anchor"


async def test_where_no_approved_riddle_is_left_the_day_is_excused(house: House) -> None:
    await house.review_on()
    bare = replace(house.releasing, stand_in=replace(house.reserves, shipped=lambda: ()))
    assert await bare.released(channel(), house.edition) == Excused("No approved riddle is left in the reserve.")


async def test_where_no_word_is_waited_for_what_a_host_changed_is_played(house: House) -> None:
    hana = Reviews(house.office.rounds, house.office.editions, house.office.reviews, lambda _: "", HERE, "hana")
    await hana.take_next("default", FIRST, 1)
    await hana.edit_hints("default", FIRST, 2, ("It is wet.", "Ships rest in it.", "It has a wall."))
    await house.object(1, 3)
    found = await house.release()
    assert isinstance(found, Edition)
    assert [one.answer for one in found.riddles] == ["bridge", "harbour"]
    assert found.riddles[1].hints[0] == "It is wet."
    await house.object(2, 3)
    assert (await house.played())[0] == "bridge"
    assert (await house.played())[1] != "harbour"


async def test_who_only_looks_at_riddles_changes_nothing(house: House) -> None:
    await house.say(Word.WAITING, SPARE, SPARE)
    assert await house.release() == house.edition


async def test_three_reports_hold_a_riddle_back_and_two_do_not(house: House) -> None:
    await house.object(2, 2)
    assert await house.release() == house.edition
    await house.object(2, 3)
    found = await house.release()
    assert isinstance(found, Edition)
    assert [one.answer for one in found.riddles] == ["lighthouse", "bridge"]
    assert found.notice == "Today's riddle was reported, so another one is played."


async def test_a_riddle_that_was_taken_back_is_replaced_where_it_is_not_posted(house: House) -> None:
    found = await house.release(replace(house.edition, void=(1,)))
    assert isinstance(found, Edition)
    assert ([one.answer for one in found.riddles], found.void) == (["bridge", "harbour"], ())
    assert "was taken back" in found.notice


async def test_without_another_riddle_the_rest_of_the_day_is_played(house: House) -> None:
    bare = replace(house.releasing, stand_in=replace(house.reserves, shipped=lambda: ()))
    alone = replace(house.edition, spares=())
    await house.office.editions.replace(alone)
    found = await bare.released(channel(), replace(alone, void=(1,)))
    assert isinstance(found, Edition)
    assert (found.riddles, found.void) == (alone.riddles, (1,))
    assert isinstance(await bare.released(channel(), replace(alone, void=(1, 2))), Excused)


async def test_what_was_taken_back_after_the_hosts_approved_it_is_not_played(house: House) -> None:
    await house.review_on()
    changed = replace(riddle("lighthouse"), hints=("a", "b", "c"))
    await house.say(Word.APPROVED, changed, riddle("harbour"))
    found = await house.release(replace(house.edition, void=(1,)))
    assert isinstance(found, Edition)
    assert found.riddles[1].answer == "harbour"
    assert found.riddles[0] in SHIPPED
    assert found.void == ()


async def test_a_round_that_stands_is_not_touched(house: House) -> None:
    await house.office.club(HERE).open(house.edition)
    await house.object(1, 3)
    await house.say(Word.SKIPPED)
    assert await house.release() == house.edition


async def test_a_further_channel_is_told_as_well_why_another_riddle_is_played(house: House) -> None:
    await house.object(1, 3)
    first = await house.release()
    assert isinstance(first, Edition)
    await house.office.club(HERE).open(first)
    second = await house.release()
    assert isinstance(second, Edition)
    assert second.notice == "Today's riddle was taken back or reported, so another one is played."
    await house.review_on()
    third = await house.release()
    assert isinstance(third, Edition)
    assert "Nobody has approved" in third.notice


async def test_silence_is_posted_from_the_reserve_with_its_reason(world: World) -> None:
    office = world.office
    await office.communities.agree(HERE, Customs(review=True, host_channel="H1"))
    reserves = Reserves(office.editions, office.rounds, lambda: SHIPPED)
    releasing = Releasing(office.rounds, office.communities, office.reviews, reserves)
    posting = replace(office.posting, release=releasing)
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    assert await replace(office.sender, errands={Matter.POST: posting}).send(post()) == 0
    (shown,) = world.recorder.messages.values()
    assert shown.text == f"post\n{(await played_in(world))[0].question}"
    assert (await played_in(world))[0] in SHIPPED
    assert (await office.delivery(post())).stage is Stage.SENT


async def played_in(world: World) -> tuple[Riddle, ...]:
    found = await world.office.rounds.round(KEY)
    assert found is not None
    return found.riddles


async def test_nothing_stands_in_that_the_community_played_within_a_year(house: House) -> None:
    days = [replace(house.edition, date=FIRST.replace(day=day), riddles=(one,)) for day, one in enumerate(SHIPPED, 1)]
    for one in days[:2]:
        await house.office.club(HERE).open(one)
    await house.office.club("slack:T2").open(days[2])
    choose = house.reserves
    assert await choose(HERE, "default", FIRST, (), read=True) == SHIPPED[2]
    assert await choose(HERE, "default", FIRST, (SHIPPED[2],), read=True) is None
    assert await choose(HERE, "default", FIRST.replace(year=2028), (SHIPPED[2],), read=True) in SHIPPED[:2]


async def test_an_answer_that_stands_beside_it_is_not_asked_for_again(house: House) -> None:
    beside = replace(riddle("something"), answer="Bridge")
    found = await house.reserves(HERE, "default", FIRST, (beside,))
    assert found in SHIPPED
