"""Draws what people see on Discord, from the very payloads that are sent, as pictures for docs/discord.md.

Run with `python docs/discord_pictures.py`; it writes docs/pictures/discord-*.svg, and 1 where one has changed.
"""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

from adapters.discord.embeds import asking, card, shown
from bot.desk.cards import Button, Card, Deed
from bot.domain import Form, Post, Recap, Review, Round, RoundKey, ThreadMode, Unveiling, Yesterday
from bot.game.sentences import Words
from tests.adapters.store.samples import riddle

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WORDS, COMMUNITY, DAY = Words(), "discord:1", date(2026, 3, 14)
WIDTH, LINE, ACROSS = 620, 19, 74
STYLES = {1: "#5865f2", 2: "#4e5058", 3: "#248046", 4: "#da373c", 5: "#4e5058"}


def _round() -> Round:
    one = replace(
        riddle("lighthouse"), form=Form.FIRST_PERSON,
        question="For ten winters I kept my one eye shut.\nOn Friday they lit it, and the boats came home.\nWhat am I?",
    )  # fmt: skip
    at = datetime(2026, 3, 14, 9, tzinfo=UTC)
    return Round(RoundKey(COMMUNITY, "default", DAY), 142, (one,), at)


def pictures() -> dict[str, dict[str, Any]]:
    """The payloads that are drawn."""
    found = _round()
    post = Post(found, (3,), yesterday=Yesterday(141, 9, 7, ("1001",), 9, streak=12))
    wrong = Card("Riddle 142", "No, that is not it.", buttons=(Button(Deed.GUESS), Button(Deed.HINT)))
    review = Review(found.key, 142, found.riddles, spares=(riddle("candle"),))
    return {
        "post": shown(WORDS, post),
        "own": shown(WORDS, Post(found, (0,)), mode=ThreadMode.OWN),
        "private": card(WORDS, (wrong,), COMMUNITY),
        "reveal": shown(WORDS, Unveiling(found, (Recap(9, 7, 21, 1),))),
        "review": asking(WORDS, review),
    }


def _plain(text: str) -> list[str]:
    """A text as it is read: escapes are gone, names are names, and what is hidden is a bar."""
    text = re.sub(r"<@\d+>", "@player", text)
    text = re.sub(r"\|\|(.*?)\|\|", lambda found: "\u2588" * min(40, len(found[1])), text, flags=re.DOTALL)
    text = re.sub(r"\\(.)", r"\1", text).replace("\u2060", "")
    return [line for part in text.split("\n") for line in textwrap.wrap(part, ACROSS) or [""]]


class Canvas:
    """Lines of an SVG, from top to bottom."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 30

    def text(self, text: str, colour: str = "#dbdee1", *, bold: bool = False, size: int = 14) -> None:
        """One line."""
        weight = ' font-weight="600"' if bold else ""
        self.parts.append(f'<text x="34" y="{self.y}" fill="{colour}" font-size="{size}"{weight}>{escape(text)}</text>')
        self.y += LINE

    def embed(self, embed: dict[str, Any]) -> None:
        """An embed with its coloured bar."""
        top = self.y - 18
        if "title" in embed:
            self.text("".join(_plain(embed["title"])), "#ffffff", bold=True, size=15)
        for line in _plain(embed.get("description", "")) if embed.get("description") else ():
            self.text(line)
        for field in embed.get("fields", ()):
            self.y += 4
            self.text("".join(_plain(field["name"])), "#ffffff", bold=True)
            for line in _plain(field["value"]):
                self.text(line)
        if "footer" in embed:
            self.y += 4
            self.text(embed["footer"]["text"], "#949ba4", size=12)
        bar, height = f"#{embed.get('color', 0):06x}", self.y - top - 2
        box = f'<rect x="14" y="{top}" width="{WIDTH - 28}" height="{height}" rx="4" fill="#2b2d31"/>'
        self.parts.insert(0, box + f'<rect x="14" y="{top}" width="4" height="{height}" fill="{bar}"/>')
        self.y += 18

    def row(self, row: dict[str, Any]) -> None:
        """A row of buttons."""
        x = 14
        for one in row["components"]:
            width = 26 + 8 * len(one["label"]) + (14 if one["style"] == 5 else 0)
            label = one["label"] + (" \u2197" if one["style"] == 5 else "")
            self.parts.append(
                f'<rect x="{x}" y="{self.y - 18}" width="{width}" height="30" rx="4" fill="{STYLES[one["style"]]}"/>'
                f'<text x="{x + 13}" y="{self.y + 2}" fill="#ffffff" font-size="14">{escape(label)}</text>'
            )
            x += width + 8
        self.y += 40

    def svg(self, title: str) -> str:
        """The whole picture."""
        inner, height = "\n".join(self.parts), self.y + 4
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
            f'aria-label="{escape(title)}" font-family="Helvetica, Arial, sans-serif">\n'
            f'<rect width="{WIDTH}" height="{height}" fill="#313338"/>\n{inner}\n</svg>\n'
        )


def draw(name: str, payload: dict[str, Any]) -> str:
    """One payload as a picture."""
    canvas = Canvas()
    for embed in payload["embeds"]:
        canvas.embed(embed)
    for row in payload["components"]:
        canvas.row(row)
    return canvas.svg(f"What is seen on Discord: {name}")


def main() -> int:
    """Write the pictures; 1 where one was another before."""
    changed = 0
    for name, payload in pictures().items():
        path, made = FOLDER / f"discord-{name}.svg", draw(name, payload)
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            path.write_text(made, encoding="utf-8")
            print(f"written: {path.name}")
            changed += 1
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
