"""What an operator changes for everybody who plays a deck: each community's round is graded again by itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.errors import NothingToPlay, UsageError
from bot.game.club import Club
from bot.game.hosting import LONGEST_ALIAS, Hosting
from bot.game.matching import normalise
from bot.game.member import label
from bot.game.sentences import empty_alias, no_such_place, number_never_played
from bot.game.spots import asked_spot
from bot.text import one_line

if TYPE_CHECKING:
    from bot.domain import Edition, Proposal, RoundKey
    from bot.game.regrade import Change
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.players import PlayerStore
    from bot.ports.rounds import RoundStore

MOST_FOR_ALL = 60
"""Aliases of a riddle after which an operator adds no more: hosts who have added all they may do not stop him."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What a change did in one community."""

    community: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Amending:
    """The operator of the program. What was stopped half-way can be done again: it ends in the same state."""

    rounds: RoundStore
    players: PlayerStore
    communities: CommunityStore
    editions: EditionStore
    operator: str
    now: Now

    async def add_alias(self, deck: str, spot: str, alias: str) -> tuple[Amended, ...]:
        """Make a text right in every community that plays the deck, and for those that begin the edition later."""
        alias = one_line(alias, LONGEST_ALIAS)
        if not normalise(alias):
            raise UsageError(empty_alias())
        return await self._everywhere(deck, spot, alias)

    async def void(self, deck: str, spot: str) -> tuple[Amended, ...]:
        """Take a riddle out of the count in every community."""
        return await self._everywhere(deck, spot, "")

    async def proposals(self) -> tuple[Proposal, ...]:
        """What hosts have proposed, oldest first."""
        return await self.communities.proposals()

    async def _everywhere(self, deck: str, spot: str, alias: str) -> tuple[Amended, ...]:
        number, asked = asked_spot(spot)
        place, found = 1 if asked is None else asked, list[Amended]()
        edition = await self._edition(deck, number, place)
        if edition is not None:
            # First the edition, then the rounds: a community that begins it meanwhile has it from one of the two.
            await self._for_later(edition, place, alias)
        called = f"{number}.{place}" if edition is None else label(number, place, len(edition.riddles))
        for key in await self._keys(deck, number):
            if not await self._is_own(key, place, edition):
                found.append(Amended(key.community, called, await self._amend(key, place, alias)))
        if edition is not None:
            await self._settle(edition, place, alias)
        return tuple(found)

    async def _edition(self, deck: str, number: int, place: int) -> Edition | None:
        """The edition of a number, as far as it is kept; raises where nobody plays its riddle at that place."""
        keys = await self._keys(deck, number)
        edition = await self.editions.edition(deck, keys[0].date) if keys else None
        if edition is not None and not 1 <= place <= len(edition.riddles):
            raise UsageError(no_such_place(len(edition.riddles)))
        if all([await self._is_own(key, place, edition) for key in keys]):
            raise NothingToPlay(number_never_played(number))
        return edition

    async def _keys(self, deck: str, number: int) -> tuple[RoundKey, ...]:
        """The rounds of a number, of all communities."""
        keys: list[RoundKey] = []
        for community in await self.rounds.communities(deck):
            club = Club(self.rounds, self.players, self.communities, community, self.now)
            with suppress(NothingToPlay):
                keys.append((await club.find(str(number), deck))[0])
        return tuple(keys)

    async def _is_own(self, key: RoundKey, place: int, edition: Edition | None) -> bool:
        """Whether a community plays a riddle of its own at that place: that one is not the operator's to change."""
        found = await self.rounds.round(key)
        if found is None or edition is None or not 1 <= place <= min(len(found.riddles), len(edition.riddles)):
            return False
        return found.riddle(place).question != edition.riddles[place - 1].question

    async def _amend(self, key: RoundKey, place: int, alias: str) -> tuple[Change, ...]:
        host = Hosting(
            self.rounds, self.players, self.communities, key.community, self.operator, self.now, MOST_FOR_ALL
        )
        return await (host.add_alias(key, place, alias) if alias else host.void(key, place))

    async def _settle(self, edition: Edition, place: int, alias: str) -> None:
        """Take what hosts proposed off the list, now that it is done."""
        for one in await self.proposals():
            if (one.key.deck, one.key.date, one.place, one.alias) == (edition.deck, edition.date, place, alias):
                await self.communities.settle_proposal(one)

    async def _for_later(self, edition: Edition, place: int, alias: str) -> None:
        """The edition itself: a community that begins it later takes its copy from there."""
        riddle = edition.riddles[place - 1]
        if alias and alias not in riddle.aliases:
            riddle = replace(riddle, aliases=(*riddle.aliases, alias))
        await self.editions.amend(edition.deck, edition.date, place, riddle, void=not alias)
