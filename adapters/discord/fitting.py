"""Keeps embeds within what a message holds: six thousand characters together, whatever was put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.discord.text import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 5_900
MOST_EMBEDS = 10
_LEAST = 60
"""Characters of a text that is shortened for the others' sake."""


def fitted(embeds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same embeds, their longest texts shortened until all fit."""
    made = [
        {**one, **({"fields": [dict(field) for field in one["fields"]]} if "fields" in one else {})} for one in embeds
    ]
    while (over := sum(map(size, made)) - MOST) > 0:
        holder, name = max(_texts(made), key=lambda text: len(text[0][text[1]]))
        text = holder[name]
        if len(text) <= _LEAST:
            return made[:1]
        holder[name] = _shorter(text, max(_LEAST, len(text) - max(over, 40)))
    return made


def size(embed: dict[str, Any]) -> int:
    """What Discord counts of an embed."""
    told = [embed.get("title", ""), embed.get("description", ""), embed.get("footer", {}).get("text", "")]
    told += [text for field in embed.get("fields", ()) for text in (field["name"], field["value"])]
    return sum(map(len, told))


def _texts(embeds: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    found = [(one, "description") for one in embeds if one.get("description")]
    return found + [(field, "value") for one in embeds for field in one.get("fields", ())]


def _shorter(text: str, most: int) -> str:
    """A shorter text, which stays hidden where it was."""
    if text.startswith("||") and text.endswith("||") and len(text) > 4:
        return f"||{clip(text[2:-2], most - 4)}||"
    return clip(text, most)
