"""What hosts say before a post, and how they are asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.hosts import leak
from bot.delivery.reviewing import Reviewing
from bot.delivery.reviews import Reviews
from bot.delivery.sending import Excused, NotYet, Ready
from bot.domain import Asking, Customs, Matter, RoundKey, Sending, Stage, Word
from bot.errors import NothingToPlay, UsageError
from tests.adapters.store.samples import riddle
from tests.delivery.office import FIRST, channel, post

if TYPE_CHECKING:
    from adapters.store.reviews import RedisReviews
    from adapters.store.rounds import RedisRounds
    from bot.domain import Channel, Review, Riddle, Round
    from tests.delivery.conftest import World

HERE = "slack:T1"
HOSTS = Customs(review=True, host_channel="H1")
ASKED = Sending(Matter.REVIEW, channel().key, FIRST)


def host(world: World, who: str = "hana", community: str = HERE) -> Reviews:
    office = world.office
    return Reviews(office.rounds, office.editions, office.reviews, leak, community, who)


def reviewing(world: World) -> Reviewing:
    office = world.office
    return Reviewing(office.schedule, office.editions, office.communities, office.reviews, office.shelf, office.now)


async def with_spares(world: World, *spares: Riddle) -> None:
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    assert await world.office.editions.replace(replace(made, spares=spares))


async def set_up(world: World, one: Channel | None = None) -> None:
    await world.office.communities.agree(HERE, HOSTS)
    await world.office.planning.set_up(one or channel())


async def send(world: World, sending: Sending = ASKED) -> float:
    sender = replace(world.office.sender, errands={Matter.REVIEW: reviewing(world)})
    return await sender.send(sending)


async def test_a_host_approves_takes_the_next_and_skips(world: World) -> None:
    await with_spares(world, riddle("bridge"), riddle("tunnel"))
    hana = host(world)
    seen = await hana.standing("default", FIRST)
    assert (seen.word, [one.answer for one in seen.riddles]) == (Word.WAITING, ["thing1"])
    approved = await hana.approve("default", FIRST)
    assert (approved.word, approved.by, approved.riddles[0].reviewed) == (Word.APPROVED, "hana", True)
    turned = await hana.take_next("default", FIRST, 1)
    assert (turned.word, turned.riddles[0].answer) == (Word.WAITING, "bridge")
    assert [one.answer for one in turned.spares] == ["tunnel", "thing1"]
    assert (await hana.skip("default", FIRST)).word is Word.SKIPPED
    assert (await hana.standing("default", FIRST)).version == 4


async def test_what_cannot_be_done_is_said_in_a_sentence(world: World) -> None:
    hana = host(world)
    with pytest.raises(UsageError, match="no other riddle"):
        await hana.take_next("default", FIRST, 1)
    with pytest.raises(UsageError, match="no riddle at place 2"):
        await hana.edit_hints("default", FIRST, 2, ("It is old.", "It is tall.", "It is lit."))
    with pytest.raises(NothingToPlay, match="not made yet"):
        await hana.approve("default", FIRST + timedelta(days=90))
    for hints in (("one", "two"), ("one", "two", " "), ("one", "two", "x" * 201)):
        with pytest.raises(UsageError, match="hint"):
            await hana.edit_hints("default", FIRST, 1, hints)


async def test_hints_that_give_the_riddle_away_are_refused_and_others_kept(world: World) -> None:
    await with_spares(world)
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    lit = replace(riddle("lighthouse"), question="I stood dark for ten years, now I turn again. What am I?")
    assert await world.office.editions.replace(replace(made, riddles=(lit,)))
    hana = host(world)
    with pytest.raises(UsageError, match=r"lighthouse|gives|answer"):
        await hana.edit_hints("default", FIRST, 1, ("I am a lighthouse.", "Ships look for me.", "I begin with L."))
    kept = await hana.edit_hints("default", FIRST, 1, ("I stand alone.", "Ships look for me.", "I begin with L."))
    assert kept.riddles[0].hints == ("I stand alone.", "Ships look for me.", "I begin with L.")
    assert kept.riddles[0].reviewed


async def test_of_two_hosts_at_once_none_undoes_what_the_other_did(world: World) -> None:
    await with_spares(world, *(riddle(f"spare{step}") for step in range(3)))
    hosts = [host(world, f"host{step}") for step in range(3)]
    await asyncio.gather(*(one.take_next("default", FIRST, 1) for one in hosts))
    found = await hosts[0].standing("default", FIRST)
    assert found.version == 4
    assert found.riddles[0].answer == "spare2"


async def test_nobody_approves_what_another_host_changed_since_he_looked(world: World) -> None:
    await with_spares(world, riddle("bridge"), riddle("tunnel"))
    hana, omar = host(world), host(world, "omar")
    seen = (await hana.standing("default", FIRST)).version
    turned = await omar.take_next("default", FIRST, 1, seen)
    with pytest.raises(UsageError, match="look at them again"):
        await hana.approve("default", FIRST, seen)
    with pytest.raises(UsageError, match="look at them again"):
        await hana.take_next("default", FIRST, 1, seen)
    assert (await hana.standing("default", FIRST)) == turned
    assert (await hana.approve("default", FIRST, turned.version)).word is Word.APPROVED


async def test_who_skips_a_day_while_it_is_posted_skips_it_or_hears_that_he_came_too_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The post is prepared of what the hosts said before; he may say it between that look and the round's begin."""
    office = world.office
    await office.planning.set_up(channel())
    world.time.to(0, 9)
    opened = type(office.rounds).open

    async def late(self: RedisRounds, fresh: Round) -> Round:
        monkeypatch.setattr(type(office.rounds), "open", opened)
        await host(world).skip("default", FIRST)
        return await opened(self, fresh)

    monkeypatch.setattr(type(office.rounds), "open", late)
    await office.deliver()
    found = await office.delivery(post())
    assert (found.stage, found.reason) == (Stage.EXCUSED, "A host skipped this day.")
    assert await office.rounds.days(HERE) == ()


async def test_a_change_that_comes_with_the_post_is_not_called_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    await with_spares(world, riddle("bridge"))
    change = type(world.office.reviews).change

    async def late(self: RedisReviews, review: Review) -> bool:
        await world.office.club(HERE).open(made)
        return await change(self, review)

    monkeypatch.setattr(type(world.office.reviews), "change", late)
    with pytest.raises(UsageError, match="recall them instead"):
        await host(world).take_next("default", FIRST, 1)


async def test_a_riddle_that_is_played_already_cannot_be_changed(world: World) -> None:
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    await world.office.club(HERE).open(made)
    with pytest.raises(UsageError, match="recall them instead"):
        await host(world).skip("default", FIRST)
    assert (await host(world, community="slack:T2").skip("default", FIRST)).word is Word.SKIPPED


async def test_what_was_taken_back_is_shown_with_a_spare_in_its_place(world: World) -> None:
    await with_spares(world, riddle("bridge"))
    made = await world.office.editions.edition("default", FIRST)
    assert made is not None
    await world.office.editions.amend("default", FIRST, 1, made.riddles[0], void=True)
    assert [one.answer for one in (await host(world).standing("default", FIRST)).riddles] == ["bridge"]


# --- asking ---


async def test_hosts_are_shown_the_riddles_once_in_their_own_channel(world: World) -> None:
    await set_up(world)
    await set_up(world, channel("C2"))
    assert await send(world) == 0
    other = replace(ASKED, channel=channel("C2").key)
    assert await send(world, other) == 0
    shown = [one for one in world.recorder.messages.values() if one.channel == "H1"]
    assert [one.name for one in shown] == [ASKED.name]
    assert "asking" in shown[0].text
    second = await world.office.delivery(other)
    assert (second.stage, second.reason) == (Stage.EXCUSED, "The hosts were asked about these riddles already.")
    assert [one.sending.matter for one in await world.office.schedule.due(world.time(), 10)] == []


async def test_hosts_are_asked_also_where_one_looked_before(world: World) -> None:
    await set_up(world)
    await with_spares(world, riddle("bridge"))
    await host(world).take_next("default", FIRST, 1)
    prepared = await reviewing(world).prepare(ASKED, channel())
    assert isinstance(prepared, Ready)
    assert isinstance(prepared.content, Asking)
    assert prepared.content.review.riddles[0].answer == "bridge"
    assert prepared == await reviewing(world).prepare(ASKED, channel())
    await host(world).approve("default", FIRST)
    assert isinstance(await reviewing(world).prepare(ASKED, channel()), Excused)


async def test_nobody_is_asked_too_late_or_of_a_day_without_a_post(world: World) -> None:
    await set_up(world)
    world.time.to(0, 9)
    assert await reviewing(world).prepare(ASKED, channel()) == Excused("It is too late to ask.")
    world.time.to(0, 8)
    tomorrow = replace(ASKED, date=FIRST + timedelta(days=1))
    assert isinstance(await reviewing(world).prepare(tomorrow, channel()), NotYet)
    await world.office.communities.agree(HERE, Customs())
    assert isinstance(await reviewing(world).prepare(ASKED, channel()), Excused)


async def test_a_missing_edition_is_asked_for_and_waited_for(world: World) -> None:
    await set_up(world, channel(deck="fresh"))
    world.office.shelf.open = False
    assert isinstance(await reviewing(world).prepare(ASKED, channel(deck="fresh")), NotYet)
    assert world.office.shelf.asked == [("fresh", FIRST, False)]


async def test_a_hosts_channel_that_is_gone_does_not_pause_the_players_channel(world: World) -> None:
    await set_up(world)
    world.recorder.gone.add("H1")
    assert await send(world) == 0
    found = await world.office.delivery(ASKED)
    assert found.stage is Stage.FAILED
    assert "hosts' channel cannot be reached" in found.reason
    kept = await world.office.schedule.channel(channel().key)
    assert kept is not None
    assert not kept.paused


async def test_a_review_stands_for_its_community_alone(world: World) -> None:
    await host(world).approve("default", FIRST)
    assert await world.office.reviews.review(RoundKey("slack:T2", "default", FIRST)) is None
