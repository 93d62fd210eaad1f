"""A deck that is removed: the channels that used it play `default` from then on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import DEFAULT_DECK
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.delivery.planning import Planning
    from bot.domain import Channel, Deck
    from bot.ports.decks import DeckStore

_FAR = timedelta(days=400)
"""Later than any edition that is needed."""


async def drop(decks: DeckStore, planning: Planning, deck: Deck) -> int | None:
    """Remove a deck; returns how many channels used it, None where the deck is not there any more.

    The deck goes first: a channel that is set to it meanwhile finds it gone, and plays `default` all the same.
    """
    if not await decks.remove(deck.name):
        return None
    schedule = planning.schedule
    channels = [one.key for one in await schedule.channels(deck.owner) if one.deck == deck.name]
    for key in channels:
        with suppress(UsageError):  # somebody removed the channel meanwhile
            await planning.change(key, lambda one: _without(one, deck))
    for name, day, _ in await schedule.needed(planning.now() + _FAR):
        if name == deck.name:
            await schedule.have(name, day)
    return len(channels)


def _without(channel: Channel, deck: Deck) -> Channel:
    return replace(channel, deck=DEFAULT_DECK) if channel.deck == deck.name else channel
