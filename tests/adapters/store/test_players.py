"""Rows, boards, claims, and a player who is forgotten, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store import round_keys as keys
from adapters.store.communities import RedisCommunities
from adapters.store.keys import account_key, name
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from adapters.store.rows import read_row, standing, worth, write_row
from bot.domain import (
    Entry,
    Guess,
    Judgement,
    Move,
    Play,
    Proposal,
    Result,
    Round,
    RoundKey,
    Span,
    Standing,
    Submission,
    Verdict,
    Votes,
)
from bot.errors import StoreError
from bot.game.authors import author_mark
from bot.game.regrade import Regrade
from tests.adapters.store.samples import DAY, NOON, a_round, riddle, terms

if TYPE_CHECKING:
    from redis.asyncio import Redis

HOME = "slack:T1"
KEY = RoundKey(HOME, "default", DAY)
SPANS = (Span.WEEK, Span.MONTH, Span.SEASON, Span.ALL)
CORRECT, WRONG = Verdict(Judgement.CORRECT), Verdict(Judgement.WRONG)


class Game:
    """Short words for what players do."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.rounds, self.players = RedisRounds(redis, lambda: NOON), RedisPlayers(redis)
        self.communities = RedisCommunities(redis, lambda: NOON)

    async def solve(self, player: str, key: RoundKey = KEY, *, hints: int = 0, wrong: int = 0, season: int = 1) -> None:
        await self.rounds.open(a_round(key, season=season))
        asked = terms(season=season)
        for _ in range(hints):
            await self.rounds.take_hint(key, 1, player, asked)
        for number in range(wrong):
            await self.rounds.guess(key, 1, Guess(player, f"candle {number}", NOON, f"w{number}"), WRONG, asked)
        await self.rounds.guess(key, 1, Guess(player, "a lighthouse", NOON, "right"), CORRECT, asked)

    async def miss(self, player: str, key: RoundKey = KEY) -> None:
        await self.rounds.open(a_round(key))
        await self.rounds.guess(key, 1, Guess(player, "a candle", NOON, "miss"), WRONG, terms())

    async def board(self, span: Span, player: str = "", day: date = DAY, season: int = 1) -> list[Standing]:
        found = await self.players.board(HOME, span, day, season, player, 10)
        return list(found.top)


@pytest.fixture
def game(redis: Redis) -> Game:
    return Game(redis)


def on(back: int) -> RoundKey:
    return replace(KEY, date=DAY - timedelta(days=back))


# --- boards -------------------------------------------------------------------------------------------------------


async def test_ranks_are_joint_and_points_come_first_then_solves_hints_and_guesses(game: Game) -> None:
    await game.solve("one hint", hints=1)  # 6 points
    await game.solve("wrong", wrong=4)  # 6 points, no hint
    await game.solve("also wrong", wrong=4)
    await game.solve("best")
    found = await game.board(Span.WEEK)
    assert [(line.rank, line.player) for line in found] == [
        (1, "best"),
        (2, "wrong"),
        (2, "also wrong"),
        (4, "one hint"),
    ]
    assert found[0] == Standing(1, "best", points=8, solved=1, hints=0, guesses=1)
    assert found[3] == Standing(4, "one hint", points=6, solved=1, hints=1, guesses=1)


async def test_two_first_ones_are_followed_by_a_third(game: Game) -> None:
    for player in ("ann", "bob"):
        await game.solve(player)
    await game.solve("cy", hints=2)
    assert [line.rank for line in await game.board(Span.ALL)] == [1, 1, 3]
    mine = (await game.players.board(HOME, Span.ALL, DAY, 1, "cy", 1)).mine
    assert mine == Standing(3, "cy", points=4, solved=1, hints=2, guesses=1)


async def test_more_solves_come_before_fewer_hints_for_the_same_points(game: Game) -> None:
    await game.solve("twice", on(0), hints=2)
    await game.solve("twice", on(1), hints=2)  # 4 + 4, 2 solves, 4 hints
    await game.solve("once", on(0))  # 8, 1 solve, no hint
    assert [line.player for line in await game.board(Span.ALL)] == ["twice", "once"]


async def test_a_board_counts_by_the_date_of_the_round(game: Game) -> None:
    sunday, monday = replace(KEY, date=date(2026, 3, 1)), replace(KEY, date=date(2026, 3, 2))
    await game.solve("ann", sunday)
    await game.solve("ann", monday, hints=1)
    await game.solve("ann", replace(KEY, date=date(2026, 2, 28)), hints=2)
    points = {
        (span, day): [line.points for line in await game.board(span, day=day)]
        for span in (Span.WEEK, Span.MONTH, Span.ALL)
        for day in (date(2026, 2, 27), date(2026, 3, 2))
    }
    assert points == {
        (Span.WEEK, date(2026, 2, 27)): [12],
        (Span.WEEK, date(2026, 3, 2)): [6],
        (Span.MONTH, date(2026, 2, 27)): [4],
        (Span.MONTH, date(2026, 3, 2)): [14],
        (Span.ALL, date(2026, 2, 27)): [18],
        (Span.ALL, date(2026, 3, 2)): [18],
    }


async def test_a_season_counts_what_was_played_in_its_rounds(game: Game) -> None:
    await game.solve("ann", on(1), season=1)
    await game.solve("ann", on(0), season=2, hints=1)
    assert [[line.points for line in await game.board(Span.SEASON, season=season)] for season in (1, 2, 3)] == [
        [8],
        [6],
        [],
    ]


async def test_accuracy_is_told_from_ten_riddles_on_and_leaves_out_what_could_not_score(game: Game) -> None:
    for back in range(9):
        await game.solve("ann", on(back))
        await game.miss("bob", on(back))
    assert await game.board(Span.ACCURACY) == []
    await game.rounds.make_readable((await game.rounds.open(a_round(on(9)))).key, NOON)
    await game.solve("ann", on(9))
    assert await game.board(Span.ACCURACY) == []
    for back in (10, 11):
        await game.miss("ann", on(back))
        await game.solve("bob", on(back))
    assert await game.board(Span.ACCURACY) == [
        Standing(1, "ann", share=9 / 11), Standing(2, "bob", share=2 / 11),
    ]  # fmt: skip


async def test_a_board_tells_the_top_and_the_line_of_who_asks(game: Game) -> None:
    for number in range(12):
        await game.solve(f"player {number}", hints=number % 3)
    found = await game.players.board(HOME, Span.ALL, DAY, 1, "player 11", 3)
    assert [line.rank for line in found.top] == [1, 1, 1]
    assert (found.players, found.mine) == (12, Standing(9, "player 11", 4, 1, 2, 1))
    nobody = await game.players.board(HOME, Span.ALL, DAY, 1, "nobody", 0)
    assert (nobody.top, nobody.mine, nobody.players) == ((), None, 12)


async def test_who_solves_late_is_on_no_board(game: Game) -> None:
    await game.rounds.open(a_round(KEY))
    await game.rounds.make_readable(KEY, NOON)
    await game.solve("ann")
    assert [await game.board(span) for span in SPANS] == [[]] * 4


async def test_boards_of_two_communities_are_apart(game: Game) -> None:
    await game.solve("ann")
    await game.solve("ann", replace(KEY, community="slack:T2"), hints=1)
    assert [line.points for line in await game.board(Span.ALL)] == [8]


def test_a_years_of_keen_play_never_run_into_the_next_number() -> None:
    solves = [Result("default", DAY, 1, 1, solved=True, points=8, hints=3, guesses=40)] * 3_000
    assert standing(1, "ann", worth(solves)) == Standing(1, "ann", 24_000, 3_000, 2_047, 2_047)
    most = [replace(solves[0], points=100)] * 9_000
    assert standing(1, "ann", worth(most)) == Standing(1, "ann", 262_143, 8_191, 2_047, 2_047)
    assert worth(most) < 2**53


async def test_the_step_of_a_guess_stops_where_a_board_ends(game: Game) -> None:
    board = keys.board(HOME, Span.ALL, DAY, 1)
    start = [Result("default", DAY, 1, 1, solved=True, points=8, hints=3, guesses=15)] * 5_000
    await game.redis.zadd(board, {"ann": worth(start)})
    await game.solve("ann", hints=1)
    found = await game.redis.zscore(board, "ann")
    assert found == worth([*start, Result("default", DAY, 1, 1, solved=True, points=6, hints=1, guesses=1)])


# --- rows ---------------------------------------------------------------------------------------------------------


async def test_a_row_tells_what_a_player_made_of_a_riddle(game: Game) -> None:
    await game.solve("ann", hints=1, wrong=3)
    await game.rounds.take_hint(KEY, 2, "ann", terms())
    await game.rounds.give_up(KEY, 2, "ann", terms())
    results, revision = await game.players.results(HOME, "ann")
    assert results == (
        Result("default", DAY, 1, 142, solved=True, points=5, hints=1, guesses=4),
        Result("default", DAY, 2, 142, given_up=True, hints=1),
    )
    assert revision == 7
    assert await game.players.players(KEY, 1) == await game.players.players(KEY, 2) == ("ann",)


def test_a_row_is_read_as_it_was_written() -> None:
    result = Result("a|b:c", DAY, 2, 142, solved=True, points=5, hints=1, guesses=4, scored=False, void=True, season=3)
    field = keys.field(RoundKey(HOME, result.deck, DAY), 2)
    assert read_row(field, write_row(result)) == result
    assert keys.unfield(HOME, field) == (RoundKey(HOME, "a|b:c", DAY), 2)


@pytest.mark.parametrize(("field", "row"), [("x", "1 0 1 1 1 1 0 1 1"), ("default|2026-03-14|1", "1 0")])
async def test_a_damaged_row_is_one_sentence(game: Game, field: str, row: str) -> None:
    await game.redis.hset(keys.rows(HOME, "ann"), field, row)
    with pytest.raises(StoreError, match="damaged"):
        await game.players.results(HOME, "ann")


# --- off the boards -----------------------------------------------------------------------------------------------


async def everything(redis: Redis, pattern: str = "*") -> dict[bytes, bytes]:
    return {key: await redis.dump(key) for key in await redis.keys(pattern)}


async def test_hidden_and_shown_again_a_player_stands_where_he_stood(game: Game) -> None:
    for back in range(11):
        await game.solve("ann", on(back), hints=back % 3)
        await game.solve("bob", on(back))
    before = [await game.board(span) for span in Span]
    await game.players.hide(HOME, "ann", hidden=True)
    assert await game.players.is_hidden(HOME, "ann")
    for span in Span:
        assert [line.player for line in await game.board(span)] == ["bob"]
    await game.players.hide(HOME, "ann", hidden=False)
    assert [await game.board(span) for span in Span] == before
    assert not await game.players.is_hidden(HOME, "ann")


async def test_who_plays_on_while_hidden_has_all_of_it_afterwards(game: Game) -> None:
    await game.players.hide(HOME, "ann", hidden=True)
    for back in range(11):
        await game.solve("ann", on(back), hints=back % 3)
        await game.solve("bob", on(back), hints=back % 3)
    assert [line.player for line in await game.board(Span.ALL)] == ["bob"]
    await game.players.hide(HOME, "ann", hidden=False)
    for span in Span:
        assert [line.rank for line in await game.board(span)] == [1, 1]


async def test_hiding_while_playing_loses_nothing(game: Game) -> None:
    async def hide() -> None:
        for number in range(11):
            await game.players.hide(HOME, "ann", hidden=not number % 2)
        await game.players.hide(HOME, "ann", hidden=False)

    await asyncio.gather(hide(), *(game.solve("ann", on(back)) for back in range(12)))
    (line,) = await game.board(Span.ALL)
    assert (line.points, line.solved) == (96, 12)


# --- claims -------------------------------------------------------------------------------------------------------


async def test_of_many_communities_one_is_where_an_account_scores(game: Game) -> None:
    found = await asyncio.gather(*(game.players.claim("42", "default", DAY, f"discord:{one}") for one in range(20)))
    assert sum(found) == 1
    standing = await game.players.claimed("42", "default", DAY)
    assert await game.players.claim("42", "default", DAY, standing)
    assert await game.players.claimed("42", "world", DAY) == ""
    assert await game.players.claim("42", "default", DAY + timedelta(days=1), "discord:other")


async def test_claims_of_long_ago_make_room(game: Game) -> None:
    for day in range(100):
        await game.players.claim("42", "default", DAY + timedelta(days=day), "discord:1")
    assert await game.redis.hlen(account_key("42", "claims")) <= 61
    assert 59 * 86_400 < await game.redis.ttl(account_key("42", "claims")) <= 60 * 86_400


# --- forgotten ----------------------------------------------------------------------------------------------------


SUBMISSION = Submission("", "ann", NOON, "What is mine?", "a thing")


async def lived(game: Game, player: str = "ann") -> None:
    """Somebody does all there is to do."""
    await game.solve(player, on(0), hints=1, wrong=2)
    await game.solve(player, on(1))
    await game.rounds.give_up(on(1), 2, player, terms(), "up")
    await game.communities.vote(KEY, 1, player, good=True)
    await game.communities.report(KEY, 1, player, "It has two answers.")
    await game.communities.submit(HOME, replace(SUBMISSION, player=player))
    await game.communities.propose(Proposal(KEY, 1, player, NOON, "a beacon"))
    await game.rounds.open(a_round(on(2)))
    await game.rounds.change(on(2), 1, 2, riddle("quay"), Entry(Move.ALIAS, player, NOON, "quay"))
    await game.players.claim("42", "default", DAY, HOME)
    await game.players.claim("42", "default", DAY - timedelta(days=1), "discord:9")
    await game.players.hide(HOME, player, hidden=True)


async def test_who_is_forgotten_leaves_no_name_and_no_word(game: Game) -> None:
    await lived(game, "ann:zoë")
    await game.players.forget(HOME, "ann:zoë", "42")
    kept = await texts(game.redis)
    for word in ("ann:zoë", name("ann:zoë"), "candle", "What is mine?", "two answers"):
        assert word not in kept
    assert "quay" in kept
    assert await game.players.claimed("42", "default", DAY) == ""
    assert await game.players.claimed("42", "default", DAY - timedelta(days=1)) == "discord:9"


async def texts(redis: Redis) -> str:
    """Everything a store holds, as text."""
    found: list[object] = []
    for key in await redis.keys("*"):
        kind = await redis.type(key)
        found.append(key)
        if kind == b"hash":
            found += [part for field, value in (await redis.hgetall(key)).items() for part in (field, value)]
        elif kind == b"list":
            found += await redis.lrange(key, 0, -1)
        elif kind == b"zset":
            found += await redis.zrange(key, 0, -1)
        elif kind == b"set":
            found += await redis.smembers(key)
        else:
            found.append(await redis.get(key))
    return "\n".join(one.decode("utf-8", "replace") for one in found if isinstance(one, bytes))


async def test_the_counts_stay_when_a_player_is_forgotten(game: Game) -> None:
    await lived(game)
    await game.solve("bob")
    before = await game.rounds.plays(KEY, 1)
    log = await game.rounds.log(KEY, 1)
    await game.players.forget(HOME, "ann", "42")
    assert sorted(map(str, (await game.rounds.plays(KEY, 1)).values())) == sorted(map(str, before.values()))
    after = await game.rounds.log(KEY, 1)
    assert [(one.move, one.judgement, one.at) for one in after] == [(one.move, one.judgement, one.at) for one in log]
    assert {one.player for one in after} == {"\0001", "bob"}
    assert all(not one.text and not one.delivery for one in after if one.player != "bob")
    assert await game.communities.votes(KEY, 1) == Votes(good=1)
    assert await game.rounds.solved_days(HOME) == (DAY - timedelta(days=1), DAY)
    assert await game.players.players(KEY, 1) == ("bob",)
    assert [line.player for line in await game.board(Span.ALL)] == ["bob"]


async def test_to_be_forgotten_touches_nobody_else(game: Game) -> None:
    await lived(game, "bob")
    await game.players.hide(HOME, "bob", hidden=False)
    await game.solve("ann", replace(KEY, community="slack:T2"))
    before = await game.players.export(HOME, "bob"), [await game.board(span) for span in Span]
    there = await everything(game.redis, "riddle:{community:slack%3AT2}*")
    await lived(game, "ann")
    await game.players.forget(HOME, "ann")
    assert (await game.players.export(HOME, "bob"), [await game.board(span) for span in Span]) == before
    assert await everything(game.redis, "riddle:{community:slack%3AT2}*") == there


async def test_a_grading_afterwards_changes_nobody_else_and_brings_no_name_back(game: Game) -> None:
    await game.solve("ann")
    await game.solve("bob")
    await game.miss("cy")
    await game.players.forget(HOME, "ann")
    await game.rounds.change(KEY, 1, 1, riddle(), Entry(Move.ACCEPT, "host", NOON, "a candle"))
    found = await game.rounds.round(KEY)
    assert isinstance(found, Round)
    (change,) = await Regrade(game.rounds, game.players, found, 1).run()
    assert change.player == "cy"
    assert {line.player for line in await game.board(Span.ALL)} == {"bob", "cy"}


async def test_who_was_forgotten_may_begin_anew(game: Game) -> None:
    for _ in range(3):
        await game.solve("ann")
        await game.players.forget(HOME, "ann")
    assert await game.rounds.play(KEY, 1, "ann") == Play()
    await game.solve("ann", hints=1)
    assert [line.points for line in await game.board(Span.ALL)] == [6]
    assert len(await game.rounds.plays(KEY, 1)) == 4


@pytest.mark.parametrize("dies_at", range(1, 12))
async def test_a_death_half_way_is_made_good_by_asking_again(
    game: Game, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    from adapters.store import forgetting

    steps = 0
    real = forgetting.run

    async def dying(*args: object) -> object:
        nonlocal steps
        steps += 1
        if steps == dies_at:
            raise StoreError("The store went away.")
        return await real(*args)  # type: ignore[arg-type]

    await lived(game)
    monkeypatch.setattr(forgetting, "run", dying)
    for _ in range(2):
        try:
            await game.players.forget(HOME, "ann", "42")
        except StoreError:
            continue
    kept = await texts(game.redis)
    assert "ann" not in kept
    assert "candle" not in kept


async def test_a_riddle_stays_in_its_round_without_the_name_of_its_author(game: Game) -> None:
    mine = replace(riddle(), author=author_mark(HOME, "ann"))
    await game.rounds.open(a_round(KEY, riddle("quay"), mine))
    await game.players.forget(HOME, "ann")
    found = await game.rounds.round(KEY)
    assert found is not None
    assert (found.riddles, found.version) == ((riddle("quay"), riddle()), 2)


async def test_a_player_nobody_knows_is_forgotten_in_peace(game: Game) -> None:
    before = await everything(game.redis)
    await game.players.forget(HOME, "nobody", "43")
    assert await everything(game.redis) == before


# --- exported -----------------------------------------------------------------------------------------------------


async def test_an_export_tells_everything_of_a_player_and_nothing_of_others(game: Game) -> None:
    await lived(game, "ann")
    await lived(game, "bob")
    found = await game.players.export(HOME, "ann")
    assert (found.community, found.player, found.hidden) == (HOME, "ann", True)
    assert [(one.date, one.place, one.points) for one in found.results] == [
        (DAY - timedelta(days=1), 1, 8), (DAY - timedelta(days=1), 2, 0), (DAY, 1, 6),
    ]  # fmt: skip
    assert [entry.text for key, place, entry in found.entries if (key, place) == (KEY, 1)] == [
        "", "candle 0", "candle 1", "a lighthouse",
    ]  # fmt: skip
    assert len(found.entries) == 6
    assert {entry.player for _, _, entry in found.entries} == {"ann"}
    assert found.votes == ((KEY, 1, True),)
    assert [report.reason for report in found.reports] == ["It has two answers."]
    assert [(one.player, one.question) for one in found.submissions] == [("ann", "What is mine?")]
    assert [one.host for one in found.proposals] == ["ann"]


async def test_after_a_purge_an_export_tells_the_results(game: Game) -> None:
    await game.solve("ann")
    await game.rounds.purge(KEY)
    found = await game.players.export(HOME, "ann")
    assert (len(found.results), found.entries) == (1, ())


async def test_an_export_is_bounded(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.store.exporting.MOST_ENTRIES", 3)
    await lived(game)
    assert len((await game.players.export(HOME, "ann")).entries) == 3


# --- counted anew -------------------------------------------------------------------------------------------------


async def test_boards_and_totals_are_counted_anew_from_the_rows_after_a_purge(game: Game) -> None:
    for number, player in enumerate(("ann", "bob", "cy:1", "dora")):
        for back in range(12):
            if (back + number) % 3:
                await game.solve(player, on(back), hints=(back + number) % 4, wrong=number)
            else:
                await game.miss(player, on(back))
    await game.players.hide(HOME, "dora", hidden=True)
    for back in range(12):
        await game.rounds.purge(on(back))
    community = "riddle:{community:slack%3AT1}"
    wanted = await counted(game)
    for key in await game.redis.keys(f"{community}:board:*"):
        await game.redis.delete(key)
    await game.redis.delete(keys.totals(HOME), keys.solved_days(HOME))
    assert await game.board(Span.ALL) == []
    for _ in range(2):
        assert await game.players.rebuild(HOME) == 4
        assert await counted(game) == wanted


async def test_boards_of_weeks_and_months_that_are_past_go_away_however_they_were_written(game: Game) -> None:
    async def lives() -> list[int]:
        names = [keys.board(HOME, span, DAY, 1) for span in (Span.WEEK, Span.MONTH, Span.SEASON, Span.ALL)]
        return [round(await game.redis.ttl(name) / 86_400) for name in names]

    async def emptied() -> None:
        for board in await game.redis.keys("riddle:{community:slack%3AT1}:board:*"):
            await game.redis.delete(board)

    wanted = [42, 400, -0, -0]
    await game.solve("ann", KEY)
    assert await lives() == wanted
    await emptied()
    results, revision = await game.players.results(HOME, "ann")
    assert await game.players.settle(KEY, 1, "ann", revision, results)
    assert await lives() == wanted
    await emptied()
    for hidden in (True, False):
        await game.players.hide(HOME, "ann", hidden=hidden)
    assert await lives() == wanted
    await emptied()
    await game.players.rebuild(HOME)
    assert await lives() == wanted


async def test_an_edition_so_old_that_its_claims_are_forgotten_is_nobodys_any_more(game: Game) -> None:
    assert await game.players.claim("7", "default", DAY, HOME)
    assert await game.players.claim("7", "default", DAY + timedelta(days=61), HOME)
    assert await game.players.claimed("7", "default", DAY) == ""
    assert not await game.players.claim("7", "default", DAY, "slack:T2")


async def counted(game: Game) -> object:
    """What is counted beside the rows; the revisions are no count."""
    boards = {}
    for key in sorted(await game.redis.keys("riddle:{community:slack%3AT1}:board:*")):
        boards[key] = sorted(await game.redis.zrange(key, 0, -1, withscores=True))
    totals = {
        field: count
        for field, count in (await game.redis.hgetall(keys.totals(HOME))).items()
        if not field.startswith(b"r:") and count != b"0"
    }
    return boards, totals, await game.redis.hgetall(keys.solved_days(HOME))


async def test_people_may_play_on_while_all_is_counted_anew(game: Game) -> None:
    for back in range(1, 11):
        for number in range(5):
            await game.solve(f"player {number}", on(back))
    await asyncio.gather(game.players.rebuild(HOME), *(game.solve(f"player {number}") for number in range(5)))
    assert [(line.points, line.solved) for line in await game.board(Span.ALL)] == [(88, 11)] * 5


async def test_boards_that_say_too_much_are_put_right(game: Game) -> None:
    await game.solve("ann")
    await game.redis.zadd(keys.board(HOME, Span.ALL, DAY, 1), {"ghost": 2**50, "ann": 5})
    await game.players.rebuild(HOME)
    assert [(line.player, line.points) for line in await game.board(Span.ALL)] == [("ann", 8)]
