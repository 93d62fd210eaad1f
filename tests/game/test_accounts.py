"""One account in two communities: whatever is played and corrected, an edition scores in one of them alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis as Plain

from bot.domain import Judgement, Span
from bot.game.replay import Replay
from tests.adapters.store.samples import riddle
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.domain import RoundKey

HERE, THERE = "discord:1", "discord:2"
PLAYERS = ("ann", "bob")


async def opened(town: Town) -> tuple[RoundKey, RoundKey]:
    """The same edition in two communities."""
    some = riddle(), riddle("harbour")
    return await town.open(*some, community=HERE), await town.open(*some, community=THERE)


async def say(town: Town, key: RoundKey, text: str, player: str = "ann", place: int = 1):
    """A guess with an account, which is the same everywhere."""
    return await town.guess(key, text, player, place, account=f"account of {player}")


async def points(town: Town, key: RoundKey, player: str = "ann") -> int:
    """What a player has in a community, by his rows and by the board alike."""
    results, _ = await town.players.results(key.community, player)
    board = await town.club(key.community).board(Span.ALL, player)
    found = sum(one.points for one in results)
    assert (board.mine.points if board.mine else 0) == found
    return found


async def test_a_guess_that_turns_right_where_the_account_has_scored_elsewhere_earns_nothing(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await say(town, there, "tower")
    assert (await say(town, here, "lighthouse")).points == 8
    (change,) = await town.host(THERE).add_alias(there, 1, "tower")
    assert (change.after.solved, change.after.points) == (True, 0)
    assert (await points(town, here), await points(town, there)) == (8, 0)
    assert await (await town.table(there, "ann", "account of ann")).unscored(1) == "elsewhere"
    assert await town.host(THERE).add_alias(there, 1, "tower") == ()


async def test_a_guess_that_turns_right_first_is_the_one_that_scores(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await say(town, there, "tower")
    await town.host(THERE).add_alias(there, 1, "tower")
    assert (await say(town, here, "lighthouse")).points == 0
    assert (await say(town, there, "harbour", place=2)).points == 8
    assert (await points(town, here), await points(town, there)) == (0, 16)


async def test_an_earlier_guess_that_turns_right_does_not_score_a_solve_that_came_second(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await say(town, there, "tower")
    await say(town, here, "lighthouse")
    assert (await say(town, there, "lighthouse")).points == 0
    await town.host(THERE).add_alias(there, 1, "tower")
    assert (await points(town, here), await points(town, there)) == (8, 0)


async def test_who_solves_here_while_a_host_corrects_there_scores_once(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    names = [f"player {number}" for number in range(30)]
    await asyncio.gather(*(say(town, there, "tower", name) for name in names))
    playing = [say(town, here, "lighthouse", name) for name in names]
    await asyncio.gather(*playing[:15], town.host(THERE).add_alias(there, 1, "tower"), *playing[15:])
    for name in names:
        assert sorted([await points(town, here, name), await points(town, there, name)]) == [0, 8]


async def test_a_right_guess_that_comes_too_soon_leaves_the_edition_to_the_other_community(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await town.host(HERE).pause_after_wrong(30)
    await say(town, here, "tower")
    assert (await say(town, here, "lighthouse")).judgement is Judgement.TOO_SOON
    assert (await say(town, there, "lighthouse")).points == 8


async def test_what_was_said_before_claims_nothing(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await town.host(HERE).pause_after_wrong(30)
    table = await town.table(here, "ann", "account of ann")
    await say(town, here, "tower")
    for _ in range(2):
        assert (await table.guess(1, "lighthouse", "once")).judgement is Judgement.TOO_SOON
        town.at += timedelta(minutes=1)
    assert (await say(town, there, "lighthouse")).points == 8


async def test_who_is_forgotten_in_one_community_may_score_in_the_other(redis: Redis) -> None:
    town = Town(redis)
    here, there = await opened(town)
    await say(town, there, "tower")
    await say(town, here, "lighthouse")
    await town.players.forget(HERE, "ann", "account of ann")
    await town.host(THERE).add_alias(there, 1, "tower")
    assert await points(town, there) == 8


async def test_the_account_is_told_to_its_player_alone_and_forgotten_with_him(redis: Redis) -> None:
    town = Town(redis)
    here, _ = await opened(town)
    await say(town, here, "tower")
    await (await town.table(here, "bob", "account of bob")).hint(1)
    assert [(await town.member(player, HERE).export()).account for player in ("ann", "bob", "cy")] == [
        "account of ann",
        "account of bob",
        "",
    ]
    await town.member("ann", HERE).forget()
    assert (await town.member("ann", HERE).export()).account == ""


places, players, towns = st.sampled_from([1, 2]), st.sampled_from(PLAYERS), st.sampled_from([0, 1])
texts = st.sampled_from(["tower", "lighthouse", "harbour", "quay"])
moves = st.one_of(
    st.tuples(st.just("guess"), towns, places, players, texts),
    st.tuples(st.just("guess"), towns, places, players, texts),
    st.tuples(st.just("hint"), towns, places, players),
    st.tuples(st.just("give up"), towns, places, players),
    st.tuples(st.just("alias"), towns, places, st.sampled_from(["tower", "quay"])),
    st.tuples(st.just("accept"), towns, places, st.sampled_from(["tower", "quay"])),
    st.tuples(st.just("void"), towns, places),
)


async def do(town: Town, keys: tuple[RoundKey, RoundKey], step: tuple) -> None:
    """One step of a game in two communities."""
    town.at += timedelta(seconds=3)
    what, where, place, *more = step
    key = keys[where]
    match what:
        case "guess":
            await say(town, key, more[1], more[0], place)
        case "hint":
            await (await town.table(key, more[0], f"account of {more[0]}")).hint(place)
        case "give up":
            await (await town.table(key, more[0], f"account of {more[0]}")).give_up(place)
        case "alias":
            await town.host(key.community).add_alias(key, place, more[0])
        case "accept":
            await town.host(key.community).accept(key, place, more[0])
        case "void":
            await town.host(key.community).void(key, place)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(moves, max_size=30), pause=st.sampled_from([0, 5]))
async def test_whatever_is_played_and_corrected_an_edition_scores_once_for_an_account(
    redis: Redis, redis_url: str, steps: list[tuple], pause: int
) -> None:
    async with Plain.from_url(redis_url) as plain:
        await plain.flushall()
    town = Town(redis)
    keys = await opened(town)
    await town.host(HERE).pause_after_wrong(pause)
    for step in steps:
        await do(town, keys, step)
    for player in PLAYERS:
        owner = await town.players.claimed(f"account of {player}", keys[0].deck, keys[0].date)
        for key in keys:
            expected = 0 if key.community != owner else await replayed(town, key, player)
            assert await points(town, key, player) == expected


async def replayed(town: Town, key: RoundKey, player: str) -> int:
    """What the logs of a community give a player."""
    found = await town.rounds.round(key)
    assert found is not None
    logs = {place: await town.rounds.log(key, place) for place in (1, 2) if place not in found.void}
    plays = [Replay.of(found, place, log).plays.get(player) for place, log in logs.items()]
    return sum(play.points for play in plays if play is not None)
