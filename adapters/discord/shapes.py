"""Messages and forms as the library takes them; none is kept by it, for buttons answer by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord.text import FORM_TITLE, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.discord.embeds import Part

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name, what stands over it and in it, and how long what is typed may be."""

    name: str
    label: str
    default: str
    most: int
    required: bool = True


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


def form(made: str, title: str, fields: Sequence[Field]) -> discord.ui.Modal:
    """A form; what may be long is typed in lines."""
    modal = discord.ui.Modal(title=clip(title, FORM_TITLE), custom_id=made)
    for one in fields:
        style = discord.TextStyle.paragraph if one.most > 200 else discord.TextStyle.short
        modal.add_item(
            discord.ui.TextInput(
                label=clip(one.label, FORM_TITLE), custom_id=one.name, default=one.default[: one.most] or None,
                max_length=one.most, style=style, required=one.required,
            )
        )  # fmt: skip
    modal.stop()
    return modal


def file(name: str, text: str) -> discord.File:
    """A file that is handed over."""
    return discord.File(BytesIO(text.encode("utf-8", "replace")), filename=name)
