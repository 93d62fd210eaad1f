"""Messages and forms as the library takes them; none is kept by it, for buttons answer by their ids."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord.text import FORM_TITLE, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.discord.embeds import Part

TEXT = "text"


def message(part: Part) -> dict[str, Any]:
    """The embeds and buttons of a message."""
    view = buttons(part.get("components") or ())
    return {"embeds": [discord.Embed.from_dict(one) for one in part["embeds"]], "view": view}


def buttons(rows: Sequence[Part]) -> discord.ui.View:
    """Buttons, of which the library remembers nothing."""
    view = discord.ui.View(timeout=None)
    for at, row in enumerate(rows):
        for one in row["components"]:
            view.add_item(
                discord.ui.Button(
                    style=discord.ButtonStyle(one["style"]), label=one["label"], custom_id=one.get("custom_id"),
                    url=one.get("url"), row=at,
                )
            )  # fmt: skip
    view.stop()
    return view


def form(made: str, title: str, fields: Sequence[tuple[str, str, str, int]]) -> discord.ui.Modal:
    """A form: each field has a name, a label, what stands in it, and how long it may be; a long one has lines."""
    modal = discord.ui.Modal(title=clip(title, FORM_TITLE), custom_id=made)
    for name, label, default, most in fields:
        style = discord.TextStyle.paragraph if most > 200 else discord.TextStyle.short
        modal.add_item(
            discord.ui.TextInput(
                label=clip(label, FORM_TITLE),
                custom_id=name,
                default=default[:most] or None,
                max_length=most,
                style=style,
            )
        )
    modal.stop()
    return modal


def file(name: str, text: str) -> discord.File:
    """A file that is handed over."""
    return discord.File(BytesIO(text.encode("utf-8", "replace")), filename=name)
