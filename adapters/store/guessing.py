"""What the step of some guesses is given and what it tells; how far a player has come, as it is kept."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from adapters.store import round_keys as keys
from adapters.store.entries import clean, delivery_field, split_entry, words_field
from adapters.store.keys import name
from adapters.store.replies import octets, text
from adapters.store.rows import LEAST_ROUNDS, row_ending
from bot.domain import Entry, Judgement, Move, Play, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.scripts import Value
    from bot.domain import Guess, RoundKey, Terms

MAX_GUESS = 200
"""Characters kept of a guess."""

MAX_MOVES = 1_000
"""Most guesses of one player in one riddle that are written down; who says more is answered `closed`."""

SEEN_SECONDS = int(timedelta(days=30).total_seconds())
"""How long a delivery is known again after the player's last step at its riddle."""


def guessing(
    key: RoundKey, place: int, guesses: Sequence[tuple[Guess, Verdict, Terms, str]]
) -> tuple[list[str], list[Value]]:
    """The keys and values of the step of some guesses, whose terms differ at most in whether they score."""
    terms = guesses[0][2]
    asked = keys.of_guesses(key, place, terms.season)
    values: list[Value] = [_numbers(terms, MAX_MOVES, LEAST_ROUNDS), keys.field(key, place) + row_ending(terms)]
    for guess, verdict, about, account in guesses:
        said, player = clean(guess.text[:MAX_GUESS]), clean(guess.player)
        delivery = clean(guess.delivery[:MAX_GUESS])
        kept = Entry(Move.GUESS, player, guess.at, said, delivery, verdict.judgement, about.scored)
        who = name(player)
        asked += (keys.seen(key, place, who), keys.rows(key.community, who))
        told = f"{words_field(player, said)} {delivery_field(player, guess.delivery)}"
        values += (
            who, f"{round(guess.at.timestamp() * 1_000)} {int(about.scored)} {told}",
            f"{verdict.judgement.value} {clean(verdict.reason)}", *split_entry(kept), name(account),
        )  # fmt: skip
    return asked, values


def stands(found: Any) -> Verdict | None:
    """The verdict that a step tells."""
    verdict, _, _, *come = found
    judgement, _, rest = text(verdict).partition(" ")
    if judgement == "stale":
        return None
    points, _, reason = rest.partition(" ")
    return Verdict(Judgement(judgement), reason, int(points), play(come) if come else None)


def play(found: Sequence[object]) -> Play:
    """How far a player has come, of what is kept of it."""
    guesses, hints, points, given_up, begun = found
    return Play(
        number(guesses), number(hints), points is not None, given_up is not None, points=number(points),
        scored=begun is None or octets(begun) == b"1",
    )  # fmt: skip


def number(found: object) -> int:
    """A number that is there, or none."""
    return int(octets(found)) if found is not None else 0


@lru_cache(maxsize=1_000)
def _numbers(terms: Terms, moves: int, least: int) -> str:
    """The terms as one text: a script call costs by its arguments."""
    numbers = (
        terms.version, terms.worth, terms.hint_cost, terms.wrong_cost, terms.free_wrong, terms.limit,
        round(terms.pause * 1_000), moves, SEEN_SECONDS, least,
        *keys.LIFETIMES.values(),
    )  # fmt: skip
    return " ".join(str(max(0, one)) for one in numbers)
