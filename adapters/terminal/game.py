"""The game in a terminal: reads lines, speaks the sentences of the game."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.domain import Judgement
from bot.game import sentences

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

    from adapters.terminal.screen import Screen
    from bot.domain import Play, Riddle
    from bot.game.table import Table

T = TypeVar("T")

HINT = frozenset({"hint", "/hint", "h"})
GIVE_UP = frozenset({"give up", "/give up", "giveup", "answer", "/answer", "reveal"})
AGAIN = frozenset({"again", "/again", "riddle", "today"})
HELP = frozenset({"help", "/help", "?"})
QUIT = frozenset({"quit", "/quit", "exit", "q"})


class Left(Exception):
    """The player went away, or the input ended."""


@dataclass(slots=True)
class TerminalGame:
    """Plays an edition with one person.

    Synchronous on purpose: waiting for a line in the main thread is what makes Ctrl-C work at any moment; `run`
    carries out each step of the game.
    """

    table: Table
    screen: Screen
    read: Callable[[str], str]
    runner: asyncio.Runner

    def play(self) -> None:
        """Play every riddle of the edition from where the player left it."""
        edition = self.table.edition
        if edition.notice:
            self.screen.say(edition.notice, "yellow")
        states = [self.run(self.table.play(place)) for place in range(1, len(edition.riddles) + 1)]
        if all(state.finished for state in states):
            self.screen.say(sentences.ALREADY_DONE)
        try:
            for place, state in enumerate(states, 1):
                self._riddle(place, state)
        except Left:
            self.screen.say(sentences.LEFT_OPEN)
        self.screen.say(sentences.GOODBYE)

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        """Carry out one step."""
        return self.runner.run(step)

    def _riddle(self, place: int, state: Play) -> None:
        riddle = self.table.riddle(place)
        self._show(place, state)
        while not state.finished:
            self._answer(place, self._line())
            state = self.run(self.table.play(place))
        self._reveal(riddle, state)

    def _show(self, place: int, state: Play) -> None:
        riddle = self.table.riddle(place)
        self.screen.box(sentences.title(self.table.edition, place), sentences.question(riddle))
        for number, text in enumerate(riddle.hints[: state.hints], 1):
            self.screen.say(sentences.hint(number, text))
        if not state.finished:
            self.screen.say(sentences.HELP, "dim")

    def _line(self) -> str:
        try:
            return self.read(sentences.YOUR_GUESS).strip()
        except EOFError:
            self.screen.say()
            raise Left from None

    def _answer(self, place: int, line: str) -> None:
        word = line.casefold()
        if word in QUIT:
            raise Left
        if word in HELP:
            self.screen.say(sentences.HELP)
        elif word in AGAIN:
            self._show(place, self.run(self.table.play(place)))
        elif word in HINT:
            self._hint(place)
        elif word in GIVE_UP:
            self.run(self.table.give_up(place))
        elif not line:
            self.screen.say(sentences.NOTHING_SAID)
        else:
            self._guess(place, line)

    def _hint(self, place: int) -> None:
        text = self.run(self.table.hint(place))
        if text is None:
            self.screen.say(sentences.NO_MORE_HINTS)
        else:
            self.screen.say(sentences.hint(self.run(self.table.play(place)).hints, text), "green")

    def _guess(self, place: int, line: str) -> None:
        verdict = self.run(self.table.guess(place, line, uuid.uuid4().hex))
        if verdict.judgement is not Judgement.CORRECT:
            self.screen.say(sentences.verdict(verdict.judgement), "yellow")

    def _reveal(self, riddle: Riddle, state: Play) -> None:
        if state.solved:
            self.screen.say(
                f"{sentences.verdict(Judgement.CORRECT)} {sentences.solved(state.guesses, state.hints)}", "bold green"
            )
        else:
            self.screen.say(sentences.GAVE_UP)
        self.screen.box("The answer", riddle.answer, "green")
        headline = sentences.source(riddle, self.table.edition)
        rows = [("Why", riddle.explanation), ("Story", sentences.story(riddle)), ("Headline", headline)]
        if riddle.article is not None:
            rows += [("Source", " ".join(filter(None, (riddle.article.outlet, riddle.article.url))))]
        rows.append(("Made", sentences.made_by(riddle)))
        self.screen.rows([row for row in rows if row[1]])
        self.screen.say()
