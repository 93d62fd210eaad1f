"""A deck that is removed: the channels that used it play `default` from then on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import DEFAULT_DECK

if TYPE_CHECKING:
    from bot.delivery.planning import Planning
    from bot.domain import Deck
    from bot.ports.decks import DeckStore


async def drop(decks: DeckStore, planning: Planning, deck: Deck) -> int | None:
    """Remove a deck; returns how many channels used it, None where the deck is not there any more.

    The deck goes first: a channel that is set to it meanwhile finds it gone, and plays `default` all the same.
    """
    if not await decks.remove(deck.name):
        return None
    channels = [one for one in await planning.schedule.channels(deck.owner) if one.deck == deck.name]
    for channel in channels:
        await planning.set_up(replace(channel, deck=DEFAULT_DECK))
    return len(channels)
