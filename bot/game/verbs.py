"""What a typed line asks for: a guess, or one of the verbs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain import Span
from bot.game.spots import is_spot
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

SLASH = "/"

LONGEST = 30
"""Characters of a command that is not there which are told back."""


LIKE = 0.65
"""How alike a command has to be to be offered in the place of one that is not there."""


class Verb(StrEnum):
    """What a player can ask for."""

    GUESS = "guess"
    HINT = "hint"
    GIVE_UP = "give up"
    AGAIN = "again"
    ANSWER = "answer"
    GO = "go"
    ME = "me"
    BOARD = "board"
    ARCHIVE = "archive"
    SHARE = "share"
    GOOD = "good"
    BAD = "bad"
    REPORT = "report"
    HIDE = "hide me"
    SHOW = "show me"
    EXPORT = "my data"
    FORGET = "forget me"
    FORGET_SURELY = "forget me, yes"
    HELP = "help"
    QUIT = "quit"
    NOTHING = ""
    UNKNOWN = "?"


PHRASES: Mapping[str, Verb] = {
    **{verb.value: verb for verb in Verb if verb not in {Verb.NOTHING, Verb.UNKNOWN, Verb.GUESS, Verb.GO}},
    "h": Verb.HINT, "giveup": Verb.GIVE_UP, "give in": Verb.GIVE_UP, "reveal": Verb.ANSWER, "riddle": Verb.AGAIN,
    "today": Verb.AGAIN, "stats": Verb.ME, "score": Verb.ME, "scores": Verb.BOARD, "boards": Verb.BOARD,
    "leaderboard": Verb.BOARD, "hide": Verb.HIDE, "show": Verb.SHOW, "mydata": Verb.EXPORT, "export": Verb.EXPORT,
    "forget": Verb.FORGET, "forget me yes": Verb.FORGET_SURELY, "?": Verb.HELP, "exit": Verb.QUIT, "q": Verb.QUIT,
}  # fmt: skip
"""What each verb is called."""

_ONE_RIDDLE = frozenset(
    {Verb.HINT, Verb.GIVE_UP, Verb.AGAIN, Verb.ANSWER, Verb.SHARE, Verb.GOOD, Verb.BAD, Verb.REPORT, Verb.GUESS}
)
"""Verbs that take the number of a riddle."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood: `spot` is the riddle it names, `text` what follows.

    A bare number names a riddle and may be a guess: then `text` is the guess. `nearest` is the command that is most
    like one that is not there, which then is the `text`.
    """

    verb: Verb
    text: str = ""
    spot: str = ""
    nearest: str = ""


def read_line(typed: str) -> Line:
    """Understand a line. Without a slash everything that is not exactly a command is a guess."""
    typed = typed.strip()
    if not typed:
        return Line(Verb.NOTHING)
    if typed.startswith(SLASH) and typed != SLASH:
        return _command(typed[1:].strip()) or _unknown(typed[1:])
    return _bare(typed) or Line(Verb.GUESS, typed)


def _bare(typed: str) -> Line | None:
    """A command without a slash: the whole line is one, so that hardly a guess is taken for it."""
    found = _command(typed)
    if found is None or found.verb is Verb.GUESS:
        return None
    if found.verb is Verb.GO:
        return Line(Verb.GO, typed, typed)
    takes_text = found.verb is Verb.REPORT or (found.verb is Verb.EXPORT and typed.casefold().startswith("my data"))
    return found if takes_text or not found.text or found.verb is Verb.BOARD else None


def _command(typed: str) -> Line | None:
    """The command that a text begins with."""
    if is_spot(typed):
        return Line(Verb.GO, spot=typed)
    words = typed.split()
    for length in (3, 2, 1):
        verb = _verb(" ".join(words[:length])) if len(words) >= length else None
        if verb is not None:
            return _with_rest(verb, words[length:])
    return None


def _verb(phrase: str) -> Verb | None:
    phrase = phrase.casefold()
    return Verb.GUESS if phrase == Verb.GUESS.value else PHRASES.get(phrase)


def _with_rest(verb: Verb, rest: list[str]) -> Line | None:
    if verb is Verb.BOARD:
        return _board(rest)
    spot = rest.pop(0) if rest and verb in _ONE_RIDDLE and is_spot(rest[0]) and _may_be_spot(verb, rest) else ""
    return Line(verb, " ".join(rest), spot)


def _may_be_spot(verb: Verb, rest: list[str]) -> bool:
    """A guess that is only a number is a guess."""
    return verb is not Verb.GUESS or len(rest) > 1


def _board(rest: list[str]) -> Line | None:
    """A board's span, where it is one; a guess may begin with the word."""
    span = rest[0].casefold() if rest else Span.WEEK.value
    return Line(Verb.BOARD, span) if len(rest) <= 1 and span in set(Span) else None


def _unknown(typed: str) -> Line:
    words = typed[: LONGEST * 2].casefold().split()
    known = [*PHRASES, Verb.GUESS.value]
    near = [found for length in (2, 1) for found in get_close_matches(" ".join(words[:length]), known, 1, LIKE)]
    return Line(Verb.UNKNOWN, one_line(typed, LONGEST), nearest=near[0] if near else "")
