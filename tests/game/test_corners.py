"""Corners where two things meet: what is at the same time, what is over, and who went away."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from bot.domain import Judgement, Look, Notice, Span
from bot.errors import NothingToPlay, StoreUnavailable, UsageError
from bot.game.amending import Amending
from bot.game.authors import author_mark
from bot.game.hosting import MOST_ALIASES
from bot.game.regrade import Regrade
from tests.adapters.store.samples import riddle, timeless
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis

HERE, THERE = "slack:T1", "slack:T2"


def operator(town: Town) -> Amending:
    return Amending(town.rounds, town.players, town.communities, town.editions, "operator", town.now)


async def test_two_hosts_who_set_different_things_at_once_both_have_their_way(redis: Redis) -> None:
    town = Town(redis)
    host = town.host()
    await asyncio.gather(
        host.limit_guesses(7), host.pause_after_wrong(9), host.keep_open(3), host.switch_scores(on=False),
        host.new_season(), host.new_season(),
    )  # fmt: skip
    found = await town.club().customs()
    assert (found.guess_limit, found.pause, found.open_days, found.scores, found.season) == (7, 9.0, 3, False, 2)


async def test_who_read_the_answer_when_it_was_over_earns_nothing_when_it_is_opened_again(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "tower", "bob")
    town.at += timedelta(days=9)
    table = await town.table(key)
    assert await table.answer(1) is not None
    await town.host().keep_open(30)
    for player in ("ann", "bob"):
        verdict = await town.guess(key, "lighthouse", player)
        assert (verdict.judgement, verdict.points) == (Judgement.CORRECT, 0)
        assert await (await town.table(key, player)).unscored(1) == "late"


async def test_who_is_forgotten_while_a_round_is_graded_does_not_come_back(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    for player in ("ann", "bob"):
        await town.guess(key, "tower", player)
    changed = await town.rounds.round(key)
    assert changed is not None
    grading = Regrade(town.rounds, town.players, changed, 1)
    await grading._catch_up()  # the moment that is meant lies inside
    await town.players.forget(key.community, "ann")
    assert await grading._settle("ann", 3) is None
    assert (await town.players.results(key.community, "ann"))[0] == ()
    assert await town.players.players(key, 1) == ("bob",)
    assert "ann" not in [one.player for one in await town.rounds.log(key, 1)]


async def test_a_result_that_was_lost_comes_back_from_the_log(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "lighthouse", "ann")
    before = (await town.players.results(key.community, "ann"))[0]
    await redis.delete("riddle:{community:slack%3AT1}:rows:ann")
    found = await town.rounds.round(key)
    assert found is not None
    await Regrade(town.rounds, town.players, found, 1).run()
    assert (await town.players.results(key.community, "ann"))[0] == before


async def test_a_guess_that_was_right_after_all_is_not_told_as_a_common_wrong_one(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    for player in ("ann", "bob"):
        await town.guess(key, "tower", player)
        await town.guess(key, "windmill", player)
    await town.host().add_alias(key, 1, "tower")
    found = await town.club().recap(key, 1)
    assert found.solved == 2
    assert [text for text, _ in found.wrong] == ["windmill"]


async def test_a_community_that_begins_while_an_operator_changes_the_edition_is_changed_too(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    await town.open(community=HERE)
    found = Amending._amend

    async def meanwhile(self: Amending, *args: object) -> object:
        again = await town.editions.edition(town.edition().deck, town.edition().date)
        assert again is not None
        await town.club(THERE).open(again)
        return await found(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Amending, "_amend", meanwhile)
    await operator(town).add_alias(town.edition().deck, "142", "tower")
    key = await town.open(community=THERE)
    assert (await town.guess(key, "tower", "ann")).judgement is Judgement.CORRECT


async def test_an_operator_is_not_stopped_by_a_community_with_many_aliases(redis: Redis) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    keys = await town.open(community=HERE), await town.open(community=THERE)
    found = await town.rounds.round(keys[0])
    assert found is not None
    for number in range(MOST_ALIASES - len(found.riddles[0].aliases)):
        await town.host(HERE).add_alias(keys[0], 1, f"tall house {number}")
    with pytest.raises(UsageError):
        await town.host(HERE).add_alias(keys[0], 1, "tall")
    await operator(town).add_alias(town.edition().deck, "142", "tower")
    for key in keys:
        assert (await town.guess(key, "tower", "ann")).judgement is Judgement.CORRECT


async def test_an_operator_who_names_no_place_of_the_edition_changes_nothing(redis: Redis) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    key = await town.open()
    for spot in ("142.0", "142.7"):
        with pytest.raises((NothingToPlay, UsageError)):
            await operator(town).void(town.edition().deck, spot)
    found = await town.rounds.round(key)
    assert found is not None
    assert found.void == ()


async def test_a_right_guess_that_comes_when_none_is_left_does_not_take_the_edition_from_another_community(
    redis: Redis,
) -> None:
    town = Town(redis)
    here, there = await town.open(community=HERE), await town.open(community=THERE)
    await town.host(HERE).limit_guesses(1)
    await town.guess(here, "tower", "ann", account="7")
    assert (await town.guess(here, "lighthouse", "ann", account="7")).judgement is Judgement.CLOSED
    assert (await town.guess(there, "lighthouse", "ann", account="7")).points == 8


async def test_an_ending_that_is_not_public_reads_no_log(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(redis)
    key = await town.open()
    member = town.member()
    seat = await member.sit(key)
    await member.guess(seat, "lighthouse", "1")

    async def nobody(*_: object) -> tuple[()]:
        raise StoreUnavailable("Nobody asked for the log.")

    monkeypatch.setattr(town.rounds, "log", nobody)
    ending = await member.ending(seat)
    assert ending is not None
    assert ending.solved
    assert (await town.club().board(Span.ALL, "ann")).players == 1


def test_the_riddle_of_these_tests_is_none_of_the_guesses() -> None:
    assert not {"tower", "windmill"} & {riddle().answer, *riddle().aliases}


async def test_what_is_told_of_thousands_is_counted_once_in_a_while(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.rounds._MANY", 1)
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "tower", "ann")
    await (await town.table(key, "bob")).give_up(1)
    assert await town.rounds.counts(key, 1) == (2, 0, 1, 1)
    await town.guess(key, "lighthouse", "ann")
    assert await town.rounds.counts(key, 1) == (2, 0, 1, 1)
    await redis.delete("riddle:{community:slack%3AT1}:counts:default:2026-03-14:1")
    assert await town.rounds.counts(key, 1) == (2, 1, 2, 1)


async def test_nothing_that_tells_a_player_is_left_when_he_is_forgotten(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    member = town.member("U0ZEBRA", account="A0ZEBRA")
    seat = await member.sit(key)
    queue = town.queue()
    written = queue.written("U0ZEBRA", "I hold ships. What am I?", "anchor", ["an anchor"], ["a", "b", "c"])
    await queue.take(await queue.queue(replace(written, riddle=timeless("anchor"))))
    await member.guess(seat, "tower", "1")
    await member.hint(seat, "2")
    look = Look(key, 1, "tower")
    await town.looks.finish(look, (Notice(key, 1, "U0ZEBRA", "tower", 0, town.at),))
    await member.vote(seat, good=True)
    await member.report(seat, "too easy")
    await member.hide(hidden=True)
    await member.forget()
    traces = [b"ZEBRA", author_mark(key.community, "U0ZEBRA").encode(), sha256(b"U0ZEBRA").hexdigest()[:32].encode()]
    everything = b"\0".join([await shown(redis, name) async for name in redis.scan_iter("*")])
    assert [trace for trace in traces if trace in everything] == []


async def shown(redis: Redis, name: bytes) -> bytes:
    """A key and all that is in it, as it was before it was packed."""
    found = repr([name, await redis.dump(name)]).encode()
    match await redis.type(name):
        case b"list":
            found += b"".join(await redis.lrange(name, 0, -1))
        case b"set":
            found += b"".join(await redis.smembers(name))
        case b"zset":
            found += b"".join(await redis.zrange(name, 0, -1))
        case b"hash":
            found += repr(await redis.hgetall(name)).encode()
    return found


async def test_a_long_log_is_not_read_for_everybody_who_wants_to_know_how_it_went(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.game.club.LONG_LOG", 2)
    town = Town(redis)
    key = await town.open()
    for player in ("ann", "bob"):
        await town.guess(key, "tower", player)
    told = await town.club().recap(key, 1)
    assert told.wrong == (("tower", 2),)

    async def nobody(*_: object) -> tuple[()]:
        raise StoreUnavailable("Nobody asked for the log.")

    monkeypatch.setattr(town.rounds, "log", nobody)
    assert await town.club().recap(key, 1) == told
    with pytest.raises(StoreUnavailable):
        await town.club(THERE).recap(await town.open(community=THERE), 1)


async def test_a_hint_that_is_delivered_again_is_told_again(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    table = await town.table(key)
    told = [await table.hint(1, f"h{number}") for number in (1, 2, 3)]
    assert await table.hint(1, "h3") == told[2]
    assert await table.hint(1, "h4") is None


async def test_how_a_riddle_went_is_told_in_its_own_community_alone(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open(community=THERE)
    with pytest.raises(NothingToPlay):
        await town.club(HERE).recap(key, 1)


@pytest.mark.parametrize("alias", ["", " ", "?!", "\u200b"])
async def test_an_operator_who_says_nothing_neither_voids_a_riddle_nor_changes_it(redis: Redis, alias: str) -> None:
    town = Town(redis)
    await town.editions.put(town.edition())
    key = await town.open()
    before = await town.editions.edition("default", key.date), await town.rounds.round(key)
    with pytest.raises(UsageError):
        await operator(town).add_alias("default", "142", alias)
    assert (await town.editions.edition("default", key.date), await town.rounds.round(key)) == before


async def test_a_guess_that_is_delivered_again_when_all_is_over_is_told_what_it_was_told_before(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    first = await (await town.table(key)).guess(1, "lighthouse", "once")
    town.at += timedelta(days=9)
    assert await (await town.table(key)).guess(1, "lighthouse", "once") == first
    assert (await (await town.table(key)).guess(1, "lighthouse", "twice")).reason == "over"


async def test_a_host_who_proposes_an_alias_without_a_word_does_not_propose_to_void_the_riddle(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    with pytest.raises(UsageError):
        await town.host().propose(key, 1, " ?")
    with pytest.raises(UsageError):
        await town.host().propose(key, 1, " ")
    assert await town.communities.proposals() == ()
