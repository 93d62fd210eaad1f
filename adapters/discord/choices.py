"""What is offered to hosts while they type; to everybody else, nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters.discord.hosts import host_desk
from adapters.discord.said import read
from adapters.discord.text import named
from bot.delivery.calendar import zones as all_zones
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.discord.answering import Answers
    from adapters.discord.said import Said
    from bot.desk.host import HostDesk

Asked = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]

MOST = 25
SECONDS = 1.5
"""How long one looks: a choice that comes later is of no use to anybody."""

WEEKDAYS = ("mon-fri", "daily", "weekends", "mon,wed,fri", "tue,thu")
REVEALS = ("next", "after:4h", "after:8h", "after:12h", "at:12:00", "at:18:00", "at:21:00")
_TIMES = tuple(f"{hour:02}:{minute:02}" for hour in (*range(6, 24), *range(6)) for minute in (0, 30))


def among(found: Sequence[str], current: str) -> Choices:
    """Those that hold what was typed."""
    asked = current.strip().lower()
    return [app_commands.Choice(name=one[:100], value=one[:100]) for one in found if asked in one.lower()][:MOST]


def zones(current: str) -> Choices:
    """Time zones; where the city begins with what was typed comes first."""
    asked = current.strip().lower().replace(" ", "_")
    found = sorted(all_zones(), key=lambda zone: (not zone.lower().rpartition("/")[2].startswith(asked), zone))
    return among(found, asked)


def times(current: str) -> Choices:
    """Hours and half hours; `9` is meant as 09:00."""
    asked = current.strip()
    found = [one for one in _TIMES if one.lstrip("0").startswith(asked.lstrip("0"))] if asked else [*_TIMES]
    return among(found, "")


async def decks(answers: Answers, interaction: Asked, *, own: bool = False) -> Sequence[str]:
    """Decks a server can choose from, or those that are its own."""

    async def look(_: HostDesk, said: Said) -> list[str]:
        there = await answers.front.decks(said.community).there()
        return [one.title for one in there if one.owner or not own]

    return await _looked(answers, interaction, look)


async def days(answers: Answers, interaction: Asked) -> Sequence[str]:
    """The days whose riddles are made and not posted."""

    async def look(desk: HostDesk, said: Said) -> list[str]:
        return [one.key.date.isoformat() for one in await desk.queue(said.channel)]

    return await _looked(answers, interaction, look)


async def riddles(answers: Answers, interaction: Asked) -> Sequence[str]:
    """The numbers of the last days' riddles, newest first."""

    async def look(_: HostDesk, said: Said) -> list[str]:
        desk = answers.front.player(said.community, said.user, named, account=said.account, where=said.where)
        return [name for name, _ in (await desk.archive()).rows]

    return await _looked(answers, interaction, look)


async def _looked(
    answers: Answers, interaction: Asked, look: Callable[[HostDesk, Said], Awaitable[list[str]]]
) -> Sequence[str]:
    """What is found in time."""
    said = read(interaction)
    try:
        async with asyncio.timeout(SECONDS):
            return await look(await host_desk(answers, interaction, said), said)
    except (RiddleError, TimeoutError):
        return ()
