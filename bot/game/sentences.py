"""Every sentence a player reads, in one place: kind, short, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Form, Judgement, Origin
from bot.text import sentences

if TYPE_CHECKING:
    from bot.domain import Edition, Riddle

HELP = "Type a guess, or: hint, give up, again (show the riddle), help, quit."
GOODBYE = "Until the next riddle!"
LEFT_OPEN = "The riddle stays open; come back any time today."
NOTHING_SAID = "Type a guess, or `help`."
NO_MORE_HINTS = "There are no more hints; that was the last one."
ALREADY_DONE = "You have played today's edition already. Here it is once more."
GAVE_UP = "Given up, and no shame in it."
YOUR_GUESS = "Your guess: "

_VERDICTS = {
    Judgement.CORRECT: "Right!",
    Judgement.CLOSE: "Close! Can you be more exact? This one costs nothing.",
    Judgement.WRONG: "No, that is not it.",
    Judgement.REPEATED: "You said that before.",
    Judgement.CLOSED: "This riddle is finished for you.",
}

_FORMS = {Form.SUMMARY: "What is it about?", Form.FIRST_PERSON: "", Form.QUESTION: ""}


def verdict(judgement: Judgement) -> str:
    """The answer to a guess."""
    return _VERDICTS[judgement]


def title(edition: Edition, place: int) -> str:
    """What stands over a riddle: "Riddle 142" or "Riddle 142.2 of 3"."""
    several = len(edition.riddles)
    return f"Riddle {edition.number}" if several == 1 else f"Riddle {edition.number}.{place} of {several}"


def question(riddle: Riddle) -> str:
    """The riddle with a closing question where its form has none."""
    closing = _FORMS[riddle.form]
    return riddle.question if riddle.question.rstrip().endswith("?") or not closing else f"{riddle.question}\n{closing}"


def hint(number: int, text: str) -> str:
    """One of the three hints."""
    return f"Hint {number} of 3: {text}"


def solved(guesses: int, hints: int) -> str:
    """Praise that tells how it was done."""
    tries = "at the first guess" if guesses == 1 else f"in {guesses} guesses"
    help_taken = "without a hint" if hints == 0 else "with one hint" if hints == 1 else f"with {hints} hints"
    return f"Solved {tries}, {help_taken}."


def made_by(riddle: Riddle) -> str:
    """How the riddle came to be, said honestly."""
    checked = "checked by machine, read and approved by a host" if riddle.reviewed else "checked by machine"
    if riddle.article is None:
        return f"A riddle of ours from the reserve, {checked}."
    outlet = f" from a report by {riddle.article.outlet}" if riddle.article.outlet else " from an article"
    if riddle.fallback:
        return f"Made without a model{outlet}, {checked}."
    return f"Made by the model {riddle.model}{outlet}, {checked}."


def source(riddle: Riddle, edition: Edition) -> str:
    """Where the story stands, or an empty text."""
    if riddle.article is None:
        return ""
    note = " (sample news, written for this program)" if edition.origin is Origin.SAMPLE else ""
    return f"{riddle.article.title}{note}"


def story(riddle: Riddle) -> str:
    """The story in short, where the explanation does not quote all of it already."""
    told = all(sentence in riddle.explanation for sentence in sentences(riddle.summary))
    return "" if told else riddle.summary
