"""What is told where something cannot be done."""

from __future__ import annotations

from bot.game.sentences.speech import Sentence, said


def never_played() -> Sentence:
    """A riddle that this community does not know."""
    return said("That riddle was never played here.")


def number_never_played(number: int) -> Sentence:
    """A number that this community does not know."""
    return said("Riddle {number} was never played here.", number=number)


def no_number() -> Sentence:
    """A text that names no riddle."""
    return said("Say which riddle you mean by its number, like 142 or 142.2.")


def no_such_place(several: int) -> Sentence:
    """A place that an edition lacks."""
    if several == 1:
        return said("That edition has one riddle.")
    return said("That edition has the riddles 1 to {several}.", several=several)


def being_changed() -> Sentence:
    """A guess that a host's change overtook, again and again."""
    return said("This riddle is being changed just now: please say that again.")


def empty_alias() -> Sentence:
    """An alias of nothing."""
    return said("There is no word in that alias.")


def too_many_aliases(most: int) -> Sentence:
    """One alias more than there is room for."""
    return said("A riddle has at most {most} aliases.", most=most)


def changed_by_others() -> Sentence:
    """A host's change that others' changes overtook, again and again."""
    return said("Somebody else is changing this round: try again in a moment.")


def too_high(most: int) -> Sentence:
    """A number of a setting that is out of its bounds."""
    return said("That has to be a number from 0 to {most}.", most=most)


def cannot_write(file: str, reason: str) -> Sentence:
    """A file that cannot be made."""
    return said("{file} cannot be written: {reason}.", file=file[:100], reason=reason)


def no_such_submission() -> Sentence:
    """A submission that is not in the queue."""
    return said("No riddle with that ID waits here.")


def not_checked() -> Sentence:
    """A submission that did not pass, or was not looked at yet."""
    return said("That riddle has not passed its checks, so it cannot be taken.")


def own_submission_empty() -> Sentence:
    """A submission that lacks what makes a riddle."""
    return said("A riddle of your own needs a question, an answer and three hints.")


def submitted_before() -> Sentence:
    """A submission that waits already."""
    return said("You have handed in that riddle already; it waits for the host.")
