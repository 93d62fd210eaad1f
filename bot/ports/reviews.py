"""Where it is kept what hosts say of riddles before they are posted, and what players report of those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from bot.domain import Review, RoundKey


class ReviewStore(Protocol):
    """Reviews change by compare-and-set, so that of two hosts at once none undoes the other; they end by themselves."""

    async def review(self, key: RoundKey) -> Review | None:
        """How a day's riddles stand with the hosts, or None where nobody was asked."""

    async def begin(self, review: Review) -> Review:
        """Keep a review unless there is one; returns the one that stands."""

    async def change(self, review: Review) -> bool:
        """Keep a review in the place of the one before its `version`; False where that is another by now."""

    async def object(self, deck: str, day: date, place: int, who: str) -> int:
        """Count somebody who reported a riddle of a deck, whatever the community; returns how many did.

        `who` is a digest, kept for some days.
        """

    async def reported(self) -> Mapping[str, int]:
        """The communities in which something was reported, and how often, since the hosts heard of it."""

    async def heard(self, community: str, times: int) -> None:
        """The hosts have heard of what was reported; where more was reported than so often meanwhile, it stays."""

    async def told(self, community: str) -> frozenset[str]:
        """Marks of the reports that the hosts were told of."""

    async def keep_told(self, community: str, marks: Collection[str]) -> None:
        """Put the marks of all reports there are in the place of those that were told."""

    async def objections(self, deck: str, day: date) -> Mapping[int, int]:
        """How many reported each place."""
