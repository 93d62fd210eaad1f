"""What Slack tells: messages, mentions, the home, and the end. Each counts once, and before it is acknowledged."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.slack import home, players, replying
from adapters.slack.answers import cards, patiently
from adapters.slack.pace import messages, paced, whispers
from adapters.slack.said import event
from bot.desk.cards import Card
from bot.desk.player import WISHES
from bot.domain import Matter
from bot.game.verbs import Line, Verb, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.slack.office import Office
    from adapters.slack.said import Said

_log = logging.getLogger(__name__)

ONCE_SECONDS = 93_600.0
"""How long it is remembered that an event was answered: Slack may send one again for a day."""

THREADS = timedelta(days=14)
"""How old a post may be whose thread is looked after."""

_EDITED = frozenset({"message_changed", "message_deleted", "message_replied"})


async def told(office: Office, body: dict[str, Any]) -> None:
    """Do what an event asks for; raises `StoreUnavailable`, and then Slack sends it again."""
    what = body.get("event") if isinstance(body.get("event"), dict) else {}
    said, kind = event(body), (what or {}).get("type")
    if kind in {"app_uninstalled", "tokens_revoked"}:
        if kind == "app_uninstalled" or (what or {}).get("tokens", {}).get("bot"):
            await leave(office, said.community)
    elif kind == "app_home_opened" and home.opened(what or {}):
        if await _first(office, said):
            office.beside.start(home.publish(office, said), "publish a home")
    elif kind == "app_mention":
        await _mentioned(office, said, what or {})
    elif kind == "message":
        await message(office, said, what or {})


async def message(office: Office, said: Said, what: dict[str, Any]) -> None:
    """A message: direct ones are answered, replies under a post are nudged; edits and other apps' are nobody's."""
    if what.get("subtype") in _EDITED or what.get("bot_id") or what.get("hidden") or not said.user:
        return
    if said.channel.startswith("D"):
        await direct(office, said)
        return
    thread = str(what.get("thread_ts") or "")
    robot = await office.teams.robot(said.community)
    mentions = robot is not None and f"<@{robot.user}>" in str(what.get("text") or "")
    if thread and thread != what.get("ts") and not mentions and await _is_ours(office, said, thread):
        await _nudge(office, said, thread)


async def direct(office: Office, said: Said) -> None:
    """A direct message: a command, or a guess at today's riddle."""
    if not said.text:
        return
    line = read_line(said.text)
    typed = said.text if line.verb is not Verb.GUESS or _is_command(said.text) else f"guess {said.text}"
    found = await _answers(office, said, line, typed.lstrip("/"))
    if not await _first(office, said):
        return
    if office.heard is not None:
        heard = office.heard
        await patiently(lambda: heard.wrote(said.community, said.channel, office.tidying.now()))
    office.beside.start(_write(office, said, found), "answer a direct message")


async def leave(office: Office, community: str) -> None:
    """A workspace removed the app: it is noted at once, and forgotten beside it."""
    await patiently(lambda: office.tidying.store.leave(community, office.tidying.now()))
    if office.installs is not None:
        installs = office.installs
        await patiently(lambda: installs.remove(community))
        office.teams.forget(community)
    _log.info("community=%s removed the app", community)
    office.beside.start(office.tidying.leave(community), "forget a workspace")


async def _mentioned(office: Office, said: Said, what: dict[str, Any]) -> None:
    """A mention where others read: what it asks for is answered privately, and a guess is not taken."""
    line = read_line(f"/{said.text}" if said.text else "/today")
    if line.verb in {Verb.GUESS, Verb.UNKNOWN}:
        found: tuple[Card, ...] = (Card(text=office.words.how_to_guess()),)
    else:
        found = await _answers(office, said, line, said.text)
    if await _first(office, said):
        thread = str(what.get("thread_ts") or "")
        office.beside.start(_whisper(office, said, found, thread), "answer a mention")


async def _answers(office: Office, said: Said, line: Line, typed: str) -> tuple[Card, ...]:
    if line.verb is Verb.HELP:
        return (Card(text=office.front.help()), Card(text=office.words.host_help()))
    found = await cards(office.words, lambda: office.player(said).say(typed, said.delivery))
    players.solved(office, said, found)
    return found


async def _nudge(office: Office, said: Said, thread: str) -> None:
    if await _first(office, said):
        found = (Card(text=office.words.how_to_guess()),)
        office.beside.start(_whisper(office, said, found, thread), "tell how to guess")


async def _is_ours(office: Office, said: Said, thread: str) -> bool:
    """Whether a thread is one under a post of ours."""
    try:
        second = float(thread)
    except ValueError:
        return False
    now = office.tidying.now()
    if not 0 <= now.timestamp() - second <= THREADS.total_seconds():
        return False
    first, last = (now - THREADS).date(), (now + timedelta(days=1)).date()
    found = await patiently(lambda: office.front.schedule.deliveries(said.community, first, last))
    return any(one.message == thread and one.sending.matter is Matter.POST for one in found)


async def _first(office: Office, said: Said) -> bool:
    """Whether this event was not answered before, by whatever process."""
    schedule = office.front.schedule
    return await patiently(lambda: schedule.once(said.community, said.delivery, ONCE_SECONDS))


async def _whisper(office: Office, said: Said, found: Sequence[Card], thread: str) -> None:
    client = await office.teams.client(said.community)
    if client is None:
        return
    shown = players.message(office, found)
    await paced(office.front.schedule, whispers(said.community))
    await replying.write(
        lambda: client.chat_postEphemeral(channel=said.channel, user=said.user, thread_ts=thread or None, **shown)
    )  # fmt: skip


async def _write(office: Office, said: Said, found: Sequence[Card]) -> None:
    client = await office.teams.client(said.community)
    if client is None:
        return
    for shown in (players.message(office, found), *players.files(office, found)):
        await paced(office.front.schedule, messages(said.community, said.channel))
        await replying.write(
            lambda shown=shown: client.chat_postMessage(  # type: ignore[misc]
                channel=said.channel, unfurl_links=False, unfurl_media=False, **shown
            )
        )


def _is_command(text: str) -> bool:
    """Whether a text says of its own that it is a guess, or what no line of the game knows."""
    return text.casefold().startswith("guess ") or " ".join(text.casefold().replace("-", " ").split()) in WISHES
