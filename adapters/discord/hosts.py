"""Who is a host of a server: asked anew each time, whatever Discord let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from adapters.discord.said import read
from adapters.discord.text import named
from bot.errors import UsageError

if TYPE_CHECKING:
    from adapters.discord.answering import Answers
    from adapters.discord.said import Said
    from bot.desk.host import HostDesk


class NotAHost(UsageError):
    """Only hosts may do that."""


async def host_desk(answers: Answers, interaction: discord.Interaction[Any], said: Said | None = None) -> HostDesk:
    """The desk of a host; raises `NotAHost` for everybody else."""
    said = said or read(interaction)
    words = answers.front.words
    if not said.is_guild:
        raise NotAHost(words.guild_only())
    if not interaction.permissions.manage_guild:
        role = (await answers.threads.talking(said.community)).role
        if not _has(interaction.user, role):
            raise NotAHost(words.hosts_only())
    return answers.front.host(said.community, said.user, named)


def _has(user: discord.User | discord.Member, role: str) -> bool:
    return isinstance(user, discord.Member) and role.isdecimal() and user.get_role(int(role)) is not None
