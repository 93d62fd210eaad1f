"""What communities have agreed on, and what their players say about riddles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.store import community_keys as keys
from adapters.store.entries import clean
from adapters.store.keys import name, operator_key
from adapters.store.replies import octets, text
from adapters.store.reviews import REPORTED
from adapters.store.round_keys import field
from adapters.store.scripts import run
from bot.domain import Customs, Proposal, Report, Submission, Votes
from bot.errors import StoreUnavailable, TooMany, UsageError
from bot.ports.now import system_now
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import RoundKey
    from bot.ports.now import Now

MAX_REASON = 500
"""Characters kept of what a player finds wrong with a riddle."""

MOST_VOTES = 20_000
"""Riddles a player may vote on."""

MOST_REPORTS, MOST_REPORTS_OF_ONE = 1_000, 50
"""Reports of a community that are kept: the oldest make room; and of one player, who is then asked to wait."""

MOST_SUBMISSIONS, MOST_SUBMISSIONS_OF_ONE = 200, 3
"""Riddles that may wait in a community, and of one player."""

LARGEST_SUBMISSION = 100_000
"""Bytes of a riddle that waits, with the report of its checks."""

MOST_PROPOSALS = 1_000
"""Proposals that are kept: the oldest make room."""

_TRIES = 50
"""How often a change of customs is made anew because another host changes them meanwhile."""


class RedisCommunities:
    """A `CommunityStore` over Redis; what two people could do at once is one step each."""

    def __init__(self, redis: Redis, now: Now = system_now) -> None:
        self._redis = redis
        self._now = now

    async def customs(self, community: str) -> Customs:
        """What the host has set, or the usual."""
        found = await self._redis.get(keys.customs(community))
        return load(Customs, octets(found)) if found is not None else Customs()

    async def agree(self, community: str, customs: Customs) -> None:
        """Set the customs."""
        await self._redis.set(keys.customs(community), dump(customs))

    async def change(self, community: str, how: Callable[[Customs], Customs]) -> Customs:
        """Change the customs as they stand; of two who do it at once none undoes what the other did."""
        for _ in range(_TRIES):
            found = await self._redis.get(keys.customs(community))
            changed = how(load(Customs, octets(found)) if found is not None else Customs())
            values: list[Value] = [octets(found) if found is not None else "", dump(changed)]
            if await run(self._redis, "change_customs", [keys.customs(community)], values):
                return changed
        raise StoreUnavailable("What the community has agreed on is being changed just now: try again in a moment.")

    async def vote(self, key: RoundKey, place: int, player: str, *, good: bool) -> Votes:
        """A player's vote, which may change; returns the count."""
        asked = [keys.votes_of(key.community, name(clean(player))), keys.votes(key.community)]
        found = await run(self._redis, "vote", asked, [field(key, place), int(good), MOST_VOTES])
        if not found:
            raise TooMany(f"You have voted on {MOST_VOTES:,} riddles, which is as many as are counted.")
        return _votes(found)

    async def votes(self, key: RoundKey, place: int) -> Votes:
        """How a riddle is liked."""
        here = field(key, place)
        return _votes(await self._redis.hmget(keys.votes(key.community), [f"{here}|1", f"{here}|0"]))

    async def report(self, key: RoundKey, place: int, player: str, reason: str) -> int:
        """A player's report, one for each riddle; returns how many different players reported it."""
        who, at = clean(player), self._now()
        kept = dump(Report(key, place, who, clean(reason[:MAX_REASON]), at))
        values: list[Value] = [
            field(key, place), name(who), kept, round(at.timestamp() * 1_000), MOST_REPORTS, MOST_REPORTS_OF_ONE,
        ]  # fmt: skip
        reporters = int(await run(self._redis, "report", keys.reports(key.community), values))
        if reporters < 0:
            raise TooMany(
                f"{MOST_REPORTS_OF_ONE} of your reports wait to be read: please let the host read them first."
            )
        await self._redis.zincrby(REPORTED, 1, name(key.community))
        return reporters

    async def reports(self, community: str) -> tuple[Report, ...]:
        """The reports of a community, newest first."""
        found = [load(Report, octets(one)) for one in await self._redis.hvals(keys.reports(community)[0])]
        return tuple(sorted(found, key=lambda report: report.at, reverse=True))

    async def submit(self, community: str, submission: Submission) -> str:
        """Queue a riddle of a player's own, once for each id; one without is given one."""
        known_as, who = clean(submission.id), clean(submission.player)
        asked = keys.submissions(community)
        values: list[Value] = [
            known_as, name(who), _kept(submission), MOST_SUBMISSIONS_OF_ONE, MOST_SUBMISSIONS,
        ]  # fmt: skip
        found = text(await run(self._redis, "submit", asked, values))
        if not found:
            raise TooMany(
                f"{MOST_SUBMISSIONS_OF_ONE} riddles of yours, or {MOST_SUBMISSIONS} of all, wait for the host already."
            )
        return found

    async def submissions(self, community: str) -> tuple[Submission, ...]:
        """Those that wait, oldest first."""
        waiting, _, order, _ = keys.submissions(community)
        ids = [text(found) for found in await self._redis.zrange(order, 0, -1)]
        found = await self._redis.hmget(waiting, ids) if ids else []
        return tuple(
            replace(load(Submission, octets(one)), id=known_as)
            for known_as, one in zip(ids, found, strict=True)
            if one is not None
        )

    async def settle_submission(self, community: str, known_as: str, submission: Submission | None) -> bool:
        """Put a changed one in its place, or take it out of the queue; False where it is not there."""
        values: list[Value] = [clean(known_as), _kept(submission) if submission is not None else ""]
        return bool(await run(self._redis, "settle_submission", keys.submissions(community)[:3], values))

    async def propose(self, proposal: Proposal) -> None:
        """A host proposes a change for a whole deck to the operator."""
        await run(self._redis, "propose", [operator_key("proposals")], [_proposal(proposal), MOST_PROPOSALS])

    async def proposals(self) -> tuple[Proposal, ...]:
        """What hosts have proposed, oldest first."""
        found = await self._redis.lrange(operator_key("proposals"), 0, -1)
        return tuple(load(Proposal, octets(one)) for one in found)

    async def settle_proposal(self, proposal: Proposal) -> bool:
        """Take a proposal off the list; False where it is not there."""
        return bool(await self._redis.lrem(operator_key("proposals"), 0, _proposal(proposal).decode()))


def _votes(found: Sequence[object]) -> Votes:
    good, bad = (int(octets(count)) if count is not None else 0 for count in found)
    return Votes(good, bad)


def _kept(submission: Submission) -> bytes:
    """A submission as it is stored: of one that is too long there is nothing to be made."""
    kept = dump(replace(submission, player=clean(submission.player), question=clean(submission.question)))
    if len(kept) > LARGEST_SUBMISSION:
        raise UsageError("That riddle is too long to be kept.")
    return kept


def _proposal(proposal: Proposal) -> bytes:
    return dump(replace(proposal, host=clean(proposal.host), alias=clean(proposal.alias[:MAX_REASON])))
