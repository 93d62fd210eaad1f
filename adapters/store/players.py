"""What players made of the rounds: a row for each riddle, and the boards that follow from the rows."""

from __future__ import annotations

from datetime import timedelta
from itertools import starmap
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store import round_keys as keys
from adapters.store.entries import NAMELESS, clean
from adapters.store.exporting import export
from adapters.store.forgetting import BUSY, forget
from adapters.store.keys import account_key, name
from adapters.store.rebuilding import rebuild
from adapters.store.replies import text
from adapters.store.rows import LEAST_ROUNDS, counts, on_board, read_rows, revision, scores, standing, write_row
from adapters.store.scripts import run
from bot.domain import Board, RoundKey, Span, Standing
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import Export, Result

_CLAIMED = timedelta(days=60)
"""How long it is remembered where an account finished an edition: longer than any round is open."""

_PAGE = 2_000
"""Fields of a round's plays that are looked through at a time."""

_TRIES = 50
"""How often a change is worked out anew when the player plays on meanwhile."""


class RedisPlayers:
    """A `PlayerStore` over Redis.

    A board is a sorted set whose score orders as the law says (`rows.worth`), so that a rank is one count and a page
    one range, however many players there are.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def players(self, key: RoundKey, place: int) -> tuple[str, ...]:
        """Everybody who did something with a riddle of a round."""
        found: dict[str, None] = {}
        cursor = -1
        while cursor:
            # Page by page: all at once the store would stand still where they are many.
            cursor, some = await self._redis.hscan(keys.plays(key, place), max(cursor, 0), match="b:*", count=_PAGE)
            found |= dict.fromkeys(unquote(text(field).removeprefix("b:")) for field in some)
        return tuple(player for player in found if not player.startswith(NAMELESS))

    async def results(self, community: str, player: str) -> tuple[tuple[Result, ...], int]:
        """All results of a player, oldest first, and their revision."""
        who = name(clean(player))
        found = revision(await self._redis.hmget(keys.totals(community), keys.revised(who)))
        return read_rows(await self._redis.hgetall(keys.rows(community, who))), found

    async def settle(
        self, key: RoundKey, place: int, player: str, revision: int, results: Sequence[Result], version: int = 0
    ) -> bool:
        """Write a player's result of one riddle anew; False where the revision or the version is another by now.

        `results` are all of the player's, the new one among them.
        """
        who = name(clean(player))
        new = next(one for one in results if (one.deck, one.date, one.place) == (key.deck, key.date, place))
        tried, solved = counts(results)
        found = scores(key.community, results)
        boards = keys.boards(key, new.season)[1:]
        values: list[Value] = [
            who, revision, version, keys.field(key, place), write_row(new), key.date.isoformat(), new.guesses,
            new.hints, new.points if new.solved else "", int(new.given_up), tried, solved, LEAST_ROUNDS,
            *(on_board(board, found.get(board)) for board in boards),
        ]  # fmt: skip
        rows, totals, days, hidden = keys.of_player(key, who)
        asked = [
            keys.plays(key, place), rows, totals, days, hidden, keys.round_(key), keys.accuracy(key.community), *boards,
        ]  # fmt: skip
        return bool(await run(self._redis, "settle", asked, values))

    async def board(self, community: str, span: Span, day: date, season: int, player: str, most: int) -> Board:
        """A board as it stands on a day; its cost does not grow with the players."""
        who = name(clean(player))
        key = keys.board(community, span, day, season)
        players, score, rank, top = await run(self._redis, "board", [key], [most, who])
        lines = [(unquote(text(top[i])), float(top[i + 1])) for i in range(0, len(top), 2)]
        mine = _line(span, int(rank), player, float(score)) if score is not None else None
        return Board(span, _ranked(span, lines), int(players), mine)

    async def hide(self, community: str, player: str, *, hidden: bool) -> None:
        """Take a player off the boards, or put him back with all he has."""
        who = name(clean(player))
        for _ in range(_TRIES):
            results, seen = await self.results(community, player)
            tried, solved = counts(results)
            found = scores(community, results)
            asked = [keys.totals(community), keys.hidden(community), keys.accuracy(community), *found]
            lines = starmap(on_board, found.items())
            values: list[Value] = [who, seen, int(hidden), tried, solved, LEAST_ROUNDS, *lines]
            if await run(self._redis, "hide", asked, values):
                return
        raise StoreUnavailable(BUSY)

    async def is_hidden(self, community: str, player: str) -> bool:
        """Whether a player stays off the boards."""
        return bool(await self._redis.sismember(keys.hidden(community), name(clean(player))))

    async def claim(self, account: str, deck: str, day: date, community: str) -> bool:
        """Let the first finish of an edition by an account be the one that scores; True again for the same one."""
        oldest, newest = (day - _CLAIMED).isoformat(), (day + _CLAIMED).isoformat()
        values: list[Value] = [_edition(deck, day), name(community), oldest, int(_CLAIMED.total_seconds()), newest]
        return bool(await run(self._redis, "claim", [account_key(account, "claims")], values))

    async def claimed(self, account: str, deck: str, day: date) -> str:
        """The community where an account has finished an edition, or nothing."""
        found = await self._redis.hget(account_key(account, "claims"), _edition(deck, day))
        return unquote(text(found)) if found is not None else ""

    async def all_claimed(self, accounts: Sequence[str], deck: str, day: date) -> tuple[str, ...]:
        """The communities where accounts have finished an edition, or nothing."""
        reading: Any = self._redis.pipeline(transaction=False)
        for account in accounts:
            reading.hget(account_key(account, "claims"), _edition(deck, day))
        found = await reading.execute() if accounts else ()
        return tuple(unquote(text(one)) if one is not None else "" for one in found)

    async def claim_later(self, key: RoundKey, player: str) -> bool:
        """Whether a solve that turned right afterwards may score: it claims the edition for the player's account."""
        found = await self._redis.hget(keys.totals(key.community), keys.account(name(clean(player))))
        return found is None or await self.claim(unquote(text(found)), key.deck, key.date, key.community)

    async def forget(self, community: str, player: str, account: str = "") -> None:
        """Delete all that is kept of a player in a community; totals without a name stay."""
        await forget(self._redis, community, clean(player), account)

    async def export(self, community: str, player: str) -> Export:
        """All that is kept of a player in a community."""
        return await export(self._redis, community, clean(player))

    async def rebuild(self, community: str) -> int:
        """Count totals and boards of a community anew from the rows; returns how many players have rows."""
        return await rebuild(self._redis, community)


def _edition(deck: str, day: date) -> str:
    return f"{day.isoformat()}|{name(deck)}"


def _ranked(span: Span, lines: Sequence[tuple[str, float]]) -> tuple[Standing, ...]:
    """Joint ranks: who has the same score as the one above has the same rank."""
    found: list[Standing] = []
    for at, (player, score) in enumerate(lines):
        joint = at and lines[at - 1][1] == score
        found.append(_line(span, found[-1].rank if joint else at + 1, player, score))
    return tuple(found)


def _line(span: Span, rank: int, player: str, score: float) -> Standing:
    return Standing(rank, player, share=score) if span is Span.ACCURACY else standing(rank, player, int(score))
