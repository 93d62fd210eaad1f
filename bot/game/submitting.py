"""Riddles of players' own: queued once they passed the checks, and taken by the host into the community's reserve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Submission
from bot.errors import NothingToPlay, UsageError
from bot.game.authors import author_mark
from bot.game.sentences import no_such_submission, not_checked, own_submission_empty, submitted_before
from bot.text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Riddle
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now

LONGEST_QUESTION = 600
LONGEST_ANSWER = 80
LONGEST_HINT = 200
MOST_ALIASES = 40
HINTS = 3


@dataclass(frozen=True, slots=True)
class Submitting:
    """The queue of one community, and its own reserve."""

    communities: CommunityStore
    editions: EditionStore
    community: str
    now: Now

    def written(
        self, player: str, question: str, answer: str, aliases: Sequence[str], hints: Sequence[str]
    ) -> Submission:
        """What a player wrote, made plain and bounded; the checks have not seen it yet."""
        made = Submission(
            id="",
            player=player,
            at=self.now(),
            question=plain(question, LONGEST_QUESTION),
            answer=one_line(answer, LONGEST_ANSWER),
            aliases=tuple(filter(None, (one_line(alias, LONGEST_ANSWER) for alias in aliases[:MOST_ALIASES]))),
            hints=tuple(filter(None, (one_line(hint, LONGEST_HINT) for hint in hints[:HINTS]))),
        )
        if not made.question or not made.answer or len(made.hints) < HINTS:
            raise UsageError(own_submission_empty())
        return made

    async def queue(self, submission: Submission) -> str:
        """Let a riddle that passed wait for the host; returns its id."""
        if submission.riddle is None:
            raise UsageError(not_checked())
        if any(_same(submission, one) for one in await self.waiting()):
            raise UsageError(submitted_before())
        return await self.communities.submit(self.community, submission)

    async def waiting(self) -> tuple[Submission, ...]:
        """Those that wait, oldest first."""
        return await self.communities.submissions(self.community)

    async def take(self, known_as: str) -> Riddle:
        """Take one into the community's reserve. Its author stays with it, who cannot score it."""
        one = await self._found(known_as)
        if one.riddle is None:
            raise UsageError(not_checked())
        riddle = replace(one.riddle, reviewed=True, author=author_mark(self.community, one.player))
        await self.editions.add_reserve(reserve_of(self.community), (riddle,))
        await self.communities.settle_submission(self.community, known_as, None)
        return riddle

    async def refuse(self, known_as: str) -> None:
        """Take one out of the queue."""
        if not await self.communities.settle_submission(self.community, known_as, None):
            raise NothingToPlay(no_such_submission())

    async def reserve(self) -> tuple[Riddle, ...]:
        """The community's own reserve, oldest first."""
        return await self.editions.reserve(reserve_of(self.community))

    async def _found(self, known_as: str) -> Submission:
        for one in await self.waiting():
            if one.id == known_as:
                return one
        raise NothingToPlay(no_such_submission())


def _same(one: Submission, other: Submission) -> bool:
    """Whether a player wrote the same twice."""
    return (one.player, one.question, one.answer) == (other.player, other.question, other.answer)


def reserve_of(community: str) -> str:
    """The name a community's own reserve is kept under; no deck has one like it."""
    return f"community/{community}"
