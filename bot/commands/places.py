"""Communities and channels as they are named on a command line, and tables of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.domain import ChannelKey

PLATFORMS = ("slack", "discord", "terminal")
TERMINAL = "terminal"

_ID = re.compile(r"[^\s|:{}]{1,100}")
_COMMUNITY = re.compile(r"(?:slack|discord):(?:dm:)?[^\s|:{}]{1,100}")


def add_channel(parser: argparse.ArgumentParser) -> None:
    """Which channel is meant."""
    parser.add_argument("--platform", metavar="NAME", choices=PLATFORMS, required=True, help=", ".join(PLATFORMS))
    parser.add_argument(
        "--community", metavar="ID", default="", help="the Slack workspace or Discord server; none for the terminal"
    )
    parser.add_argument("--channel", metavar="ID", required=True, help="the platform's own id of the channel")


def add_community(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Which community is meant."""
    parser.add_argument(
        "--community",
        metavar="NAME",
        required=required,
        default="",
        help="slack:ID of the workspace, discord:ID of the server, or terminal",
    )


def channel_key(options: argparse.Namespace) -> ChannelKey:
    """The channel of the options."""
    from bot.domain import ChannelKey
    from bot.game.sentences.delivering import no_channel

    if not _ID.fullmatch(options.channel):
        raise UsageError(no_channel(one_line(options.channel, 40)))
    return ChannelKey(_community(options.platform, options.community), options.channel)


def community(text: str) -> str:
    """A community as it is kept: `slack:T1`, `discord:1`, `terminal`."""
    from bot.game.sentences.delivering import no_community

    if text != TERMINAL and not _COMMUNITY.fullmatch(text):
        raise UsageError(no_community(one_line(text, 60)))
    return text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below their names, in columns."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _community(platform: str, known_as: str) -> str:
    if platform == TERMINAL:
        return TERMINAL
    return community(known_as if known_as.startswith(f"{platform}:") else f"{platform}:{known_as}")
