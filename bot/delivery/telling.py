"""What a post tells beside its riddle: how the last one went, and last week's board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import Span, Yesterday

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.domain import Board, Play, Round
    from bot.game.club import Club

LOOK_BACK = timedelta(days=8)
"""How far back the last riddle may be to be told of still."""

MOST_NAMED = 3
"""Players that are named."""

NAMELESS = "\0"
"""What the name of a player begins with who was forgotten: he is counted, and there is nothing to call him by."""

MANY = 5_000
"""Players of a riddle above which nobody is named: to read them all would hold up the others."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a post tells."""

    async def yesterday(self, club: Club, deck: str, day: date) -> Yesterday | None:
        """How the community's last riddle before a day went, or None where nobody played it."""
        last = await self._last(club, deck, day)
        if last is None:
            return None
        places = [place for place in range(1, len(last.riddles) + 1) if place not in last.void]
        counts = [await club.rounds.counts(last.key, place) for place in places]
        players = max((count[0] for count in counts), default=0)
        if not players:
            return None
        points: dict[str, int] = {}
        if players <= MANY:
            for place in places:
                _add(points, await club.rounds.plays(last.key, place), place)
        most = max(points.values(), default=0)
        best = sorted(who for who, earned in points.items() if earned == most and most)
        named = await self._named(club, best)
        solved = max(count[1] for count in counts)
        return Yesterday(
            last.number, players, solved, named, most, unnamed=len(best) - len(named), streak=await club.streak()
        )

    async def board(self, club: Club, last: date | None, day: date) -> Board | None:
        """Last week's board with the first post of a week; None where nobody stands on it."""
        if last is None or last.isocalendar()[:2] == day.isocalendar()[:2]:
            return None
        if not (await club.customs()).scores:
            return None
        board = await club.board(Span.WEEK, "", last)
        return board if board.top else None

    @staticmethod
    async def _named(club: Club, best: list[str]) -> tuple[str, ...]:
        """The first of the best who do not hide."""
        named: list[str] = []
        for who in best:
            if len(named) == MOST_NAMED:
                break
            if not who.startswith(NAMELESS) and not await club.players.is_hidden(club.community, who):
                named.append(who)
        return tuple(named)

    @staticmethod
    async def _last(club: Club, deck: str, day: date) -> Round | None:
        keys = await club.rounds.open_rounds(club.community, day - LOOK_BACK, day - timedelta(days=1))
        key = next((one for one in keys if one.deck == deck), None)
        return await club.rounds.round(key) if key else None


def _add(points: dict[str, int], plays: Mapping[str, Play], place: int) -> None:
    for player, play in plays.items():
        # Nobody knows who of one riddle is who of another.
        who = f"{player}{NAMELESS}{place}" if player.startswith(NAMELESS) else player
        if play.solved:
            points[who] = points.get(who, 0) + play.points
