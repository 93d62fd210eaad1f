"""Channels that are named with a command: taken as Discord names them, also where the bot does not see them (yet)."""

from __future__ import annotations

from typing import Any

import discord
from discord import AppCommandOptionType, ChannelType, app_commands

TALKED_IN = (ChannelType.text, ChannelType.news)
POSTED_IN = (*TALKED_IN, ChannelType.forum, ChannelType.media)


class Where(app_commands.Transformer):
    """A channel of some kinds; the library would refuse one that it does not remember."""

    def __init__(self, *kinds: ChannelType) -> None:
        self._kinds = kinds

    @property
    def type(self) -> AppCommandOptionType:
        """What Discord offers."""
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        """The kinds it offers."""
        return list(self._kinds)

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        """The channel as Discord names it."""
        del interaction
        return value
