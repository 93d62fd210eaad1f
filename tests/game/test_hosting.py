"""A host changes one community and no other; an operator changes all that play a deck."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain import Judgement, Move, Origin, Result, RoundKey, Span
from bot.errors import NothingToPlay, UsageError
from bot.game.amending import Amending
from bot.game.authors import author_mark
from bot.game.regrade import Change
from bot.game.sentences import Words
from tests.adapters.store.samples import DAY, riddle, timeless
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis

HERE, THERE = "slack:T1", "slack:T2"

Verb = Callable[[Town, RoundKey], Awaitable[object]]


async def played(town: Town) -> tuple[RoundKey, RoundKey]:
    """The same edition in two communities, played alike."""
    keys = await town.open(community=HERE), await town.open(community=THERE)
    for key in keys:
        await town.guess(key, "tower", "bob")
        await town.guess(key, "lighthouse", "ann")
    return keys


async def everything(town: Town, key: RoundKey) -> str:
    """All that a community shows: rounds, log, results, boards, customs, reports, queue."""
    club, host = town.club(key.community), town.host(key.community)
    shown: list[object] = [await town.rounds.round(key), await host.log(key, 1), await club.customs()]
    shown += [await club.board(span, "ann") for span in Span]
    shown += [await town.players.results(key.community, player) for player in ("ann", "bob")]
    shown += [await club.record("ann"), await club.streak(), await host.reports(), await town.queue(THERE).waiting()]
    shown += [await town.queue(key.community).reserve(), await club.recap(key, 1)]
    return repr(shown)


async def submit_and_take(town: Town, key: RoundKey) -> None:
    queue = town.queue(key.community)
    written = queue.written("ann", "I hold ships. What am I?", "anchor", ["an anchor"], ["a", "b", "c"])
    known_as = await queue.queue(replace(written, riddle=timeless("anchor")))
    await queue.take(known_as)


VERBS: dict[str, Verb] = {
    "alias": lambda town, key: town.host(key.community).add_alias(key, 1, "tower"),
    "accept": lambda town, key: town.host(key.community).accept(key, 1, "tower"),
    "void": lambda town, key: town.host(key.community).void(key, 1),
    "log": lambda town, key: town.host(key.community).log(key, 1),
    "scores": lambda town, key: town.host(key.community).switch_scores(on=False),
    "season": lambda town, key: town.host(key.community).new_season(),
    "limit": lambda town, key: town.host(key.community).limit_guesses(1),
    "pause": lambda town, key: town.host(key.community).pause_after_wrong(5),
    "days": lambda town, key: town.host(key.community).keep_open(1),
    "propose": lambda town, key: town.host(key.community).propose(key, 1, "tower"),
    "submissions": submit_and_take,
}


@pytest.mark.parametrize("verb", VERBS)
async def test_what_a_host_does_leaves_every_other_community_as_it_was(redis: Redis, verb: str) -> None:
    town = Town(redis)
    here, there = await played(town)
    before = await everything(town, there)
    was_here = await everything(town, here)
    await VERBS[verb](town, here)
    assert await everything(town, there) == before
    assert (await everything(town, here) == was_here) == (verb in {"log", "propose"})
    assert (await town.guess(there, "lighthouse", "cy")).points == 8


async def test_an_alias_counts_from_the_first_guess_on_and_the_notice_says_for_whom(redis: Redis) -> None:
    town = Town(redis)
    here, _ = await played(town)
    changes = await town.host(HERE).add_alias(here, 1, "tower")
    assert town.member().words.regraded("142", changes, str.title).splitlines() == [
        "Riddle 142 was changed, and one result with it:",
        "Bob: solved now, 8 points",
    ]
    assert await town.host(HERE).add_alias(here, 1, "tower") == ()
    assert town.member().words.regraded("142", (), str) == "Riddle 142 is as you asked; nobody's result changes by it."
    assert (await town.guess(here, "the tower", "dora")).judgement is Judgement.CORRECT


def test_a_notice_says_of_each_what_changed() -> None:
    def change(before: int, after: int) -> Change:
        made = [Result("default", DAY, 1, 142, solved=True, points=points) for points in (before, after)]
        return Change("ann", *made)

    told = Words().regraded("142.2", [change(8, 7), change(0, 1), change(8, 8)], str.title)
    assert told.splitlines() == [
        "Riddle 142.2 was changed, and 3 results with it:",
        "Ann: 7 points instead of 8",
        "Ann: one point instead of 0",
        "Ann: the same points, counted anew",
    ]


async def test_a_void_riddle_takes_its_points_and_breaks_no_streak(redis: Redis) -> None:
    town = Town(redis)
    first, _ = await played(town)
    second = await town.open(riddle("harbour"), day=1, community=HERE)
    third = await town.open(riddle("candle"), day=2, community=HERE)
    await town.guess(third, "candle", "ann")
    assert (await town.club(HERE).record("ann")).streak.current == 1
    changes = await town.host(HERE).void(second, 1)
    assert changes == ()
    assert (await town.club(HERE).record("ann")).streak.current == 2
    changes = await town.host(HERE).void(first, 1)
    text = town.member().words.regraded("142", changes, str)
    assert "ann: does not count any more" in text
    assert (await town.club(HERE).record("ann")).points == 8


@pytest.mark.parametrize("alias", ["", "...", "\u202e"])
async def test_an_alias_without_a_word_is_refused(redis: Redis, alias: str) -> None:
    town = Town(redis)
    key = await town.open()
    with pytest.raises(UsageError, match="no word"):
        await town.host().add_alias(key, 1, alias)


async def test_a_number_out_of_bounds_is_refused(redis: Redis) -> None:
    host = Town(redis).host()
    for step in (host.limit_guesses(-1), host.limit_guesses(10**9), host.pause_after_wrong(10**9), host.keep_open(31)):
        with pytest.raises(UsageError, match="a number from 0 to"):
            await step


async def test_scores_off_means_no_points_from_then_on(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "lighthouse", "ann")
    await town.host().switch_scores(on=False)
    assert (await town.guess(key, "lighthouse", "bob")).points == 0
    assert await (await town.table(key, "bob")).unscored(1) == "scores"
    assert (await town.club().board(Span.WEEK, "ann")).top[0].points == 8


async def test_a_new_season_counts_from_the_next_round_on(redis: Redis) -> None:
    town = Town(redis)
    await town.guess(await town.open(), "lighthouse")
    assert await town.host().new_season() == 2
    assert (await town.club().board(Span.SEASON, "ann")).top == ()
    await town.guess(await town.open(riddle("harbour"), day=1), "harbour")
    assert (await town.club().board(Span.SEASON, "ann")).top[0].points == 8
    assert (await town.club().board(Span.ALL, "ann")).top[0].points == 16


async def test_a_season_that_is_begun_twice_at_once_is_one(redis: Redis) -> None:
    town = Town(redis)
    assert await asyncio.gather(*(town.host().new_season() for _ in range(4))) == [2] * 4
    town.at += timedelta(seconds=59)
    assert await town.host().new_season() == 2
    town.at += timedelta(seconds=1)
    assert await town.host().new_season() == 3
    town.at -= timedelta(hours=1)
    assert await town.host().new_season() == 4
    assert (await town.club("slack:T2").customs()).season == 1


# --- the operator ---


def operator(town: Town) -> Amending:
    return Amending(town.rounds, town.players, town.communities, town.editions, "operator", town.now)


async def test_an_operator_makes_an_alias_right_for_all_and_for_those_who_begin_later(redis: Redis) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    here, there = await played(town)
    found = await operator(town).add_alias("default", "142", "tower")
    assert [(one.community, len(one.changes)) for one in found] == [(HERE, 1), (THERE, 1)]
    assert (await town.guess(here, "tower", "eve")).points == 8
    assert (await town.guess(there, "tower", "eve")).points == 8
    late = await town.editions.edition("default", here.date)
    assert late is not None
    assert late.riddles[0].aliases[-1] == "tower"
    entry = (await town.host(HERE).log(here, 1))[-2]
    assert (entry.move, entry.player) == (Move.ALIAS, "operator")


async def test_an_operator_voids_a_riddle_for_all_and_for_those_who_begin_later(redis: Redis) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    await played(town)
    assert len(await operator(town).void("default", "142.1")) == 2
    amended = await town.editions.edition("default", town.edition().date)
    assert amended is not None
    late = await town.club("slack:T3").open(amended)
    assert late.void == (1,)
    assert (await town.guess(late.key, "lighthouse")).points == 0
    assert await town.rounds.days("slack:T3") == ()


async def test_an_operator_leaves_a_communitys_own_riddle_alone(redis: Redis) -> None:
    town = Town(redis)
    edition = replace(town.edition(timeless("candle")), origin=Origin.RESERVE)
    await town.editions.put(edition)
    await town.editions.add_reserve(f"community/{HERE}", (timeless("anchor"),))
    for community in (HERE, THERE):
        await town.club(community).open(edition)
    found = await operator(town).add_alias("default", "142", "taper")
    assert [one.community for one in found] == [THERE]


async def test_a_riddle_no_community_has_is_one_clear_sentence(redis: Redis) -> None:
    town = Town(redis)
    await played(town)
    with pytest.raises(NothingToPlay, match="Riddle 7 was never played here"):
        await operator(town).void("default", "7")
    with pytest.raises(NothingToPlay):
        await operator(town).void("sport", "142")
    with pytest.raises(UsageError, match="by its number"):
        await operator(town).void("default", "x")


async def test_a_host_may_propose_and_the_operator_reads_it(redis: Redis) -> None:
    town = Town(redis)
    here, _ = await played(town)
    await town.host(HERE).propose(here, 1, "tower")
    await town.host(HERE).propose(here, 1)
    told = [town.member().words.proposal(one) for one in await operator(town).proposals()]
    assert told == [
        'default/2026-03-14.1: "tower" is right too (host of slack:T1)',
        "default/2026-03-14.1: void it (host of slack:T1)",
    ]
    await town.editions.put(town.edition())
    await operator(town).add_alias("default", "142", "tower")
    assert [one.alias for one in await operator(town).proposals()] == [""]


# --- riddles of players' own ---


async def test_a_submitted_riddle_waits_is_taken_and_its_author_cannot_score_it(redis: Redis) -> None:
    town = Town(redis)
    await submit_and_take(town, await town.open(community=HERE))
    (own,) = await town.queue(HERE).reserve()
    assert (own.author, own.reviewed) == (author_mark(HERE, "ann"), True)
    assert "ann" not in own.author
    assert await town.queue(HERE).waiting() == ()
    bad_day = replace(town.edition(timeless("candle"), day=1), origin=Origin.RESERVE)
    key = (await town.club(HERE).open(bad_day)).key
    assert (await town.guess(key, "anchor", "ann")).points == 0
    assert (await town.guess(key, "anchor", "bob")).points > 0
    member = town.member("ann", HERE)
    ending = await member.ending(await member.sit(key, 1))
    assert ending is not None
    assert "It is your own riddle, so it earns no points." in ending.praise
    assert "Submitted by a player" in dict(ending.rows)["Made"]
    assert {one.player for one in (await town.club(HERE).board(Span.WEEK, "ann")).top} == {"bob"}


async def test_what_did_not_pass_is_never_queued_nor_taken(redis: Redis) -> None:
    queue = Town(redis).queue()
    written = queue.written("ann", "I hold ships. What am I?", "anchor", [], ["a", "b", "c"])
    with pytest.raises(UsageError, match="not passed its checks"):
        await queue.queue(written)
    for step in (queue.take("1"), queue.refuse("1")):
        with pytest.raises(NothingToPlay, match="No riddle with that ID"):
            await step


async def test_a_refused_riddle_is_gone(redis: Redis) -> None:
    queue = Town(redis).queue()
    written = queue.written("ann", "I hold ships. What am I?", "anchor", [], ["a", "b", "c"])
    known_as = await queue.queue(replace(written, riddle=timeless("anchor")))
    assert [one.id for one in await queue.waiting()] == [known_as]
    await queue.refuse(known_as)
    assert await queue.waiting() == ()
    assert await queue.reserve() == ()


@pytest.mark.parametrize(
    ("question", "answer", "hints"),
    [("", "x", "abc"), ("x?", "", "abc"), ("x?", "x", "ab"), ("\u202e", "\x00", "abc"), ("x?", "x", ("a", " ", "c"))],
)
def test_a_riddle_that_lacks_something_is_refused(question: str, answer: str, hints: tuple[str, ...]) -> None:
    queue = Town(None).queue()  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="needs a question, an answer and three hints"):
        queue.written("ann", question, answer, [], list(hints))


def test_what_is_written_is_made_plain_and_bounded() -> None:
    queue = Town(None).queue()  # type: ignore[arg-type]
    made = queue.written("ann", "x" * 10_000_000, "an\x1b[31m\u202echor\n", ["a" * 999] * 999, ["h" * 9_999] * 99)
    assert len(made.question) == 600
    assert made.answer == "an[31mchor"
    assert len(made.aliases) == 40
    assert max(map(len, (*made.aliases, *made.hints))) <= 200
    assert len(made.hints) == 3
