"""Cards: what is shown to one person, without a word of any platform's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain import Judgement


class Deed(StrEnum):
    """What a button does."""

    GUESS = "guess"
    HINT = "hint"
    GIVE_UP = "give_up"
    ANSWER = "answer"
    SHARE = "share"
    GOOD = "good"
    BAD = "bad"
    REPORT = "report"
    TODAY = "today"
    BOARD = "board"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it does, and about which riddle (`default/142.2`) or with which word."""

    deed: Deed
    about: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A private answer: a title, paragraphs, rows of names and values, buttons, and at times a file.

    `judgement` is there where it answers a guess; `text` never holds markup, whatever it is made of.
    """

    title: str = ""
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    file: tuple[str, str] | None = None
    judgement: Judgement | None = None
