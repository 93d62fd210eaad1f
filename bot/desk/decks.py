"""A community's own decks: what their form shows and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.delivery.dropping import drop
from bot.domain import Deck, deck_name
from bot.errors import UsageError
from bot.game.sentences import delivering as sentences
from bot.news.decks import edited, is_name, new_deck
from bot.text import one_line

if TYPE_CHECKING:
    from bot.delivery.planning import Planning
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
    """The decks of one community, which no other sees; `most` says how many of its own it may have."""

    decks: DeckStore
    planning: Planning
    community: str
    most: int = 1

    async def form(self, title: str = "") -> DeckForm:
        """What stands in the form of a deck, or of a new one."""
        found = await self._own(title)
        return DeckForm(title) if found is None else _form(found)

    async def there(self) -> tuple[Deck, ...]:
        """The decks the community can choose from: its own and the public ones."""
        return await self.decks.decks(self.community)

    async def titles(self) -> tuple[str, ...]:
        """What the decks are called that the community can choose from."""
        return tuple(one.title for one in await self.there())

    def faults(self, form: DeckForm) -> dict[str, str]:
        """What is wrong with a form, by field; nothing where all of it is right."""
        found = dict[str, str]()
        try:
            new_deck(form.title, self.community)
        except UsageError as error:
            found["title"] = str(error)
        for name, value in _fields(form).items():
            try:
                edited(Deck(owner=self.community), **{name: value})
            except UsageError as error:
                found[name] = str(error)
        return found

    async def keep(self, form: DeckForm, *, new: bool | None = None) -> Deck:
        """Keep a deck; raises with what is wrong with it, or where there are too many.

        With `new` it must not be there yet as something else, with `new=False` it must be there.
        """
        fields = _fields(form)
        fresh = new_deck(form.title, self.community, **fields)
        for _ in range(_TRIES):
            before = await self.decks.deck(fresh.name)
            if before is None and new is False:
                raise await self._none(form.title)
            made = fresh if before is None else edited(before, **fields)
            if new and before is not None and made != before:
                raise UsageError(sentences.deck_there(fresh.title))
            if await self.decks.keep(made, before):
                return made
        raise UsageError(sentences.deck_at_once())

    async def remove(self, title: str) -> int:
        """Remove a deck; returns how many channels play `default` from now on."""
        found = await self._own(title)
        dropped = await drop(self.decks, self.planning, found) if found is not None else None
        if dropped is None:
            raise await self._none(title)
        return dropped

    async def _own(self, title: str) -> Deck | None:
        name = title.strip().lower()
        return await self.decks.deck(deck_name(name, self.community)) if is_name(name) else None

    async def _none(self, title: str) -> UsageError:
        return UsageError(sentences.no_deck(one_line(title, 40), ", ".join(await self.titles())))


def _form(deck: Deck) -> DeckForm:
    return DeckForm(deck.title, "\n".join(deck.feeds), "\n".join(deck.topics), str(deck.per_day), deck.strictness.value)


def _fields(form: DeckForm) -> dict[str, Any]:
    return {
        "feeds": form.feeds.split(),
        "topics": [line for part in form.topics.splitlines() for line in part.split(",")],
        "per_day": _number(form.per_day),
        "strictness": form.strictness,
    }


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
