"""The desk of the platforms, wired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.delivery import clubs, planning, releasing
from bot.bootstrap.hosts import explaining, find_deck, leak, recall
from bot.bootstrap.terminal import words

if TYPE_CHECKING:
    from bot.bootstrap.store import Store
    from bot.desk.front import Front
    from bot.ports.tasks import Makes
    from bot.settings import Settings


def front(store: Store, settings: Settings, tasks: Makes) -> Front:
    """Everything a platform's process needs of the program."""
    from bot.desk.front import Front as Desks

    async def deck(text: str, community: str) -> str:
        return await find_deck(store, settings, text, community)

    said = words(settings)
    pages = said.pages(settings.privacy_url or "", settings.terms_url or "")
    return Desks(
        clubs(store), store.schedule, store.editions, store.reviews, tasks, planning(store), recall(store),
        explaining(store), leak, deck, said, releasing(store), store.reminders, store.decks, pages,
        settings.decks_per_community,
    )  # fmt: skip
