"""The game in a terminal: reads lines, speaks the sentences of the game."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.domain import Judgement, Kind, Span, Verdict
from bot.errors import NothingToPlay, TooMany, UsageError
from bot.game.telling import tell
from bot.game.verbs import Line, Verb, read_line
from bot.own_data import own_data, write_new

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

    from adapters.terminal.screen import Screen
    from bot.domain import Edition
    from bot.game.member import Member, Seat
    from bot.game.sentences import Words

T = TypeVar("T")

FINISHED = Verdict(Judgement.CLOSED, "finished")
"""What is answered to a guess of one who has solved the riddle, or given it up."""


class Left(Exception):
    """The player went away, or the input ended."""


@dataclass(slots=True)
class TerminalGame:
    """Plays with one person, from the edition of the day on.

    Synchronous on purpose: waiting for a line in the main thread is what makes Ctrl-C work at any moment; `run`
    carries out each step of the game.
    """

    member: Member
    edition: Edition
    screen: Screen
    read: Callable[[str], str]
    runner: asyncio.Runner
    seat: Seat = field(init=False)

    @property
    def words(self) -> Words:
        """The sentences."""
        return self.member.words

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        """Carry out one step."""
        return self.runner.run(step)

    def play(self) -> None:
        """Play every riddle of the edition from where the player left it, and answer what else he asks."""
        if self.edition.notice:
            self.screen.say(self.edition.notice, "yellow")
        self.run(self._tell_news())
        self.seat = self.run(self.member.begin(self.edition))
        try:
            self._begin()
            while True:
                self._answer(read_line(self._line()))
        except Left:
            if not self._finished():
                self.screen.say(self.words.stays_open(self._days_left()))
        self.screen.say(self.words.goodbye())

    async def _tell_news(self) -> None:
        """Tell what has become of guesses since."""
        club = self.member.club
        if club.looks is not None:
            await tell(club.looks, club.rounds, club.community, self.words, self._send)

    async def _send(self, player: str, text: str) -> None:
        if player == self.member.player:
            self.screen.say(text, "green")

    # --- riddles ---

    def _begin(self) -> None:
        if not self._finished():
            self._show()
            return
        self.screen.say(self.words.already_done())
        for place in range(1, self.seat.several + 1):
            self._go(self.run(self.member.sit(self.seat.key, place)))

    def _go(self, seat: Seat) -> None:
        """Sit down before another riddle, and see it as it stands."""
        self.seat = seat
        self._show()
        if self._finished():
            self._reveal()

    def _show(self) -> None:
        shown = self.run(self.member.show(self.seat))
        self.screen.box(shown.title, shown.question)
        for hint in shown.hints:
            self.screen.say(hint)
        if not self._finished():
            self.screen.say(self.words.help(), "dim")

    def _reveal(self) -> bool:
        """Tell all of a riddle that is over; False where this player may not see it yet."""
        ending = self.run(self.member.ending(self.seat))
        if ending is None:
            return False
        if ending.praise:
            self.screen.say(ending.praise, "bold green" if ending.solved else "")
        (title, answer), *rows = ending.rows
        self.screen.box(title, answer, "green")
        self.screen.rows(rows)
        if ending.streak:
            self.screen.say(ending.streak)
        self.screen.say()
        return True

    def _finish(self) -> None:
        """Reveal, and go on to what is left of the edition."""
        if self._reveal():
            left = self.run(self.member.sit(self.seat.key))
            if left.place != self.seat.place and not self._is_finished(left):
                self._go(left)

    def _finished(self) -> bool:
        return self._is_finished(self.seat)

    def _is_finished(self, seat: Seat) -> bool:
        return seat.table.is_over() or self.run(seat.table.play(seat.place)).finished

    # --- lines ---

    def _line(self) -> str:
        prompt = self.words.what_next() if self._finished() else self.words.prompt()
        try:
            return self.read(prompt).strip()
        except EOFError:
            self.screen.say()
            raise Left from None

    def _answer(self, line: Line) -> None:
        try:
            if line.spot and line.verb is not Verb.GO:
                self.seat = self.run(self.member.find(line.spot, self.edition.deck))
            self._do(line)
        except (NothingToPlay, TooMany, UsageError) as error:
            self.screen.say(self.words.error(error), "yellow")

    def _do(self, line: Line) -> None:
        match line.verb:
            case Verb.QUIT:
                raise Left
            case Verb.NOTHING:
                self._nothing()
            case Verb.GUESS:
                self._guess(line.text)
            case Verb.GO:
                self._other(line)
            case Verb.HINT:
                self.screen.say(self.run(self.member.hint(self.seat)), "green")
            case Verb.GIVE_UP:
                self._give_up()
            case Verb.AGAIN:
                self._go(self.seat)
            case Verb.ANSWER:
                if not self._reveal():
                    self.screen.say(self.words.not_yet())
            case _:
                self._tell(line)

    def _tell(self, line: Line) -> None:
        """Answer what is no move in the riddle."""
        match line.verb:
            case Verb.BOARD:
                self.screen.box(*self.run(self.member.board(Span(line.text), self._name)))
            case Verb.ARCHIVE:
                self._archive()
            case Verb.EXPORT:
                self._export(line.text)
            case Verb.UNKNOWN:
                self.screen.say(self.words.unknown(line.text, line.nearest))
            case Verb.FORGET:
                self.screen.say(self.words.forget_asks())
            case Verb.HELP:
                self.screen.say(self.words.long_help())
            case _:
                self.screen.say(self.run(self._said(line)))

    def _said(self, line: Line) -> Coroutine[Any, Any, str]:
        """What the game says to a verb in one paragraph."""
        match line.verb:
            case Verb.ME:
                return self.member.me()
            case Verb.SHARE:
                return self.member.share(self.seat)
            case Verb.GOOD | Verb.BAD:
                return self.member.vote(self.seat, good=line.verb is Verb.GOOD)
            case Verb.REPORT:
                return self.member.report(self.seat, line.text)
            case Verb.FORGET_SURELY:
                return self.member.forget()
        return self.member.hide(hidden=line.verb is Verb.HIDE)

    def _archive(self) -> None:
        rows = self.run(self.member.archive(self.edition.deck))
        if rows:
            self.screen.rows(rows)
        else:
            self.screen.say(self.words.empty_archive())

    def _export(self, name: str) -> None:
        """All that is kept of the player as JSON, into a file where one is named."""
        text = own_data(self.run(self.member.export()))
        if name:
            write_new(Path(name), text)
            self.screen.say(self.words.exported(name))
        else:
            self.screen.say(text)

    def _nothing(self) -> None:
        if self._finished():
            raise Left
        self.screen.say(self.words.nothing_said())

    def _other(self, line: Line) -> None:
        """Go to another riddle; a number that is none may be a guess."""
        if line.text and self.run(self._may_be_guess(line.spot)):
            self._guess(line.text)
        else:
            self._go(self.run(self.member.find(line.spot, self.edition.deck)))

    async def _may_be_guess(self, spot: str) -> bool:
        riddle = (await self.seat.table.round()).riddle(self.seat.place)
        if (await self.seat.table.play(self.seat.place)).finished:
            return False
        if riddle.kind is Kind.NUMBER:
            return True
        try:
            await self.member.find(spot, self.edition.deck)
        except NothingToPlay:
            return True
        return False

    def _guess(self, text: str) -> None:
        verdict, told = self.run(self.member.guess(self.seat, text, uuid.uuid4().hex))
        if verdict.judgement is Judgement.CORRECT:
            self._finish()
        elif verdict == FINISHED:
            self.screen.say(self.words.nothing_left(), "yellow")
        else:
            self.screen.say(told, "yellow")

    def _give_up(self) -> None:
        if self._finished() and self._reveal():
            return
        self.run(self.member.give_up(self.seat))
        self._finish()

    def _name(self, player: str) -> str:
        return self.words.you() if player == self.member.player else player

    def _days_left(self) -> int:
        table = self.seat.table
        return max(1, table.customs.open_days - (table.now().date() - table.key.date).days)
