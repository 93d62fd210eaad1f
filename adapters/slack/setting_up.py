"""A channel is set up: its form, what is seen of it while it is filled in, and what is kept of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.slack import blocks, forms, replying
from adapters.slack.answers import patiently
from adapters.slack.calls import meant
from adapters.slack.said import interaction, is_channel
from adapters.slack.setup_form import setup_form
from bot.delivery.schedules import DAYS, read_reveal, read_time, read_weekdays, read_zone
from bot.desk.cards import Card
from bot.domain import Post, Round
from bot.errors import NothingToPlay, NotTaken, StoreUnavailable, TooMany, UsageError

if TYPE_CHECKING:
    from adapters.slack.office import Office
    from adapters.slack.said import Said
    from bot.desk.host import HostDesk, Setup

Message = dict[str, Any]

_READERS = {"time": read_time, "zone": read_zone, "weekdays": read_weekdays, "reveal": read_reveal}


async def form_of(office: Office, said: Said, channel: str, zone: str = "") -> Message:
    """The form of a channel, for whom it was made sure that he may see it."""
    zone = _zone(zone) or await office.rights.zone(said.community, said.user)
    setup = await office.host(said).form("" if channel.startswith("D") else channel, zone)
    return await _form(office, said, setup)


async def open_form(office: Office, body: Message) -> None:
    """The button of the home."""
    said = interaction(body)
    if await patiently(lambda: office.rights.is_host(said.community, said.user)):
        view = await patiently(lambda: form_of(office, said, ""))
    else:
        view = forms.shown_view(office.words, (Card(text=office.words.not_a_host(said.user)),))
    await replying.show(office, said, body, view)


async def looked_at(office: Office, body: Message) -> None:
    """Something was chosen in the form: show below it how a post will look."""
    view = body.get("view") or {}
    said, given = interaction(body), forms.filled(view)
    client = await office.teams.client(said.community)
    if client is None or not await patiently(lambda: _may(office, said, given.get("channel", ""))):
        return
    setup = await patiently(lambda: _setup(office, said, given))
    made = await patiently(lambda: _form(office, said, setup))
    with suppress(NotTaken), meant():  # somebody chose again meanwhile, or closed it
        await client.views_update(view_id=str(view.get("id")), hash=str(view.get("hash")), view=made)


async def set_up(office: Office, body: Message) -> Message:
    """The form was sent: each fault is told at its field, and nothing is kept."""
    said, given = interaction(body), forms.filled(body.get("view") or {})
    channel = given.get("channel", "")
    try:
        if not is_channel(channel) or not await patiently(lambda: _may(office, said, channel)):
            return _errors({"channel": office.words.not_a_host(said.user)})
        setup = await patiently(lambda: _setup(office, said, given))
        faults = await patiently(lambda: _faults(office, office.host(said), setup))
        if faults:
            return _errors(faults)
        card = await patiently(lambda: office.host(said).set_up(setup))
    except StoreUnavailable:
        return _errors({"channel": office.words.try_again()})
    except (NothingToPlay, TooMany, UsageError) as error:
        # What is wrong with a part was told above: what is left is about reviews without anybody to ask.
        return _errors({"host_channel" if "host_channel" in given else "channel": office.words.error(error)})
    shown = blocks.card_blocks(office.words, (replace(card, notes=(*card.notes, office.words.invite())),))
    made = [*shown, *await _next_post(office, said, channel)]
    return {"response_action": "update", "view": forms.view_of(office.words, made, office.words.setup_done_title())}


# --- parts ---


async def _may(office: Office, said: Said, channel: str) -> bool:
    if is_channel(channel):
        return await office.rights.is_host_of(said.community, said.user, channel)
    return await office.rights.is_host(said.community, said.user)


async def _form(office: Office, said: Said, setup: Setup) -> Message:
    whole = await office.rights.is_host(said.community, said.user)
    decks = await office.front.decks(said.community).titles()
    return setup_form(office.words, setup, decks, office.host(said).outlook(setup), whole=whole)


def _zone(text: str) -> str:
    """The zone named behind the command, where it is one."""
    try:
        return read_zone(text)
    except UsageError:
        return ""


async def _setup(office: Office, said: Said, given: dict[str, str]) -> Setup:
    """What the form says; who is not a host of all changes nothing that holds for all."""
    channel = given.get("channel", "")
    stands = await office.host(said).form(channel)
    days = [DAYS[int(day)] for day in given.get("weekdays", "").split(",") if day in set("0123456")]
    ping = given.get("ping", "")
    setup = replace(
        stands,
        time=given.get("time") or stands.time,
        zone=given.get("zone") or stands.zone,
        weekdays=",".join(days) or stands.weekdays,
        reveal=given.get("reveal") or stands.reveal,
        deck=given.get("deck") or stands.deck,
        ping=ping if ping in blocks.PINGS else "",
    )
    if not await office.rights.is_host(said.community, said.user):
        return setup
    host_channel = given.get("host_channel", "")
    asked_for = host_channel if is_channel(host_channel) else ""
    return replace(setup, review="on" in given.get("review", "").split(","), host_channel=asked_for)


async def _faults(office: Office, desk: HostDesk, setup: Setup) -> dict[str, str]:
    """What is wrong with a form, by field."""
    found = dict[str, str]()
    for name, read in _READERS.items():
        try:
            read(getattr(setup, name))
        except UsageError as error:
            found[name] = office.words.error(error)
    try:
        await desk.find_deck(setup.deck)
    except UsageError as error:
        found["deck"] = office.words.error(error)
    return found


async def _next_post(office: Office, said: Said, channel: str) -> list[blocks.Block]:
    """The next post as it will look, where its riddle is made; who is no host of all waits for it as others do."""
    try:
        if not await patiently(lambda: office.rights.is_host(said.community, said.user)):
            return []
        waiting = await patiently(lambda: office.host(said).queue(channel))
    except (StoreUnavailable, NothingToPlay):
        return []
    if not waiting:
        return []
    one = waiting[0]
    found = Round(one.key, one.number, one.riddles, office.tidying.now())
    made = blocks.shown(office.words, Post(found, (0,) * len(one.riddles)))["blocks"]
    return [{"type": "divider"}, blocks.context(office.words.preview()), *(b for b in made if b["type"] != "actions")]


def _errors(found: dict[str, str]) -> Message:
    return {"response_action": "errors", "errors": found}
