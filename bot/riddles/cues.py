"""What is known of a riddle before anybody has played it, as numbers that its difficulty is reckoned by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.domain import Form, Kind
from bot.riddles.craft.lists import known
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Riddle

DECK = "deck"
"""How good the players of the deck are: the same for all its riddles."""

MIDDLING = 3.5
"""Zipf frequency (log10 of uses in a billion words) of a name that is neither on everybody's tongue nor obscure."""

USUAL_WORDS = 24
"""Words of a riddle of the usual length."""

USUAL_HELP = 22
"""Words of the first two hints that tell something, but not much."""

LETTERS = {1: "Every other letter:", 2: "Two letters of three:", 3: "Three letters of four:"}
"""How the last hint begins to show letters, by the step on the ladder of help."""

SPARE = 'It starts with "'
"""How the last hint begins that tells the first letter alone."""

BARE = "Letters in it, figures counted too:"
"""How the last hint begins that tells the length alone."""

_REACH = 2.0
"""Beyond this a name is no more familiar, and a text tells no more."""


class Belief(NamedTuple):
    """What common sense says of a cue, in log odds of being solved, and how unsure it is."""

    mean: float
    spread: float


PRIOR: dict[str, Belief] = {
    DECK: Belief(0.3, 1.7),
    **{form.value: Belief(0.0, 0.7) for form in Form},
    **{kind.value: Belief(0.0, 0.7) for kind in Kind},
    Form.SUMMARY.value: Belief(-0.4, 0.7),  # it is veiled
    Form.QUESTION.value: Belief(0.2, 0.7),  # it is plain
    Kind.PLACE.value: Belief(0.3, 0.7),  # the kind with the fewest well-known members
    Kind.ANIMAL.value: Belief(0.4, 0.7),
    Kind.ORGANISATION.value: Belief(-0.2, 0.7),
    Kind.WORK.value: Belief(-0.4, 0.7),
    Kind.NUMBER.value: Belief(-0.4, 0.7),  # one knows it or guesses
    "familiar": Belief(0.5, 0.6),
    "famous": Belief(0.5, 0.7),
    "told": Belief(0.2, 0.4),
    "helped": Belief(0.15, 0.4),
    "letters": Belief(0.9, 0.8),  # each step of the ladder in `bot.riddles.helping`
}
"""Every cue, in the order of `cues_of`."""


def cues_of(riddle: Candidate | Riddle) -> tuple[float, ...]:
    """The cues of a riddle, in the order of `PRIOR`."""
    from wordfreq import zipf_frequency  # noqa: PLC0415 - its tables take a moment to load

    found = {
        DECK: 1.0,
        riddle.form.value: 1.0,
        riddle.kind.value: 1.0,
        "familiar": _within(zipf_frequency(riddle.answer, "en") - MIDDLING),
        "famous": float(fold(riddle.answer) in known()),
        "told": _within((len(words(riddle.question)) - USUAL_WORDS) / 10),
        "helped": _within((_told(riddle) - USUAL_HELP) / 10) if riddle.hints else 0.0,
        "letters": float(step_of(riddle.hints)),
    }
    return tuple(found.get(cue, 0.0) for cue in PRIOR)


def step_of(hints: Sequence[str]) -> int:
    """Where on the ladder of help the last hint stands: -2 length, -1 first letter, 0 as it was made, 1 to 3 more."""
    last = hints[-1] if hints else ""
    if last.startswith(BARE):
        return -2
    if last.startswith(SPARE) and len(last) == len(SPARE) + 3:
        return -1
    return next((step for step, begin in LETTERS.items() if begin in last), 0)


def _told(riddle: Candidate | Riddle) -> int:
    """Words of the hints but the last, which is letters."""
    return sum(len(words(hint)) for hint in riddle.hints[:-1])


def _within(value: float) -> float:
    return min(max(value, -_REACH), _REACH)
