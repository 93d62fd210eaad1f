"""The link that adds the bot: exactly the permissions and scopes that are needed."""

from __future__ import annotations

import discord

SCOPES = ("bot", "applications.commands")


def permissions() -> discord.Permissions:
    """What the bot has to be allowed: to see, post and read in channels, to open threads and write there, to react."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        embed_links=True,
        read_message_history=True,
        add_reactions=True,
        create_public_threads=True,
        create_private_threads=True,
        send_messages_in_threads=True,
    )


def invite(app: int) -> str:
    """The link for servers."""
    return discord.utils.oauth_url(app, permissions=permissions(), scopes=SCOPES)


def app_of(token: str) -> int | None:
    """The application a token belongs to: its first part is the number, in base 64."""
    import base64
    import binascii

    head = token.partition(".")[0]
    try:
        found = base64.b64decode(head + "=" * (-len(head) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(found) if found.isdecimal() else None
