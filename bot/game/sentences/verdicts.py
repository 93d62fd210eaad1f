"""What is answered to a guess, to one who wants a hint, and to one who gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Judgement, Verdict
from bot.game.sentences.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain import Play

MARKS: Mapping[Judgement, str] = {
    Judgement.CORRECT: "\N{WHITE HEAVY CHECK MARK}",
    Judgement.CLOSE: "\N{FIRE}",
    Judgement.WRONG: "\N{CROSS MARK}",
    Judgement.REPEATED: "\N{CLOCKWISE RIGHTWARDS AND LEFTWARDS OPEN CIRCLE ARROWS}",
    Judgement.CLOSED: "\N{LOCK}",
    Judgement.TOO_SOON: "\N{HOURGLASS}",
}
"""Beside the words, where a platform wants them; never alone."""

FREE_WRONG = 2
"""Wrong guesses that cost nothing."""

_UNCOUNTED = frozenset({"empty", "too long", "hidden"})
"""Why a guess could not be read: it costs nothing, so nothing is said of what is left."""

_RIGHT = Verdict(Judgement.CORRECT)


class Verdicts(Speech):
    """The answer to a guess, hints, giving up."""

    __slots__ = ()

    def verdict(self, verdict: Verdict, play: Play | None = None, limit: int = 0) -> str:
        """The answer to a guess; `play` and the limit of guesses tell what is left."""
        text = self._verdict(verdict)
        if verdict.judgement is Judgement.WRONG and play is not None and _head(verdict) not in _UNCOUNTED:
            text = " ".join(filter(None, (text, self._left(play, limit) if limit else self._cost(play))))
        return f"{MARKS[verdict.judgement]} {text}" if self.marks else text

    def _verdict(self, verdict: Verdict) -> str:
        head = _head(verdict)
        if verdict.judgement is Judgement.CORRECT:
            return self._("Right!")
        if verdict.judgement is Judgement.CLOSE:
            return self._("Close! Can you be more exact? This one costs nothing.")
        if verdict.judgement is Judgement.REPEATED:
            return self._("You said that before; it was not counted again.")
        if verdict.judgement is Judgement.TOO_SOON:
            return self._too_soon(verdict.reason)
        return self._closed(head) if verdict.judgement is Judgement.CLOSED else self._wrong(head)

    def _wrong(self, head: str) -> str:
        told = {
            "empty": self._("There is no word in that. It was not counted."),
            "too long": self._("That is too long for a guess. It was not counted."),
            "hidden": self._("There are hidden characters in that; please type it plainly. It was not counted."),
            "list": self._("No. One answer at a time, please."),
            "negation": self._("No. Say what it is, not what it is not."),
            "instruction": self._("No. A guess is only the answer."),
        }
        return told.get(head) or self._("No, that is not it.")

    def _too_soon(self, seconds: str) -> str:
        wait = int(seconds) if seconds.isascii() and seconds.isdigit() else 1
        return self._n(
            "Take a breath: you can guess again in one second. This one was not counted.",
            "Take a breath: you can guess again in {n} seconds. This one was not counted.",
            wait,
        )

    def _closed(self, why: str) -> str:
        match why:
            case "limit":
                return self._("You have used all your guesses here. `give up` shows you the answer.")
            case "over":
                return self.over()
            case "moves":
                return self._("Those were very many guesses; this riddle takes no more from you.")
        return self._("This riddle is finished for you.")

    def over(self) -> str:
        """To one who would play a riddle whose days are over."""
        return self._("This riddle is too old to be played; `answer` shows what it was.")

    def _left(self, play: Play, limit: int) -> str:
        left = limit - play.guesses
        if left <= 0:
            return self._("That was your last guess. `give up` shows you the answer.")
        return self._n("You have one guess left.", "You have {n} guesses left.", left)

    def _cost(self, play: Play) -> str:
        return self._("From now on a wrong guess costs a point.") if play.guesses == FREE_WRONG else ""

    def hint(self, number: int, text: str) -> str:
        """One of the three hints."""
        return self._("Hint {number} of 3: {text}", number=number, text=text)

    def no_hint(self, play: Play) -> str:
        """Why there is no hint."""
        if play.finished:
            return self._("This riddle is finished for you; it needs no hint.")
        return self._("There are no more hints; that was the last one.")

    def gave_up(self) -> str:
        """To one who gives up."""
        return self._("Given up, and no shame in it.")

    def not_yet(self) -> str:
        """To one who asks for an answer that he may not see."""
        return self._("Not yet: `give up` shows you the answer, or solve it first.")


def _head(verdict: Verdict) -> str:
    """Why, in a word."""
    return verdict.reason.partition(":")[0]
