"""The line a player shows to others: it spoils nothing, and reads well aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.game.matching import normalise

if TYPE_CHECKING:
    from bot.domain import Play, Riddle
    from bot.game.sentences import Words

_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")

MENTIONED = 2
"""Days from which on a streak is told."""

SHORTEST = 4
"""Letters from which on two words with the same beginning are taken for one."""


_SMALL = frozenset("in at with without this not the a".split())
"""Words that tell nothing of an answer they stand in."""


def share(words: Words, label: str, riddle: Riddle, play: Play, streak: int) -> str:
    """Tell how a riddle went: "Riddle 142: solved in 3 guesses with one hint, streak 5".

    A part that has a word or a number of the answer in it is left out, as chance may put one there.
    """
    head, how = words.share_title(label), words.share_result(play)
    parts = [how] if not _spoils(how, riddle) else []
    if streak >= MENTIONED and not _spoils(told := words.share_streak(streak), riddle):
        parts.append(told)
    if _spoils(head, riddle):
        head = words.share_name() if not _spoils(words.share_name(), riddle) else ""
    return ": ".join(filter(None, (head, ", ".join(parts))))


def _spoils(part: str, riddle: Riddle) -> bool:
    """Whether a word of it stands in the answer or an alias, or begins like one."""
    secret = {word for name in (riddle.answer, *riddle.aliases) for word in _words(name)} - _SMALL
    return any(_alike(word, other) for word in _words(part) for other in secret)


def _words(text: str) -> list[str]:
    """The words of a text; "first", "1st" and "one" are the same number."""
    return [_ORDINAL.sub(r"\1", word) for word in normalise(text).split()]


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= SHORTEST and long.startswith(short)
