"""The way in for a platform: a desk for each player and each host of a community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.reviews import Reviews
from bot.desk.decks import DeckDesk
from bot.desk.finding import Finding
from bot.desk.host import HostDesk
from bot.desk.player import PlayerDesk
from bot.game.hosting import Hosting
from bot.game.member import Member

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivery.planning import Planning
    from bot.delivery.recalling import Recall
    from bot.delivery.reviews import Leaks
    from bot.delivery.status import Explaining
    from bot.desk.finding import Release
    from bot.domain import ChannelKey
    from bot.game.club import Club
    from bot.game.sentences import Words
    from bot.ports.decks import DeckStore
    from bot.ports.editions import EditionStore
    from bot.ports.reminders import ReminderStore
    from bot.ports.reviews import ReviewStore
    from bot.ports.schedule import ScheduleStore
    from bot.ports.tasks import Makes


@dataclass(frozen=True, slots=True)
class Front:
    """Everything a platform's process needs of the program; it holds no state of its own."""

    club: Callable[[str], Club]
    schedule: ScheduleStore
    editions: EditionStore
    review_store: ReviewStore
    tasks: Makes
    planning: Planning
    recall: Recall
    explaining: Explaining
    leaks: Leaks
    find_deck: Callable[[str, str], Awaitable[str]]
    words: Words
    release: Release
    reminders: ReminderStore
    deck_store: DeckStore
    pages: str
    own_decks: int = 1

    def help(self) -> str:
        """Everything a player can ask for on a platform, and where he reads what is kept of him."""
        return f"{self.words.platform_help()}\n{self.pages}"

    def player(
        self, community: str, player: str, name: Callable[[str], str], *, account: str = "",
        where: ChannelKey | None = None,
    ) -> PlayerDesk:  # fmt: skip
        """A player; `account` is his own across communities, where the platform has one."""
        club = self.club(community)
        member = Member(club, self.words, player, account)
        return PlayerDesk(member, self._finding(club), self.reminders, name, where)

    def host(self, community: str, host: str, name: Callable[[str], str]) -> HostDesk:
        """A host; that he is one is known already."""
        club = self.club(community)
        hosting = Hosting(club.rounds, club.players, club.communities, community, host, club.now)
        reviews = Reviews(club.rounds, self.editions, self.review_store, self.leaks, community, host)

        async def find_deck(text: str) -> str:
            return await self.find_deck(text, community)

        return HostDesk(
            club, hosting, self.schedule, self.planning, reviews, self.recall, self.explaining, self.words, find_deck,
            name,
        )  # fmt: skip

    def decks(self, community: str) -> DeckDesk:
        """The community's own decks, for a host."""
        return DeckDesk(self.deck_store, self.planning, community, self.own_decks)

    def _finding(self, club: Club) -> Finding:
        return Finding(club, self.schedule, self.editions, self.tasks, self.release)
