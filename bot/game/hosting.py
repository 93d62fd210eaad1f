"""What a host can do for one community: make an answer right afterwards, void a riddle, see the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Entry, Move
from bot.errors import NothingToPlay, StoreUnavailable, UsageError
from bot.game.matching import normalise
from bot.game.regrade import Regrade
from bot.text import one_line

if TYPE_CHECKING:
    from bot.domain import Riddle, Round, RoundKey
    from bot.game.regrade import Change
    from bot.ports.communities import CommunityStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

LONGEST_ALIAS = 80
MOST_ALIASES = 40

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Hosting:
    """One host of one community. Nothing here can reach another community: its name is in every key."""

    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    community: str
    host: str
    now: Now

    async def add_alias(self, key: RoundKey, place: int, alias: str) -> tuple[Change, ...]:
        """Make a text a right answer, from the first guess on; returns what changed for whom."""
        alias = one_line(alias, LONGEST_ALIAS)
        if not normalise(alias):
            raise UsageError("There is no word in that alias.")
        return await self._change(key, place, Move.ALIAS, alias)

    async def accept(self, key: RoundKey, place: int, text: str) -> tuple[Change, ...]:
        """Make right what a model has judged right."""
        return await self._change(key, place, Move.ACCEPT, text)

    async def void(self, key: RoundKey, place: int) -> tuple[Change, ...]:
        """Take a riddle out of the count: no points, and nobody's streak ends by it."""
        return await self._change(key, place, Move.VOID, "")

    async def log(self, key: RoundKey, place: int, start: int = 0, count: int = 1_000) -> tuple[Entry, ...]:
        """What was done in a round, oldest first."""
        self._own(key)
        return await self.rounds.log(key, place, start, count)

    async def switch_scores(self, *, on: bool) -> None:
        """Play with scores or without."""
        customs = await self.communities.customs(self.community)
        await self.communities.agree(self.community, replace(customs, scores=on))

    async def new_season(self) -> int:
        """Begin a season: its board counts what is played from the next round on."""
        customs = await self.communities.customs(self.community)
        await self.communities.agree(self.community, replace(customs, season=customs.season + 1))
        return customs.season + 1

    async def _change(self, key: RoundKey, place: int, move: Move, text: str) -> tuple[Change, ...]:
        self._own(key)
        entry = Entry(move, self.host, self.now(), text)
        for _ in range(_TRIES):
            before = await self._round(key, place)
            riddle = _changed(before.riddle(place), move, text)
            after = await self.rounds.change(key, before.version, place, riddle, entry)
            if after is not None:
                return await Regrade(self.rounds, self.players, after, place).run()
        raise StoreUnavailable("Somebody else is changing this round: try again in a moment.")

    async def _round(self, key: RoundKey, place: int) -> Round:
        found = await self.rounds.round(key)
        if found is None or not 1 <= place <= len(found.riddles):
            raise NothingToPlay("That riddle was never played here.")
        return found

    def _own(self, key: RoundKey) -> None:
        """A key of another community is refused, wherever it comes from."""
        if key.community != self.community:
            raise NothingToPlay("That riddle was never played here.")


def _changed(riddle: Riddle, move: Move, text: str) -> Riddle:
    """The community's copy with one more alias; a text a model accepted stands in the log alone."""
    if move is not Move.ALIAS or text in riddle.aliases:
        return riddle
    if len(riddle.aliases) >= MOST_ALIASES:
        raise UsageError(f"A riddle has at most {MOST_ALIASES} aliases.")
    return replace(riddle, aliases=(*riddle.aliases, text))
