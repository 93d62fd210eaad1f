"""What is past its time goes; of a community that left nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.decks import RedisDecks
from adapters.store.reminders import RedisReminders
from adapters.store.tidying import RedisTidying
from bot.delivery.objecting import objector
from bot.delivery.tidying import Tidying
from bot.domain import Claim, Customs, Deck, Delivery, Look, Notice, Review, RoundKey, Stage, deck_name
from bot.errors import StoreUnavailable
from bot.game.hosting import Hosting
from bot.game.submitting import Submitting
from tests.adapters.store.samples import edition, timeless
from tests.delivery.office import FIRST, channel, post

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Round
    from tests.delivery.conftest import World

HERE, THERE = "slack:T1", "slack:T1x"
OWN = deck_name("sport", HERE)


@dataclass
class House:
    world: World

    def __post_init__(self) -> None:
        office = self.world.office
        self.kept = RedisTidying(self.world.redis)
        self.tidying = Tidying(office.rounds, office.communities, office.schedule, self.kept, office.now)

    def day(self, after: int) -> date:
        return FIRST + timedelta(days=after)

    async def play(self, community: str = HERE, day: int = 0, player: str = "ann", deck: str = "default") -> RoundKey:
        office = self.world.office
        made = await office.editions.edition(deck, self.day(day))
        assert made is not None
        club = office.club(community)
        key = (await club.open(made)).key
        table = await club.table(key, player, f"account-{player}{len(community)}")
        await table.guess(1, "Atlantis", f"{player}{day}a")
        await table.guess(1, "thing1", f"{player}{day}b")
        return key

    async def round(self, key: RoundKey) -> Round:
        found = await self.world.office.rounds.round(key)
        assert found is not None
        return found

    async def live(self, community: str) -> None:
        """Do everything a community can do."""
        office, redis = self.world.office, self.world.redis
        decks = RedisDecks(redis, Deck())
        await decks.keep(Deck(deck_name("sport", community), owner=community))
        await office.editions.put(edition(day=FIRST, deck=deck_name("sport", community)))
        await office.planning.set_up(channel(community=community, deck=deck_name("sport", community)))
        await office.planning.set_up(channel("C2", community=community))
        key = await self.play(community)
        club = office.club(community)
        await office.reviews.begin(Review(replace(key, date=self.day(1)), 3, (timeless("x"),)))
        await office.communities.report(key, 1, "ann", "it is odd")
        await office.reviews.object("default", FIRST, 1, objector(community, "ann"))
        await office.reviews.keep_told(community, ["mark"])
        await office.communities.vote(key, 1, "ann", good=True)
        await club.players.hide(community, "ann", hidden=True)
        queue = Submitting(office.communities, office.editions, community, office.now)
        written = queue.written("bob", "I hold ships. What am I?", "anchor", [], ["a", "b", "c"])
        await queue.take(await queue.queue(replace(written, riddle=timeless("anchor"))))
        await queue.queue(replace(written, question="I hold a door. What am I?", riddle=timeless("hinge")))
        hosting = Hosting(office.rounds, club.players, office.communities, community, "hana", office.now)
        await hosting.propose(key, 1, "tower")
        await hosting.add_alias(key, 1, "tower")
        await RedisReminders(redis).ask(community, "ann", on=True)
        assert club.looks is not None
        look = Look(key, 1, "tower")
        await club.looks.offer(look, "riddle")
        await club.looks.finish(look, [Notice(key, 1, "ann", "tower", 8, office.now())])
        await club.looks.offer(Look(key, 1, "beacon"), "riddle")
        await club.looks.spend(community, FIRST, 9)
        await self.kept.keep_tidied(community, FIRST)
        self.world.time.to(0, 9)
        await office.deliver()
        await office.planning.ask_hosts(community, on=True, channel="H1")

    async def named(self, community: str) -> list[str]:
        """Every key and value in the store that names a community."""
        redis, quoted = self.world.redis, community.replace(":", "%3A")
        found = []
        async for key in redis.scan_iter("*"):
            said = f"{key!r} {await self.contents(key)!r}"
            if any(
                f"{name}{end}" in said for name in (community, quoted) for end in ("'", '"', "|", ":", "}", "@", "/")
            ):
                found.append(key.decode())
        return found

    async def contents(self, key: bytes) -> object:
        redis = self.world.redis
        match await redis.type(key):
            case b"hash":
                return await redis.hgetall(key)
            case b"set":
                return await redis.smembers(key)
            case b"zset":
                return await redis.zrange(key, 0, -1)
            case b"list":
                return await redis.lrange(key, 0, -1)
        return await redis.get(key)


@pytest.fixture
def house(world: World) -> House:
    return House(world)


async def test_of_a_community_that_left_nothing_is_kept_and_of_the_others_all(house: House) -> None:
    await house.live(THERE)
    before = {key: await house.contents(key.encode()) for key in await house.named(THERE)}
    assert len(before) > 20
    await house.live(HERE)
    assert len(await house.named(HERE)) > 20
    await house.tidying.leave(HERE)
    assert [key for key in await house.named(HERE) if not key.endswith(":left")] == []
    after = {key: await house.contents(key.encode()) for key in await house.named(THERE)}
    own = {key for key in before if key.startswith("riddle:{community:")}
    assert {key: after[key] for key in own} == {key: before[key] for key in own}
    assert set(after) == set(before)
    assert [one.key.community for one in await house.world.office.schedule.channels()] == [THERE, THERE]
    await house.tidying.leave(HERE)


async def test_a_purge_that_was_stopped_goes_on_with_the_next_tidying(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.live(HERE)

    async def dead(*_: object) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as patch:
        patch.setattr(house.kept, "purge", dead)
        with pytest.raises(StoreUnavailable):
            await house.tidying.leave(HERE)
    assert await house.kept.leaving() == (HERE,)
    await house.tidying.run(FIRST)
    assert [key for key in await house.named(HERE) if not key.endswith(":left")] == []


async def test_one_that_comes_back_begins_anew_and_is_not_forgotten_again(house: House) -> None:
    await house.live(HERE)
    await house.kept.leave(HERE, house.world.time())
    await house.tidying.arrive(HERE)
    assert await house.named(HERE) == []
    await house.world.office.planning.set_up(channel())
    await house.tidying.run(FIRST)
    assert len(await house.world.office.schedule.channels(HERE)) == 1
    await house.tidying.arrive(HERE)
    assert len(await house.world.office.schedule.channels(HERE)) == 1


async def test_what_a_worker_wrote_that_was_sending_meanwhile_goes_later(house: House) -> None:
    await house.live(HERE)
    office = house.world.office
    claim = await office.schedule.claim(post("C9"), timedelta(seconds=60))
    assert isinstance(claim, Claim)
    await house.tidying.leave(HERE)
    await office.schedule.settle(claim, Delivery(post("C9"), Stage.SENT, "m"))
    assert await house.named(HERE) != []
    house.world.time.to(1, 0)
    await house.tidying.run(house.day(1))
    assert await house.named(HERE) == []


async def test_one_that_is_back_unannounced_keeps_what_it_began_since(house: House) -> None:
    await house.live(HERE)
    await house.tidying.leave(HERE)
    key = await house.play()
    house.world.time.to(1, 0)
    await house.tidying.run(house.day(1))
    assert (await house.round(key)).number == 2
    await house.tidying.leave(THERE)
    await house.tidying.arrive(THERE)
    assert await house.kept.gone(house.world.time() + timedelta(days=1)) == ()


async def test_the_text_of_guesses_goes_so_many_days_after_the_reveal_and_results_stay(house: House) -> None:
    key = await house.play()
    await house.world.office.rounds.make_readable(key, house.world.time() + timedelta(days=1))
    house.world.time.to(31, 7)
    await house.tidying.run(house.day(31))
    assert not (await house.round(key)).purged
    house.world.time.to(31, 8)
    await house.tidying.run(house.day(31))
    assert (await house.round(key)).purged
    assert await house.world.office.rounds.log(key, 1) == ()
    assert (await house.world.office.club(HERE).record("ann")).solved == 1
    texts = [await house.contents(one) async for one in house.world.redis.scan_iter("*")]
    assert "atlantis" not in repr(texts).lower()
    await house.tidying.run(house.day(31))


async def test_a_round_that_was_never_revealed_is_tidied_too_and_one_that_is_open_is_not(house: House) -> None:
    await house.world.office.communities.agree(HERE, Customs(open_days=30))
    key = await house.play()
    house.tidying = replace(house.tidying, guess_days=1)
    house.world.time.to(31, 23)
    await house.tidying.run(house.day(31))
    assert not (await house.round(key)).purged
    house.world.time.to(32, 0)
    await house.tidying.run(house.day(32))
    assert (await house.round(key)).purged


async def test_what_was_tidied_is_not_read_again_and_what_waits_is_not_forgotten(house: House) -> None:
    await house.world.office.editions.put(edition(day=house.day(200), number=202))
    early = await house.play()
    late = await house.play(day=1)
    await house.world.office.rounds.make_readable(late, house.world.time() + timedelta(days=100))
    house.world.time.to(90, 0)
    await house.tidying.run(house.day(90))
    assert (await house.round(early)).purged
    assert not (await house.round(late)).purged
    assert await house.kept.tidied(HERE) == house.day(1) - timedelta(days=40)
    house.world.time.to(300, 0)
    await house.tidying.run(house.day(300))
    assert (await house.round(late)).purged
    assert await house.kept.tidied(HERE) == house.day(300 - 30 - 40)


async def test_what_goes_wrong_in_one_community_keeps_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = await house.play(HERE), await house.play(THERE)
    rounds = house.world.office.rounds
    purge = rounds.purge

    async def fail(key: RoundKey) -> None:
        if key.community == HERE:
            raise StoreUnavailable("gone")
        await purge(key)

    monkeypatch.setattr(rounds, "purge", fail)
    house.world.time.to(90, 0)
    await house.tidying.run(house.day(90))
    assert ((await house.round(here)).purged, (await house.round(there)).purged) == (False, True)
    assert await house.kept.communities() == (HERE, THERE)
