"""A second look: a guess the rules leave open, what a model says of it, and who is to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.playing import RoundKey


class Opinion(StrEnum):
    """What a model says of a guess; only `accepted` changes anything."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class OpenGuess:
    """All that a model is shown: the riddle, what supports its answer, and the normalised guess; never who said it."""

    question: str
    answer: str
    aliases: tuple[str, ...]
    evidence: tuple[str, ...]
    guess: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """An opinion and whose it is: a model's name, or `rules` where none was asked."""

    opinion: Opinion
    model: str


@dataclass(frozen=True, slots=True)
class Look:
    """What waits for a second look: a normalised guess at one riddle of a round, whoever said it."""

    key: RoundKey
    place: int
    guess: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a player is to be told: the guess that is right after all, and the points the riddle brought."""

    key: RoundKey
    place: int
    player: str
    guess: str
    points: int
    at: datetime
