"""What stands in the list and the form of a community's own decks, for its hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.sentences.speech import Speech
from bot.text import shorten

if TYPE_CHECKING:
    from bot.domain import Deck

WIDEST = 300
"""Characters of a deck's topics in a list."""


class Decks(Speech):
    """Decks: listed, written, removed."""

    __slots__ = ()

    def decks_title(self) -> str:
        """What stands over the list."""
        return self._("Decks of news")

    def decks_button(self) -> str:
        """Opens the list."""
        return self._("Decks of news")

    def deck_said(self, deck: Deck) -> str:
        """A deck in a line: how many riddles a day, how careful, of what news."""
        parts = [
            self._n("one riddle a day", "{n} riddles a day", deck.per_day),
            self.strictness(deck.strictness.value),
            self._("topics: {topics}", topics=shorten(", ".join(deck.topics), WIDEST)) if deck.topics else "",
            self._n("one feed of its own", "{n} feeds of its own", len(deck.feeds))
            if deck.feeds
            else self._("the usual feeds"),
        ]
        return "; ".join(filter(None, parts))

    def whose_deck(self, *, own: bool) -> str:
        """Who sees a deck."""
        return self._("This community's own.") if own else self._("For everybody; whoever runs the bot looks after it.")

    def decks_left(self, own: int, most: int) -> str:
        """How many decks of its own a community has and may have."""
        if not most:
            return self._("Communities have no decks of their own here; whoever runs the bot can change that.")
        if own >= most:
            return self._n(
                "There is one deck of your own, as many as there may be: edit it, or delete it for another.",
                "There are {n} decks of your own, as many as there may be: edit or delete one.",
                own,
            )
        return self._n(
            "Decks of your own: {own}; there may be one.", "Decks of your own: {own}; there may be {n}.", most, own=own
        )

    def deck_button(self, deed: str) -> str:
        """What stands on a button of the list."""
        return {"new": self._("New deck"), "edit": self._("Edit"), "delete": self._("Delete")}[deed]

    def deck_form_title(self, title: str) -> str:
        """What stands over the form."""
        return self._("Edit a deck") if title else self._("New deck")

    def deck_field(self, name: str) -> str:
        """What stands over a field of the form."""
        return {
            "title": self._("Name"),
            "feeds": self._("Feeds, an address a line"),
            "topics": self._("Topics, one a line"),
            "per_day": self._("Riddles a day"),
            "strictness": self._("How careful"),
        }[name]

    def deck_hint(self, name: str) -> str:
        """What is told below a field."""
        return {
            "title": self._("Small letters, figures and dashes, like chess or local-news."),
            "feeds": self._("RSS, Atom or JSON feeds on public addresses. None: those that everybody has."),
            "topics": self._("Stories of these alone, a word or a few each, like chess or deep sea. None: all."),
            "per_day": "",
            "strictness": self._("Gentle leaves out politics, religion, war, crime and health as well."),
        }[name]

    def strictness(self, name: str) -> str:
        """How careful a deck is."""
        return {"gentle": self._("gentle"), "standard": self._("standard"), "open": self._("open")}[name]

    def deck_language(self) -> str:
        """In which language riddles are made."""
        return self._("Riddles are made in English. What changes here holds for days that are not made yet.")

    def deck_too_long(self, name: str) -> str:
        """Not shown in the form, as it does not fit."""
        return self._("{field}: too long for this form, and kept as they are.", field=self.deck_field(name))

    def deck_kept(self, title: str) -> str:
        """A deck was kept."""
        return self._("The deck {title} is kept. /riddle setup lets a channel play it.", title=title)

    def deck_removed(self, title: str, channels: int) -> str:
        """A deck was removed."""
        if not channels:
            return self._("The deck {title} is deleted; no channel played it.", title=title)
        return self._n(
            "The deck {title} is deleted; one channel played it, and plays the usual one from now on.",
            "The deck {title} is deleted; {n} channels played it, and play the usual one from now on.",
            channels,
            title=title,
        )

    def deck_surely(self, title: str) -> str:
        """Asked before a deck is removed."""
        return self._(
            "Delete the deck {title}? Its riddles that are made stay; channels that play it play the usual deck.",
            title=title,
        )
