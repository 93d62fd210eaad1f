"""Draws what people see in Slack, from the very payloads the app sends: `python docs/slack_pictures.py`."""

from __future__ import annotations

import html
import re
import textwrap
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from adapters.slack import blocks, decks, forms
from adapters.slack.setup_form import setup_form
from bot.desk.cards import Button, Card, Deed
from bot.desk.decks import DeckForm
from bot.desk.host import Setup
from bot.domain import (
    ArticleRef,
    Asking,
    Difficulty,
    Form,
    Kind,
    Post,
    Recap,
    Review,
    Riddle,
    Round,
    RoundKey,
    Unveiling,
    Yesterday,
)
from bot.game.sentences import Words

WIDTH, LEFT, CHARACTERS = 640, 24, 74
PICTURES = Path(__file__).resolve().parent / "slack"


def riddle() -> Riddle:
    """A riddle of the sample news, which is ours."""
    return Riddle(
        form=Form.QUESTION,
        kind=Kind.PLACE,
        question="The old Silk Road city in Uzbekistan\nhas played host to the largest open-air chess tournament\n"
        "that Central Asia has seen.\nWhich city is it?",
        answer="Samarkand",
        aliases=("Samarqand",),
        hints=("It was the capital of Timur.", "Its square is called the Registan.", "It begins with S."),
        difficulty=Difficulty.MEDIUM,
        explanation="It was Samarkand.",
        summary="Five hundred boards stood in rows on the Registan.",
        evidence=("Samarkand has played host to the largest open-air chess tournament.",),
        article=ArticleRef(
            "a", "Samarkand sets 500 boards under its blue domes", "https://news.example/samarkand", "The Harbour Post",
            datetime(2026, 11, 23, tzinfo=UTC),
        ),
        pipeline="craft", model="none", prompt_version="1", attempts=1, fallback=True, checks=(),
    )  # fmt: skip


class Drawing:
    """Lines of text and buttons below each other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 16

    def text(self, text: str, size: int = 15, colour: str = "#1d1c1d", weight: str = "normal") -> None:
        """Some lines."""
        for paragraph in text.split("\n"):
            for line in textwrap.wrap(paragraph, CHARACTERS * 15 // size) or [""]:
                self.y += size + 7
                style = f'font-size="{size}" fill="{colour}" font-weight="{weight}"'
                self.parts.append(f'<text x="{LEFT}" y="{self.y}" {style}>{html.escape(line)}</text>')
        self.y += 6

    def row(self, labels: list[tuple[str, str]]) -> None:
        """Buttons."""
        x = LEFT
        self.y += 6
        for label, style in labels:
            wide = 24 + 9 * len(label)
            fill = {"primary": "#007a5a", "danger": "#e01e5a"}.get(style, "#ffffff")
            ink = "#ffffff" if style else "#1d1c1d"
            self.parts.append(
                f'<rect x="{x}" y="{self.y}" width="{wide}" height="32" rx="6" fill="{fill}" stroke="#bbb"/>'
                f'<text x="{x + wide / 2}" y="{self.y + 21}" font-size="14" fill="{ink}" text-anchor="middle" '
                f'font-weight="bold">{html.escape(label)}</text>'
            )
            x += wide + 8
        self.y += 40

    def field(self, inside: str, high: int = 34) -> None:
        """A field of a form."""
        wide = WIDTH - 2 * LEFT
        self.parts.append(
            f'<rect x="{LEFT}" y="{self.y}" width="{wide}" height="{high}" rx="6" fill="#fff" stroke="#888"/>'
            f'<text x="{LEFT + 10}" y="{self.y + 22}" font-size="14" fill="#555">{html.escape(inside)}</text>'
        )
        self.y += high + 8

    def svg(self, title: str) -> str:
        """The whole."""
        high = self.y + 20
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high}" role="img" '
            f'font-family="Lato, Helvetica, Arial, sans-serif"><title>{html.escape(title)}</title>'
            f'<rect width="{WIDTH}" height="{high}" rx="10" fill="#f8f8f8" stroke="#ddd"/>{"".join(self.parts)}</svg>\n'
        )


def plain(text: str) -> str:
    """What Slack shows of a text."""
    shown = re.sub(r"<@(\w+)>", r"@\1", text.replace("\u2060", ""))
    return html.unescape(re.sub(r"<!(\w+)>", r"@\1", shown))


def draw(shown: list[dict[str, Any]], name: str, title: str, above: str = "") -> None:
    """Draw blocks into a file."""
    drawing = Drawing()
    if above:
        drawing.text(above, 13, "#616061")
    for block in shown:
        kind = block["type"]
        if kind == "header":
            drawing.text(plain(block["text"]["text"]), 18, weight="bold")
        elif kind == "section":
            drawing.text(plain(block["text"]["text"]))
        elif kind == "context":
            drawing.text(plain(block["elements"][0]["text"]), 13, "#616061")
        elif kind == "actions":
            drawing.row([(one["text"]["text"], one.get("style", "")) for one in block["elements"]])
        elif kind == "input":
            drawing.text(block["label"]["text"], 14, weight="bold")
            drawing.field(inside(block["element"]))
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(drawing.svg(title), encoding="utf-8")


def inside(element: dict[str, Any]) -> str:
    """What stands in a field."""
    chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
    several = ", ".join(one["text"]["text"] for one in element.get("initial_options", ()))
    return str(chosen or several or element.get("initial_time") or element.get("initial_value") or "")


def main() -> None:
    """Draw them all."""
    words = Words()
    key = RoundKey("slack:T1", "default", date(2026, 11, 23))
    found = Round(key, 142, (riddle(),), datetime(2026, 11, 23, 9, tzinfo=UTC))
    buttons = tuple(Button(deed, "default/142.1") for deed in (Deed.GUESS, Deed.HINT, Deed.GIVE_UP))
    asked = Card("Riddle 142", "No, that is not it.", buttons=buttons)
    last = Yesterday(141, 7, 5, ("U1", "U2"), 10)
    draw(
        blocks.shown(words, Post(found, (3,), yesterday=last), {"U1": "Alice", "U2": "Bob"})["blocks"],
        "post",
        "The riddle in the channel",
        "Riddle Me This  APP  9:00 AM",
    )
    told = Unveiling(found, (Recap(7, 5, 16),))
    draw(
        blocks.shown(words, told)["blocks"],
        "reveal",
        "The same post after the reveal",
        "Riddle Me This  APP  9:00 AM  (edited)",
    )
    draw(
        forms.guess_form(words, "default/142.1", asked, "1")["blocks"],
        "guess",
        "A guess, seen by nobody else",
        "Riddle 142",
    )
    private = Card("Riddle 142", words.question(riddle()), notes=(words.hint(1, riddle().hints[0]),), buttons=buttons)
    draw(blocks.card(words, (private,))["blocks"], "private", "/riddle, seen by one alone", "Only visible to you")
    outlook = Card(
        rows=(
            (words.schedule_row(), "09:00 Europe/Berlin, mon-fri"),
            (words.reveal_row(), words.choice("next")),
            (words.next_post(), "2026-11-24 09:00"),
        )
    )
    form = setup_form(words, Setup("C1", zone="Europe/Berlin", ping="here"), ("default", "chess"), outlook, whole=True)
    draw(form["blocks"], "setup", "The form of a channel", words.setup_title())
    chess = DeckForm("", "https://news.example/chess.xml", "chess\ngo", "2", "gentle")
    draw(decks.deck_form(words, chess)["blocks"], "deck", "The form of a deck", words.deck_form_title(""))
    review = Review(key, 142, (riddle(),), (riddle(),))
    draw(
        blocks.shown(words, Asking(review))["blocks"], "review", "A riddle before it is posted", "In the hosts' channel"
    )


if __name__ == "__main__":
    main()
