"""What is told of a riddle when it is over: how many solved it, and the wrong guesses many shared."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from bot.domain import Judgement, Move, Recap
from bot.game.matching import normalise
from bot.news.manners import rudeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.domain import Entry

MOST_WRONG = 3
"""Wrong guesses that are told."""

SHARED_BY = 2
"""Players who must have said the same before it is told: what one alone said stays his."""

LONGEST = 40


def recap(counts: tuple[int, int, int, int], entries: Iterable[Entry], is_right: Callable[[str], bool]) -> Recap:
    """How a riddle went; a wrong guess is told as it is compared, never as somebody wrote it.

    `is_right` says of a guess what it is by now: what a host or a model made right is no wrong one any more.
    """
    players, solved, guesses, given_up = counts
    said: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.move is Move.GUESS and entry.judgement is Judgement.WRONG:
            said[normalise(entry.text)].add(entry.player)
    shared = [(text, len(who)) for text, who in said.items() if len(who) >= SHARED_BY and _may_be_told(text)]
    shared.sort(key=lambda one: (-one[1], one[0]))
    wrong = islice((one for one in shared if not is_right(one[0])), MOST_WRONG)
    return Recap(
        players=players,
        solved=solved,
        guesses=guesses,
        given_up=given_up,
        wrong=tuple(wrong),
    )


def _may_be_told(text: str) -> bool:
    """Short, of words alone, and nothing that hurts."""
    return 0 < len(text) <= LONGEST and text.replace(" ", "").isalnum() and rudeness(text) is None
