"""A community's own decks: what their form shows and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.delivery.dropping import drop
from bot.domain import deck_name
from bot.errors import UsageError
from bot.game.sentences import delivering as sentences
from bot.news.decks import edited, new_deck
from bot.text import one_line

if TYPE_CHECKING:
    from bot.delivery.planning import Planning
    from bot.domain import Deck
    from bot.ports.decks import DeckStore

_TRIES = 5


@dataclass(frozen=True, slots=True)
class DeckForm:
    """A deck as it stands in a form: everything as it is written, feeds and topics a line each."""

    title: str
    feeds: str = ""
    topics: str = ""
    per_day: str = "1"
    strictness: str = "standard"


@dataclass(frozen=True, slots=True)
class DeckDesk:
    """The decks of one community, which no other sees."""

    decks: DeckStore
    planning: Planning
    community: str

    async def form(self, title: str = "") -> DeckForm:
        """What stands in the form of a deck, or of a new one."""
        found = await self.decks.deck(deck_name(title.strip().lower(), self.community)) if title else None
        return DeckForm(title) if found is None else _form(found)

    async def titles(self) -> tuple[str, ...]:
        """The decks the community can choose from: its own and the public ones."""
        return tuple(one.title for one in await self.decks.decks(self.community))

    async def keep(self, form: DeckForm) -> Deck:
        """Keep a deck, new or changed; raises with what is wrong with it, or where there are too many."""
        fields: dict[str, Any] = {
            "feeds": form.feeds.split(),
            "topics": [line for part in form.topics.splitlines() for line in part.split(",")],
            "per_day": _number(form.per_day),
            "strictness": form.strictness,
        }
        fresh = new_deck(form.title, self.community, **fields)
        for _ in range(_TRIES):
            before = await self.decks.deck(fresh.name)
            if await self.decks.keep(fresh if before is None else edited(before, **fields), before):
                return fresh
        raise UsageError(sentences.deck_at_once())

    async def remove(self, title: str) -> int:
        """Remove a deck; returns how many channels play `default` from now on."""
        found = await self.decks.deck(deck_name(title.strip().lower(), self.community))
        dropped = await drop(self.decks, self.planning, found) if found is not None else None
        if dropped is None:
            raise UsageError(sentences.no_deck(one_line(title, 40), ", ".join(await self.titles())))
        return dropped


def _form(deck: Deck) -> DeckForm:
    return DeckForm(deck.title, "\n".join(deck.feeds), "\n".join(deck.topics), str(deck.per_day), deck.strictness.value)


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
