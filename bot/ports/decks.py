"""Where decks are kept, and what each may still spend on models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Deck


class DeckStore(Protocol):
    """Decks by the name they are kept under; `default` is made of the settings and always there."""

    async def deck(self, name: str) -> Deck | None:
        """A deck, or None."""

    async def decks(self, community: str = "") -> tuple[Deck, ...]:
        """The public decks, `default` first, and those of a community; never another community's."""

    async def all(self) -> tuple[Deck, ...]:
        """Every deck there is, for the operator."""

    async def keep(self, deck: Deck, before: Deck | None = None) -> bool:
        """Keep a deck in the place of `before`, or a new one; False where something else stands there by now.

        Raises `TooMany` where the community, or the operator, has as many as may be.
        """

    async def remove(self, name: str) -> bool:
        """Forget a deck; its editions stay. False where it is not there."""

    async def forget(self, community: str) -> None:
        """Forget the decks of a community that left, with all that was made for them."""

    async def left(self, deck: str, day: date) -> int | None:
        """How many model tokens a deck may still use on a day (UTC); None where there is no limit."""

    async def spend(self, deck: str, day: date, tokens: int) -> bool:
        """Count tokens that were used; False where the deck's share of the day is spent by now."""
