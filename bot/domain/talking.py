"""Threads in which a riddle is talked about and guessed by typing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.playing import RoundKey


class ThreadMode(StrEnum):
    """How a community guesses by typing: all in one thread, or each player in one of his own."""

    RACE = "race"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Talking:
    """What a community agreed on about threads; `role` is the one whose members may do what its managers may."""

    mode: ThreadMode = ThreadMode.RACE
    role: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of ours: the round it is about, and the one player whose own it is, where it is one's own.

    In a thread that is `closed` nothing is judged: it is for those who have solved the riddle.
    """

    community: str
    id: str
    round: RoundKey
    player: str = ""
    closed: bool = False
