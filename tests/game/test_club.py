"""A community at play, on a real store: rounds, numbers, boards, the archive, records, and what nobody may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis as Plain

from bot.domain import Judgement, Origin, RoundKey, Span, Streak
from bot.errors import NothingToPlay, UsageError
from tests.adapters.store.samples import DAY, riddle, timeless
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis


async def test_a_riddle_is_found_by_its_number(redis: Redis) -> None:
    town = Town(redis)
    first = await town.open()
    second = await town.open(riddle("harbour"), riddle("candle"), day=1)
    club = town.club()
    assert await club.find("142", "default") == (first, None)
    assert await club.find(" #143.2 ", "default") == (second, 2)
    assert await club.find("default/142.1", "sport") == (first, 1)


@pytest.mark.parametrize("spot", ["141", "999999", "0", "sport/142", "144.1"])
async def test_a_riddle_that_does_not_exist_is_one_clear_sentence(redis: Redis, spot: str) -> None:
    town = Town(redis)
    await town.open()
    with pytest.raises(NothingToPlay, match=r"^Riddle \d+ was never played here\.$"):
        await town.club().find(spot, "default")


@pytest.mark.parametrize("spot", ["", "x", "142.22", "-1", "1" * 50, "142.", "\u202e142", "٣"])
async def test_what_is_no_number_is_one_clear_sentence(redis: Redis, spot: str) -> None:
    town = Town(redis)
    await town.open()
    with pytest.raises(NothingToPlay):
        await town.club().find(spot, "default")


async def test_a_day_between_that_was_not_delivered_is_not_there(redis: Redis) -> None:
    town = Town(redis)
    await town.open()
    await town.open(riddle("harbour"), day=2)
    with pytest.raises(NothingToPlay, match="143"):
        await town.club().find("143", "default")


async def test_nobody_sits_down_in_another_community(redis: Redis) -> None:
    town = Town(redis)
    there = await town.open(community="slack:T2")
    with pytest.raises(NothingToPlay):
        await town.club("slack:T1").table(there, "ann")
    for step in (town.host().void(there, 1), town.host().log(there, 1), town.host().add_alias(there, 1, "x")):
        with pytest.raises(NothingToPlay):
            await step


async def test_without_a_number_the_first_unfinished_riddle_is_meant(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open(riddle(), riddle("harbour"), riddle("candle"))
    member = town.member()
    assert (await member.sit(key)).place == 1
    await town.guess(key, "lighthouse")
    assert (await member.sit(key)).label == "142.2"
    assert (await member.sit(key, 3)).place == 3
    with pytest.raises(UsageError, match=r"^That edition has the riddles 1 to 3\.$"):
        await member.sit(key, 4)


async def test_joint_ranks_are_1_1_3_and_the_one_who_asks_sees_himself(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    for player in ("ann", "bob"):
        await town.guess(key, "lighthouse", player)
    await (await town.table(key, "cy")).hint(1)
    await town.guess(key, "lighthouse", "cy")
    board = await town.club().board(Span.WEEK, "cy")
    assert [(one.rank, one.points) for one in board.top] == [(1, 8), (1, 8), (3, 6)]
    assert {one.player for one in board.top[:2]} == {"ann", "bob"}
    assert board.mine is not None
    assert board.mine.rank == 3
    title, text = await town.member("cy").board(Span.WEEK, str.title)
    assert title == "This week"
    assert text.splitlines()[2] == "3. Cy: 6 points, 1 solved"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    played=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.booleans(), st.booleans()), min_size=1, max_size=9
    )
)
async def test_a_rank_is_one_more_than_those_who_are_better(
    redis: Redis, played: list[tuple[int, int, bool, bool]]
) -> None:
    town = Town(redis)
    async with Plain.from_url(f"unix://{redis.connection_pool.connection_kwargs['path']}") as plain:
        await plain.flushall()
    keys = [await town.open(), await town.open(riddle("harbour"), day=1)]
    for number, (hints, wrong, *solves) in enumerate(played):
        player = f"p{number}"
        for key, answer, solve in zip(keys, ("lighthouse", "harbour"), solves, strict=True):
            for _ in range(hints):
                await (await town.table(key, player)).hint(1)
            for guess in range(wrong):
                await town.guess(key, f"a {guess} candle", player)
            if solve:
                await town.guess(key, answer, player)
    board = await town.players.board("slack:T1", Span.ALL, DAY, 1, "p0", 100)
    worth = {}
    for player in (f"p{number}" for number in range(len(played))):
        solved = [one for one in (await town.players.results("slack:T1", player))[0] if one.solved]
        if solved:
            hints, guesses = sum(one.hints for one in solved), sum(one.guesses for one in solved)
            worth[player] = (sum(one.points for one in solved), len(solved), -hints, -guesses)
    assert {one.player: one.rank for one in board.top} == {
        player: 1 + sum(other > mine for other in worth.values()) for player, mine in worth.items()
    }
    assert [one.rank for one in board.top] == sorted(one.rank for one in board.top)


async def test_one_beyond_the_lines_is_told_where_he_stands(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    for number in range(11):
        await town.guess(key, "lighthouse", f"p{number}")
    await (await town.table(key, "last")).hint(1)
    await town.guess(key, "lighthouse", "last")
    _, text = await town.member("last").board(Span.ALL, str)
    assert text.splitlines()[-1] == "You are number 12 of 12."


async def test_a_record_and_the_archive_tell_what_was_made_of_each_day(redis: Redis) -> None:
    town = Town(redis)
    for day in range(3):
        town.at = town.at.replace(day=14 + day)
        await town.open(riddle(f"harbour{day}"), day=day)
    keys = [RoundKey("slack:T1", "default", DAY + timedelta(days=day)) for day in range(3)]
    await town.guess(keys[0], "harbour0")
    await (await town.table(keys[1])).give_up(1)
    member = town.member()
    assert await member.archive("default") == (
        ("144", "2026-03-16, still open"),
        ("143", "2026-03-15, given up"),
        ("142", "2026-03-14, solved, 8 points"),
    )
    assert (await town.club().record("ann")).streak == Streak(0, 1, 0)
    town.at += timedelta(days=8)
    assert (await member.past("default"))[0].state == "over"
    assert await member.archive("default", days=1) == ()


async def test_hiding_takes_a_player_off_the_boards_and_brings_him_back_with_all_he_has(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "lighthouse")
    member = town.member()
    assert await member.hide(hidden=True) == "You are off the boards; your points and your streak stay yours."
    assert (await town.club().board(Span.WEEK, "ann")).top == ()
    assert "You stay off the boards." in await member.me()
    await member.hide(hidden=False)
    assert (await town.club().board(Span.WEEK, "ann")).top[0].points == 8


async def test_a_recap_tells_wrong_guesses_of_several_when_all_may_read_the_answer(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    for player in ("bob", "cy"):
        await town.guess(key, "The Candle!", player)
        await town.guess(key, f"secret of {player}", player)
    await town.guess(key, "lighthouse", "ann")
    member = town.member()
    seat = await member.sit(key, 1)
    before = await member.ending(seat)
    assert before is not None
    assert dict(before.rows)["Players"] == "1 of 3 solved it, with 5 guesses in all."
    await town.rounds.make_readable(key, town.now())
    after = await member.ending(seat)
    assert after is not None
    assert dict(after.rows)["Players"].endswith('Often said: "candle" (2 times).')
    assert "secret" not in str(after)


async def test_before_the_end_nothing_tells_the_answer(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open(replace(riddle(), question="I turn again. What am I?"))
    member = town.member()
    seat = await member.sit(key)
    said = [await member.ending(seat), await member.share(seat), await member.show(seat), await member.me()]
    said += [await member.archive("default"), await member.guess(seat, "candle", "1"), await member.hint(seat)]
    assert said[0] is None
    assert said[1] == "You have not finished this riddle, so there is nothing to share."
    assert "lighthouse" not in str(said).casefold()
    assert "It was lit again" not in str(said)


async def test_a_solve_after_the_answer_was_readable_keeps_the_streak_and_says_so(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.rounds.make_readable(key, town.now())
    await town.guess(key, "lighthouse")
    member = town.member()
    ending = await member.ending(await member.sit(key, 1))
    assert ending is not None
    assert "no points, but it keeps your streak" in ending.praise
    assert ending.streak == "Your streak: one day."


async def test_votes_and_reports_are_thanked_for(redis: Redis) -> None:
    town = Town(redis)
    member = town.member()
    seat = await member.sit(await town.open())
    assert await member.vote(seat, good=True) == "Thank you! Good: 1, bad: 0."
    assert await member.vote(seat, good=False) == "Thank you! Good: 0, bad: 1."
    assert (await member.report(seat, " \x00 ")).startswith("Say what is wrong")
    assert await member.report(seat, "The \x1b[31mhint\u202e is wrong " * 1_000) == "Thank you! A host will read it."
    (one,) = await town.host().reports()
    assert len(one.reason) <= 300
    assert one.reason.isprintable()


async def test_a_member_takes_his_data_along_and_is_forgotten(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "candle")
    await town.guess(key, "lighthouse", "bob")
    member = town.member()
    export = await member.export()
    assert [one[2].text for one in export.entries] == ["candle"]
    assert "bob" not in repr(export)
    assert (await member.forget()).startswith("Done")
    assert (await member.export()).results == ()
    assert await member.me() == "You have no results here yet."
    assert (await town.club().board(Span.WEEK, "bob")).top[0].points == 8


async def test_another_players_id_opens_nothing_of_his(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    await town.guess(key, "lighthouse", "ann")
    for name in ("Ann", "ann ", "ann:1", "a%6En", "{ann}"):
        assert (await town.rounds.play(key, 1, name)).solved is False
        assert (await town.guess(key, "lighthouse", name)).judgement is Judgement.CORRECT
    assert (await town.club().board(Span.WEEK, "ann")).players == 6


async def test_the_communitys_streak_is_of_days_on_which_anybody_solved(redis: Redis) -> None:
    town = Town(redis)
    for day, player in enumerate(("ann", "bob")):
        key = await town.open(riddle(f"harbour{day}"), day=day)
        await town.guess(key, f"harbour{day}", player)
    assert await town.club().streak() == 2
    assert "Together you have solved 2 days in a row." in await town.member().me()


async def test_an_own_reserve_stands_in_for_old_riddles_once_and_in_its_community_alone(redis: Redis) -> None:
    town = Town(redis)
    own = replace(timeless("anchor"), author="ann", reviewed=True)
    await town.editions.add_reserve("community/slack:T1", (own,))
    bad_day = replace(town.edition(timeless("candle")), origin=Origin.RESERVE)
    assert (await town.club("slack:T2").open(bad_day)).riddle(1).answer == "candle"
    here = await town.club("slack:T1").open(bad_day)
    assert here.riddle(1).answer == "anchor"
    assert await town.club("slack:T1").open(bad_day) == here
    next_day = replace(town.edition(timeless("bell"), day=1), origin=Origin.RESERVE)
    assert (await town.club("slack:T1").open(next_day)).riddle(1).answer == "bell"
    news = town.edition(day=2)
    assert (await town.club("slack:T1").open(news)).riddle(1).answer == "lighthouse"


async def test_a_deck_of_the_community_s_own_is_called_by_its_title(redis: Redis) -> None:
    town = Town(redis)
    public = await town.club().open(replace(town.edition(), deck="sport"))
    own = await town.club().open(replace(town.edition(riddle("harbour")), deck="sport@slack:T1"))
    there = await town.club("slack:T2").open(replace(town.edition(), deck="sport"))
    assert (await town.club().find("sport/142", "default"))[0] == own.key
    assert (await town.club().find("sport@slack:T1/142", "default"))[0] == own.key
    assert (await town.club("slack:T2").find("sport/142", "default"))[0] == there.key
    with pytest.raises(NothingToPlay):
        await town.club("slack:T2").find("sport@slack:T1/142", "default")
    assert public.key != own.key
