"""Every sentence of delivery that players or hosts read, ready for translation as those of the game are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.sentences.speech import Sentence, said

if TYPE_CHECKING:
    from datetime import date

# --- before there is a riddle ---


def first_not_posted() -> Sentence:
    """Too early to play."""
    return said("The first riddle is not posted yet.")


def being_made() -> Sentence:
    """Too early by a minute."""
    return said("Today's riddle is being made; ask again in a minute.")


# --- what stands beside a post's riddles ---


def unapproved() -> Sentence:
    """Why hosts see another riddle than the ones they were shown."""
    return said("Nobody has approved today's riddle in time, so one of the reserve is played.")


def held_back() -> Sentence:
    """Why another riddle is played."""
    return said("Today's riddle was reported, so another one is played.")


def taken_back() -> Sentence:
    """Why another riddle is played."""
    return said("Today's riddle was taken back, so another one is played.")


def another() -> Sentence:
    """Why another riddle is played, in a further channel."""
    return said("Today's riddle was taken back or reported, so another one is played.")


# --- why nothing comes ---


def skipped() -> Sentence:
    """A host's word."""
    return said("A host skipped this day.")


def nothing_left() -> Sentence:
    """The reserve is empty."""
    return said("No approved riddle is left in the reserve.")


def hosts_gone() -> Sentence:
    """Hosts cannot be asked."""
    return said(
        "The hosts' channel cannot be reached, so the riddles of the next day cannot be shown there; "
        "until somebody approves them, one of the reserve is played."
    )


# --- what a host is answered ---


def not_set_up() -> Sentence:
    """No such channel."""
    return said("No riddles are posted in this channel; set it up first.")


def posted_already() -> Sentence:
    """One a day."""
    return said("Today's riddle was posted in this channel already.")


def settled_already(reason: str) -> Sentence:
    """Nothing came today, and nothing will."""
    return said("Today is settled for this channel, without a post: {reason}", reason=reason)


def changed_by_many() -> Sentence:
    """Several people at once."""
    return said("The channel is being changed by several people at once; try again in a moment.")


def not_made(day: date) -> Sentence:
    """Too early to look."""
    return said("The riddles of {day} are not made yet.", day=day)


def played_already() -> Sentence:
    """Too late to change them."""
    return said("These riddles are played already; recall them instead.")


def wrong_hints(number: int) -> Sentence:
    """What hints have to be."""
    return said("A riddle has {number} hints, and none is empty.", number=number)


def long_hint(most: int) -> Sentence:
    """How long a hint may be."""
    return said("A hint has at most {most} characters.", most=most)


def no_other() -> Sentence:
    """Nothing to take."""
    return said("There is no other riddle for that day.")


def no_place(place: int) -> Sentence:
    """No such riddle."""
    return said("There is no riddle at place {place}.", place=place)


def hosts_at_once() -> Sentence:
    """Several hosts at once."""
    return said("Other hosts are changing these riddles; look at them again.")


def no_host_channel() -> Sentence:
    """Where hosts are asked."""
    return said("Name the channel in which the hosts are asked, one that players do not see.")


def not_played_here() -> Sentence:
    """Nothing to take back."""
    return said("That riddle was not played here.")


def round_at_once() -> Sentence:
    """Several people at once."""
    return said("The round is being changed by others; try again in a moment.")


# --- what hosts and players are told ---


def reported(label: str, reason: str, reporters: int) -> Sentence:
    """One riddle that a player reported."""
    if reporters > 1:
        return said("Riddle {label} was reported: “{reason}” ({n} so far)", label=label, reason=reason, n=reporters)
    return said("Riddle {label} was reported: “{reason}”", label=label, reason=reason)


def more_reports(number: int) -> Sentence:
    """That not all are shown."""
    return said("... and {number} more; `riddle host reports` shows all.", number=number)


def riddle_held(label: str) -> Sentence:
    """What three reports do."""
    return said("Riddle {label} is held back wherever it is not posted yet. Here you can recall it.", label=label)


def regretted(label: str, reason: str) -> Sentence:
    """What is known of a riddle by now that was posted."""
    return said(
        "Riddle {label} would not be posted any more: {reason} Please look whether to recall it.",
        label=label,
        reason=reason,
    )


def approved_too_soon(label: str, reason: str) -> Sentence:
    """What is known by now of a riddle that a host approved, or changed."""
    return said(
        "Riddle {label} would not be posted any more: {reason} What a host said of that day does not hold any more; "
        "please look at its riddles again.",
        label=label,
        reason=reason,
    )


def streak_ends(days: int, at: str) -> Sentence:
    """A private line to a player who asked for it."""
    return said(
        "Your streak of {days} days ends with the next riddle, at {at}, unless you solve this one before. "
        "You asked to be reminded; /riddle remind-me off ends it.",
        days=days,
        at=at,
    )


# --- how a schedule is written ---


def no_time(text: str) -> Sentence:
    """No time of day."""
    return said("{text!r} is not a time of day from 00:00 to 23:59.", text=text)


def no_zone(text: str, nearest: str) -> Sentence:
    """No zone."""
    return said("There is no time zone {text!r}; did you mean {nearest}?", text=text, nearest=nearest)


def no_weekday(text: str) -> Sentence:
    """No days."""
    return said("{text!r} names no days of the week; write mon-fri, or mon,wed,fri, or daily.", text=text)


def no_reveal(text: str, most: int) -> Sentence:
    """No rule."""
    return said(
        "{text!r} is not a time for the answer; write next, or after:24h (1 to {most} hours), or at:17:00.",
        text=text,
        most=most,
    )


def deck_at_once() -> Sentence:
    """Several people at once."""
    return said("The deck is being changed by others; look at it again.")


def deck_there(title: str) -> Sentence:
    """A new deck by the name of one that is there."""
    return said("There is a deck {title} already; edit it, or choose another name.", title=title)


def no_deck(text: str, there: str) -> Sentence:
    """No such deck."""
    return said("There is no deck {text!r}; there is {there}.", text=text, there=there)


def no_channel(text: str) -> Sentence:
    """Not what a platform calls a channel."""
    return said("{text!r} cannot be what a platform calls a channel.", text=text)


def no_community(text: str) -> Sentence:
    """Not a community's name."""
    return said("{text!r} is no community; write it like slack:T0123, discord:456 or terminal.", text=text)
