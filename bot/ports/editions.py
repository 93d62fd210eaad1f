"""Where editions and drafts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import date, timedelta

    from bot.domain import Draft, Edition, Riddle


class EditionStore(Protocol):
    """Editions are written once; the first writer wins."""

    async def edition(self, deck: str, day: date) -> Edition | None:
        """The edition of a day, or None."""

    async def put(self, edition: Edition) -> Edition:
        """Write an edition unless there is one; return the one that stands."""

    async def replace(self, edition: Edition) -> bool:
        """Put another edition in the place of a day's, unless somebody has played it (then False)."""

    async def is_played(self, deck: str, day: date) -> bool:
        """Whether somebody has played a day's edition, which then stays."""

    async def amend(self, deck: str, day: date, place: int, riddle: Riddle, *, void: bool = False) -> bool:
        """Put a riddle in the place of one, or void it, for those who play the edition later; False without one."""

    async def change(self, deck: str, day: date, how: Callable[[Edition], Edition | None]) -> Edition | None:
        """Change an edition as it stands, for those who play it later; None where `how` gives None or there is none.

        Of two who change it at once none undoes what the other did.
        """

    async def first_date(self, deck: str, day: date) -> date:
        """The deck's first date; `day` becomes it where there is none yet or it is earlier."""

    async def recent(self, deck: str, before: date, days: int) -> tuple[Edition, ...]:
        """The editions of the last `days` days before a date, newest first."""

    async def mark_used(self, deck: str, article_ids: Sequence[str], day: date) -> None:
        """Remember that riddles were made of these articles."""

    async def used(self, deck: str) -> frozenset[str]:
        """Ids of the articles used in the last weeks."""

    async def keep_draft(self, draft: Draft) -> None:
        """Keep a draft for some weeks."""

    async def draft(self, draft_id: str) -> Draft | None:
        """A draft, or None."""

    async def drafts(self, day: date) -> tuple[Draft, ...]:
        """The drafts made on a day (UTC), oldest first."""

    async def add_reserve(self, deck: str, riddles: Sequence[Riddle]) -> None:
        """Keep approved riddles that another writer's edition left over."""

    async def reserve(self, deck: str) -> tuple[Riddle, ...]:
        """The deck's own reserve, oldest first."""

    async def last_played(self, deck: str) -> dict[str, date]:
        """When each riddle of the reserve or the sample was last in an edition, by its question."""

    def making(self, deck: str, day: date, lease: timedelta) -> AbstractAsyncContextManager[bool]:
        """Hold the right to make an edition; gives False when another process holds it."""
