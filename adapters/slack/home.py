"""The home of the app: today's riddle, one's own record, the board, and for hosts what is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack import blocks
from adapters.slack.answers import cards
from adapters.slack.calls import meant
from bot.desk.cards import Card
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from adapters.slack.office import Office
    from adapters.slack.said import Said

SETUP, DECKS = "setup", "deck:list"


async def publish(office: Office, said: Said) -> None:
    """Show somebody his home."""
    view = {"type": "home", "blocks": await made(office, said)}
    client = await office.teams.client(said.community)
    if client is not None:
        with meant():
            await client.views_publish(user_id=said.user, view=view)


async def made(office: Office, said: Said) -> list[blocks.Block]:
    """The blocks of somebody's home."""
    words, desk = office.words, office.player(said)
    found = blocks.card_blocks(words, await cards(words, desk.today))

    async def own() -> tuple[Card, ...]:
        record = await desk.me()
        return (Card(words.your_record(), record.text), await desk.board())

    found += [{"type": "divider"}, *blocks.card_blocks(words, await cards(words, own))]
    if await _is_host(office, said):
        found += [{"type": "divider"}, *await _hosting(office, said)]
    return [*found[:96], {"type": "divider"}, *blocks.card_blocks(words, (Card(text=office.front.pages),))]


async def _hosting(office: Office, said: Said) -> list[blocks.Block]:
    async def status() -> tuple[Card, ...]:
        return (await office.host(said).status(),)

    shown = blocks.card_blocks(office.words, await cards(office.words, status))
    words = office.words
    pressed = blocks.own_buttons((words.setup_button(), SETUP), (words.decks_button(), DECKS))
    return [*shown[:40], pressed]


async def _is_host(office: Office, said: Said) -> bool:
    try:
        return await office.rights.is_host(said.community, said.user)
    except StoreUnavailable:
        return False


def opened(told: dict[str, Any]) -> bool:
    """Whether an event says that somebody looks at his home, and not at the messages beside it."""
    return told.get("tab") in {None, "home"}
