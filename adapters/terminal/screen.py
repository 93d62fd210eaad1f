"""How things look in a terminal: boxes and colour where there is one, plain lines for pipes and screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from typing import TextIO

WIDTH = 88
"""Widest text, in columns: longer lines are hard to read."""

INDENT = "    "
"""Before the further lines of a plain row."""

MOST_KEPT = 3
"""Sentences of one piece of work that are shown; eleven feeds that cannot be reached are one trouble."""


class Screen:
    """Writes for a person. Texts are never read as markup: they may come from the news."""

    def __init__(self, *, plain: bool = False, file: TextIO | None = None, stderr: bool = False) -> None:
        self.console = Console(
            file=file, stderr=stderr, highlight=False, emoji=False, markup=False, no_color=True if plain else None
        )
        self.plain = plain or not self.console.is_terminal or self.console.is_dumb_terminal
        self.console.soft_wrap = self.plain
        if not self.plain:
            self.console.width = min(self.console.width, WIDTH)

    def say(self, text: str = "", style: str = "") -> None:
        """One paragraph."""
        self.console.print(Text(text, style="" if self.plain else style))

    def box(self, title: str, text: str, style: str = "cyan") -> None:
        """A titled block."""
        if self.plain:
            self.console.print(Text(f"{title}\n{text}\n"))
        else:
            self.console.print(Panel(Padding(Text(text), (1, 2)), title=Text(title), title_align="left", style=style))

    def rows(self, rows: Sequence[tuple[str, str]], style: str = "dim") -> None:
        """Names and values, one below the other, the values wrapped in a column of their own."""
        from rich.table import Table

        if self.plain:
            for name, value in rows:
                self.console.print(Text(f"{name}: {value}".replace("\n", f"\n{INDENT}")))
            return
        table = Table.grid(padding=(0, 2))
        table.add_column(style=style, no_wrap=True)
        table.add_column()
        for name, value in rows:
            table.add_row(Text(name), Text(value))
        self.console.print(table)

    def working(self, text: str) -> AbstractContextManager[Working]:
        """Show what is being done until the block ends."""
        return Working(self, text)


class Working:
    """A line that changes while something is being done; in plain mode every change is a line of its own."""

    def __init__(self, screen: Screen, text: str) -> None:
        self._screen = screen
        self._last = ""
        self._kept: list[str] = []
        self._status = None if screen.plain else screen.console.status(Text(text))
        self.text = text

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        self.now(self.text)
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self._status is not None:
            self._status.stop()
        if error is None:
            self._tell()

    def _tell(self) -> None:
        for text in self._kept[:MOST_KEPT]:
            self._screen.say(text, "yellow")
        more = len(self._kept) - MOST_KEPT
        if more > 0:
            self._screen.say(f"And {more} more like these.", "yellow")

    def now(self, text: str) -> None:
        """Say what is being done now."""
        if text == self._last:
            return
        self._last = text
        if self._status is None:
            self._screen.say(f"{text} ...")
        else:
            width = self._screen.console.width - 4
            self._status.update(Text(text if len(text) <= width else text[: width - 1] + "…"))

    def warn(self, text: str) -> None:
        """Keep a sentence that is to be read when it is done."""
        self._kept.append(text)
