"""What Discord sends, read and bounded: who, where, and which delivery it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.domain import ChannelKey

if TYPE_CHECKING:
    from collections.abc import Mapping

PLATFORM = "discord"
LONGEST = 4_000
"""Characters of a field of a form that are looked at."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's command, button or form. `delivery` is the same however often Discord sends it.

    `account` is the person across servers; where the bot is not a member, the person plays in a community of his own.
    """

    community: str
    user: str
    channel: str
    delivery: str
    is_guild: bool

    @property
    def account(self) -> str:
        """The person, wherever he plays."""
        return f"{PLATFORM}:{self.user}"

    @property
    def where(self) -> ChannelKey | None:
        """The channel, where riddles may be posted."""
        return ChannelKey(self.community, self.channel) if self.is_guild and self.channel else None


def read(interaction: discord.Interaction[Any]) -> Said:
    """Who asks, and where; in a thread the channel is the one it belongs to."""
    is_guild = interaction.guild_id is not None and interaction.is_guild_integration()
    user = str(interaction.user.id)
    channel = interaction.channel
    where = channel.parent_id if isinstance(channel, discord.Thread) else interaction.channel_id
    community = community_of(interaction.guild_id) if is_guild else f"{PLATFORM}:dm:{user}"
    return Said(community, user, str(where or ""), f"interaction:{interaction.id}", is_guild)


def community_of(guild: int | None) -> str:
    """The community of a server."""
    return f"{PLATFORM}:{guild}"


def custom(interaction: discord.Interaction[Any]) -> str:
    """The id of the button or form."""
    data: Any = interaction.data or {}
    return str(data.get("custom_id") or "")


def fields(interaction: discord.Interaction[Any]) -> Mapping[str, str]:
    """What was typed into a form, by field."""
    found: dict[str, str] = {}
    data: Any = interaction.data or {}
    for row in data.get("components") or ():
        for one in row.get("components") or [row.get("component") or {}]:
            found[str(one.get("custom_id") or "")] = str(one.get("value") or "")[:LONGEST].strip()
    return found


def without_mention(text: str, me: int) -> tuple[str, bool]:
    """A message's text without a mention of the bot, and whether there was one."""
    made, times = re.subn(rf"<@!?{me}>", " ", text)
    return " ".join(made.split()), bool(times)
