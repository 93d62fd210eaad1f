"""What is told of all the riddles together: a record, the boards, the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Span
from bot.game.sentences.endings import Endings
from bot.game.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.domain import Board, Record, Standing

LEAST_ROUNDS = 10
"""Riddles a player has tried who stands on the board of accuracy."""


class Boards(Endings):
    """Records, boards, the archive."""

    __slots__ = ()

    def record(self, record: Record, *, hidden: bool = False) -> str:
        """A player's own record."""
        if not record.tried:
            return self._("You have no results here yet.")
        lines = [
            self._n(
                "Solved: {solved} of one riddle.",
                "Solved: {solved} of {n} riddles.",
                record.tried,
                solved=record.solved,
            ),
            self._("At the first guess and without a hint: {count}.", count=record.first_guess),
            self._("Points: {points}. Hints taken: {hints}.", points=record.points, hints=record.hints),
            self.streak(record.streak),
        ]
        if hidden:
            lines.append(self._("You stay off the boards."))
        return "\n".join(lines)

    def you(self) -> str:
        """The one who plays, in a list of names."""
        return self._("you")

    def span(self, span: Span) -> str:
        """The title of a board."""
        return {
            Span.WEEK: self._("This week"),
            Span.MONTH: self._("This month"),
            Span.SEASON: self._("This season"),
            Span.ALL: self._("All time"),
            Span.ACCURACY: self._("Accuracy"),
        }[span]

    def board(self, board: Board, name: Callable[[str], str]) -> str:
        """A board, line by line, and where the one who asks stands."""
        if not board.top:
            return self._nobody(board.span)
        lines = [self._standing(board.span, one, name(one.player)) for one in board.top]
        mine = board.mine
        if mine is not None and mine.player not in {one.player for one in board.top}:
            lines.append(self._("You are number {rank} of {players}.", rank=mine.rank, players=board.players))
        return "\n".join(lines)

    def board_in_numbers(self, board: Board) -> str:
        """A board of points that names nobody."""
        points = self._n("one point", "{n} points", max((one.points for one in board.top), default=0))
        return self._n(
            "one player on the board, with {points}.",
            "{n} players on the board; the best has {points}.",
            board.players,
            points=points,
        )

    def _nobody(self, span: Span) -> str:
        if span is Span.ACCURACY:
            return self._n(
                "Nobody stands here yet; this board begins after one riddle.",
                "Nobody stands here yet; this board begins after {n} riddles.",
                LEAST_ROUNDS,
            )
        return self._("Nobody stands here yet.")

    def _standing(self, span: Span, one: Standing, name: str) -> str:
        if span is Span.ACCURACY:
            share = round(one.share * 100)
            return self._("{rank}. {name}: {share} percent solved", rank=one.rank, name=name, share=share)
        points = self._n("one point", "{n} points", one.points)
        return self._(
            "{rank}. {name}: {points}, {solved} solved", rank=one.rank, name=name, points=points, solved=one.solved
        )

    def archive_line(self, day: date, state: State, points: int = 0) -> str:
        """What stands in the archive beside a riddle's number."""
        return f"{day.isoformat()}, {self._state(state, points)}"

    def _state(self, state: State, points: int) -> str:
        if state is State.SOLVED and points:
            return self._n("solved, one point", "solved, {n} points", points)
        return {
            State.VOID: self._("does not count"),
            State.SOLVED: self._("solved, without points"),
            State.GIVEN_UP: self._("given up"),
            State.BEGUN: self._("begun, still open"),
            State.OPEN: self._("still open"),
            State.OVER: self._("over; `answer` shows what it was"),
        }[state]

    def empty_archive(self) -> str:
        """Where nothing was played lately."""
        return self._("Nothing was played here in these days.")
