"""Results of players as rows, and what a board makes of them: one number that orders as the law says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapters.store import round_keys as keys
from adapters.store.replies import text
from bot.domain import Result, RoundKey, Standing
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain import Terms

LEAST_ROUNDS = 10
"""Riddles tried before a player stands on the board of accuracy."""

MOST_HINTS = 3
MOST_GUESSES = 15
"""What one solve counts of its guesses on a board: more make no difference there."""

_SMALL, _SOLVES, _POINTS = 2_048, 8_192, 262_144
"""How many hints and guesses, solves and points a board tells apart; a sum stops there, far beyond what is played."""


_CHANGES = 2**32
"""More than a player's rows ever change."""


def row_ending(terms: Terms) -> str:
    """What a row says of the round: whether it is void, its number and its season."""
    return f" {int(terms.void)} {terms.number} {terms.season}"


def write_row(result: Result) -> str:
    """A row: solved, given up, points, hints, guesses, scored, void, number, season."""
    flags = int(result.solved), int(result.given_up)
    return " ".join(
        map(str, (*flags, result.points, result.hints, result.guesses, int(result.scored), int(result.void),
                  result.number, result.season))
    )  # fmt: skip


def read_row(field: str, row: str) -> Result:
    """Read a row again."""
    try:
        deck, day, place = field.split("|")
        solved, given_up, points, hints, guesses, scored, void, number, season = map(int, row.split())
        return Result(
            unquote(deck), date.fromisoformat(day), int(place), number, solved=bool(solved), given_up=bool(given_up),
            points=points, hints=hints, guesses=guesses, scored=bool(scored), void=bool(void), season=season,
        )  # fmt: skip
    except ValueError as error:
        raise StoreError("A stored result is damaged.") from error


def read_rows(found: Mapping[bytes | str, bytes | str]) -> tuple[Result, ...]:
    """All rows of a player, oldest first."""
    results = [read_row(text(field), text(row)) for field, row in found.items()]
    return tuple(sorted(results, key=lambda one: (one.date, one.deck, one.place)))


def counts(results: Iterable[Result]) -> tuple[int, int]:
    """Riddles tried and solved while there were points to be had: what accuracy is made of."""
    tried = [result for result in results if result.scored and not result.void]
    return len(tried), sum(result.points > 0 for result in tried)


def scores(community: str, results: Iterable[Result]) -> dict[str, int]:
    """What a player's results are on each board they count on, by its key."""
    found: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.points and not result.void:
            key = RoundKey(community, result.deck, result.date)
            for board in keys.boards(key, result.season)[1:]:
                found[board].append(result)
    return {board: worth(solved) for board, solved in found.items()}


def worth(solves: Sequence[Result]) -> int:
    """Solves as one number: points first, then how many they are, then fewer hints, then fewer guesses.

    The step of a guess adds to it in the same way; it stays below the whole numbers that a board can hold.
    """
    points = min(sum(result.points for result in solves), _POINTS - 1)
    hints = min(sum(min(result.hints, MOST_HINTS) for result in solves), _SMALL - 1)
    guesses = min(sum(min(result.guesses, MOST_GUESSES) for result in solves), _SMALL - 1)
    return ((points * _SOLVES + min(len(solves), _SOLVES - 1)) * _SMALL - hints) * _SMALL - guesses


def on_board(board: str, score: int | None) -> str:
    """What a step writes of a player on a board: his number there and how long the board lives, or nothing."""
    return f"{score} {keys.lifetime(board)}" if score is not None else ""


def revision(found: Sequence[bytes | str | None]) -> int:
    """The revision of a player's rows from its fields: never the same again, also where he was forgotten and came back.

    The steps in the store put it together in the same way.
    """
    forgotten, changes = (int(one or 0) for one in found)
    return forgotten * _CHANGES + changes


def standing(rank: int, player: str, score: int) -> Standing:
    """A line of a board from its number."""
    above = -(-score // (_SMALL * _SMALL))
    small = above * _SMALL * _SMALL - score
    hints, guesses = divmod(small, _SMALL)
    return Standing(rank, player, above // _SOLVES, above % _SOLVES, hints, guesses)
