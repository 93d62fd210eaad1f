"""What a player reads around a riddle: its title, what can be typed, where to go next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Form
from bot.game.sentences.speech import Speech

if TYPE_CHECKING:
    from bot.domain import Riddle

CLOSING = "What is it about?"
"""Ends a summary riddle that asks nothing; it is in the language of the riddles, which is that of the news."""


class Invitations(Speech):
    """A riddle, and what can be typed."""

    __slots__ = ()

    def title(self, number: int, place: int, several: int) -> str:
        """What stands over a riddle: "Riddle 142" or "Riddle 142.2 of 3"."""
        if several == 1:
            return self._("Riddle {number}", number=number)
        return self._("Riddle {number}.{place} of {several}", number=number, place=place, several=several)

    def question(self, riddle: Riddle) -> str:
        """The riddle with a closing question where its form has none; riddles are in the language of the news."""
        ends = riddle.form is not Form.SUMMARY or riddle.question.rstrip().endswith("?")
        return riddle.question if ends else f"{riddle.question}\n{CLOSING}"

    def help(self) -> str:
        """What can be typed while a riddle is open."""
        return self._("Type a guess, or: hint, give up, again (shows the riddle), help, quit.")

    def long_help(self) -> str:
        """Everything that can be typed."""
        return "\n".join(
            (
                self._("Whatever you type is a guess, except these:"),
                self._("hint: the next of three hints; each costs two points."),
                self._("give up: shows you the answer; answer: shows it where you may see it."),
                self._("again: shows the riddle once more; 142 or 142.2: goes to that riddle."),
                self._("me: your points and your streak; board week, month, season, all or accuracy."),
                self._("archive: the riddles of the last days; share: a line for others that spoils nothing."),
                self._("good, bad: how you like the riddle; report and a text: what is wrong with it."),
                self._("hide me, show me: off the boards and on again."),
                self._("my data: all that is kept of you; forget me: deletes it."),
                self._("quit: leaves; the riddle stays open."),
                self._("A slash in front always means a command (/hint); /guess and a text always means a guess."),
            )
        )

    def prompt(self) -> str:
        """Before a guess."""
        return self._("Your guess: ")

    def what_next(self) -> str:
        """Before a command, when the riddle is finished."""
        return self._("What next? (share, me, board, archive, help; Enter leaves) ")

    def goodbye(self) -> str:
        """The last words."""
        return self._("Until the next riddle!")

    def stays_open(self, days: int) -> str:
        """To one who leaves before the end."""
        return self._n(
            "The riddle stays open for another day.", "The riddle stays open; come back within {n} days.", days
        )

    def already_done(self) -> str:
        """To one who has finished everything of the day."""
        return self._("You have played today's edition already. Here it is once more.")

    def nothing_said(self) -> str:
        """To an empty line."""
        return self._("Type a guess, or `help`.")

    def nothing_left(self) -> str:
        """To a guess at a riddle that is finished."""
        return self._("This riddle is finished for you; type share, me, help or quit.")

    def unknown(self, typed: str, nearest: str) -> str:
        """To a command there is not."""
        if nearest:
            return self._("There is no /{typed}. Did you mean /{nearest}?", typed=typed, nearest=nearest)
        return self._("There is no /{typed}; `help` tells what there is.", typed=typed)
