"""Where it is kept what a community has agreed on, and what its players say about riddles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain import Customs, Proposal, Report, RoundKey, Submission, Votes


class CommunityStore(Protocol):
    """Customs, votes, reports, proposals and a community's own riddles: bounded, no community sees another's."""

    async def customs(self, community: str) -> Customs:
        """What the host has set, or the usual."""

    async def agree(self, community: str, customs: Customs) -> None:
        """Set the customs."""

    async def change(self, community: str, how: Callable[[Customs], Customs]) -> Customs:
        """Change the customs as they stand; of two who do it at once none undoes what the other did."""

    async def vote(self, key: RoundKey, place: int, player: str, *, good: bool) -> Votes:
        """A player's vote, which may change; returns the count. Raises `TooMany` where he cast thousands."""

    async def votes(self, key: RoundKey, place: int) -> Votes:
        """How a riddle is liked."""

    async def report(self, key: RoundKey, place: int, player: str, reason: str) -> int:
        """A player's report, one for each riddle; returns how many different players reported it.

        Raises `TooMany` where too many of his wait.
        """

    async def reports(self, community: str) -> tuple[Report, ...]:
        """The reports of a community, newest first."""

    async def submit(self, community: str, submission: Submission) -> str:
        """Queue a riddle of a player's own; returns its id. Raises `TooMany` where too many of his wait."""

    async def submissions(self, community: str) -> tuple[Submission, ...]:
        """Those that wait, oldest first."""

    async def settle_submission(self, community: str, known_as: str, submission: Submission | None) -> bool:
        """Put a changed one in its place, or take it out of the queue; False where it is not there."""

    async def propose(self, proposal: Proposal) -> None:
        """A host proposes a change for a whole deck to the operator."""

    async def proposals(self) -> tuple[Proposal, ...]:
        """What hosts have proposed, oldest first."""

    async def settle_proposal(self, proposal: Proposal) -> bool:
        """Take a proposal off the list; False where it is not there."""
