"""What communities agree on and what players say of riddles, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store import communities as module
from adapters.store import community_keys as keys
from adapters.store.communities import MAX_REASON, RedisCommunities
from bot.domain import Customs, Proposal, RoundKey, Submission, Votes
from bot.errors import StoreError, TooMany, UsageError
from tests.adapters.store.samples import DAY, NOON, riddle

if TYPE_CHECKING:
    from datetime import datetime

    from redis.asyncio import Redis

HOME, AWAY = "slack:T1", "slack:T2"
KEY = RoundKey(HOME, "default", DAY)
MINE = Submission("", "ann", NOON, "What is mine?", "a thing", ("the thing",), ("One", "Two", "Three"))


class Clock:
    """Each look is a second later."""

    at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def store(redis: Redis) -> RedisCommunities:
    return RedisCommunities(redis, Clock())


async def test_customs_are_the_usual_until_a_host_sets_them_for_his_community(store: RedisCommunities) -> None:
    wanted = Customs(guess_limit=3, pause=2.5, scores=False, second_look=True, season=4, open_days=2)
    await store.agree(HOME, wanted)
    assert (await store.customs(HOME), await store.customs(AWAY)) == (wanted, Customs())


async def test_damaged_customs_are_one_sentence(store: RedisCommunities, redis: Redis) -> None:
    await redis.set(keys.customs(HOME), "{")
    with pytest.raises(StoreError, match="customs cannot be read"):
        await store.customs(HOME)


async def test_a_player_has_one_vote_that_may_change(store: RedisCommunities) -> None:
    assert await store.votes(KEY, 1) == Votes()
    assert await store.vote(KEY, 1, "ann", good=True) == Votes(1, 0)
    assert await store.vote(KEY, 1, "ann", good=True) == Votes(1, 0)
    assert await store.vote(KEY, 1, "bob", good=False) == Votes(1, 1)
    assert await store.vote(KEY, 1, "ann", good=False) == Votes(0, 2)
    for key, place in ((KEY, 2), (replace(KEY, community=AWAY), 1), (replace(KEY, deck="world"), 1)):
        assert await store.votes(key, place) == Votes()


async def test_votes_of_many_at_once_are_all_counted(store: RedisCommunities) -> None:
    await asyncio.gather(*(store.vote(KEY, 1, f"{who % 20}", good=bool(who % 3)) for who in range(200)))
    found = await store.votes(KEY, 1)
    assert found.good + found.bad == 20


async def test_who_votes_on_thousands_is_told_so(store: RedisCommunities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VOTES", 2)
    for place in (1, 2):
        await store.vote(KEY, place, "ann", good=True)
    with pytest.raises(TooMany, match="as many as are counted"):
        await store.vote(KEY, 3, "ann", good=True)
    assert await store.vote(KEY, 2, "ann", good=False) == Votes(0, 1)


async def test_a_player_reports_a_riddle_once_and_his_last_words_stand(store: RedisCommunities) -> None:
    assert await store.report(KEY, 1, "ann", "first") == 1
    assert await store.report(KEY, 1, "ann", "second") == 1
    assert await store.report(KEY, 1, "a|ann", "third") == 2
    assert await store.report(KEY, 2, "ann", "x" * 10_000) == 1
    assert await store.report(replace(KEY, community=AWAY), 1, "cy", "elsewhere") == 1
    found = await store.reports(HOME)
    assert [(one.player, one.place, one.reason) for one in found] == [
        ("ann", 2, "x" * MAX_REASON), ("a|ann", 1, "third"), ("ann", 1, "second"),
    ]  # fmt: skip


async def test_of_places_one_and_eleven_the_reports_are_apart(store: RedisCommunities) -> None:
    await store.report(KEY, 11, "ann", "no")
    assert await store.report(KEY, 1, "bob", "no") == 1


async def test_reports_are_bounded(store: RedisCommunities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REPORTS", 4)
    monkeypatch.setattr(module, "MOST_REPORTS_OF_ONE", 2)
    for place in (1, 2):
        await store.report(KEY, place, "ann", "no")
    with pytest.raises(TooMany, match="wait to be read"):
        await store.report(KEY, 3, "ann", "no")
    for number in range(4):
        await store.report(KEY, 3, f"player {number}", "no")
    assert [one.player for one in await store.reports(HOME)] == [f"player {number}" for number in (3, 2, 1, 0)]


async def test_a_riddle_of_a_players_own_waits_until_it_is_settled(store: RedisCommunities) -> None:
    first = await store.submit(HOME, MINE)
    second = await store.submit(HOME, replace(MINE, player="bob"))
    assert [one.id for one in await store.submissions(HOME)] == [first, second]
    assert (await store.submissions(HOME))[0] == replace(MINE, id=first)
    checked = replace(MINE, id=first, riddle=riddle(), reason="")
    assert await store.settle_submission(HOME, first, checked)
    assert (await store.submissions(HOME))[0] == checked
    assert not await store.settle_submission(AWAY, first, None)
    assert await store.settle_submission(HOME, first, None)
    assert not await store.settle_submission(HOME, first, checked)
    assert [one.player for one in await store.submissions(HOME)] == ["bob"]


async def test_a_riddle_with_an_id_of_its_own_is_queued_once(store: RedisCommunities) -> None:
    for _ in range(3):
        assert await store.submit(HOME, replace(MINE, id="message 7")) == "message 7"
    assert len(await store.submissions(HOME)) == 1


async def test_many_riddles_at_once_do_not_pass_the_limit(
    store: RedisCommunities, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SUBMISSIONS", 5)
    sent = [store.submit(HOME, replace(MINE, player=f"player {number % 2}")) for number in range(20)]
    found = await asyncio.gather(*sent, return_exceptions=True)
    assert sum(isinstance(one, TooMany) for one in found) == 15
    waiting = await store.submissions(HOME)
    assert len(waiting) == len({one.id for one in waiting}) == 5
    assert all(sum(one.player == f"player {who}" for one in waiting) <= 3 for who in (0, 1))


async def test_a_riddle_that_is_far_too_long_is_refused(store: RedisCommunities) -> None:
    with pytest.raises(UsageError, match="too long"):
        await store.submit(HOME, replace(MINE, question="x" * 10_000_000))


async def test_proposals_wait_for_the_operator_once_each(store: RedisCommunities) -> None:
    first, second = Proposal(KEY, 1, "ann", NOON, "a beacon"), Proposal(KEY, 2, "ann", NOON)
    for proposal in (first, second, first):
        await store.propose(proposal)
    assert await store.proposals() == (second, first)
    assert await store.settle_proposal(second)
    assert not await store.settle_proposal(second)
    assert await store.proposals() == (first,)


async def test_proposals_are_bounded(store: RedisCommunities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PROPOSALS", 3)
    for place in range(5):
        await store.propose(Proposal(KEY, place, "ann", NOON))
    assert [one.place for one in await store.proposals()] == [2, 3, 4]


@pytest.mark.parametrize("player", ["a|b", "a:b", "{x}", "", "zoë 🦉", "an\udcffn", "x" * 256])
async def test_players_may_have_any_name(store: RedisCommunities, player: str) -> None:
    assert await store.vote(KEY, 1, player, good=True) == Votes(1, 0)
    assert await store.report(KEY, 1, player, "caf\udce9 no") == 1
    await store.submit(HOME, replace(MINE, player=player))
    await store.propose(Proposal(KEY, 1, player, NOON))
    assert len(await store.reports(HOME)) == len(await store.submissions(HOME)) == len(await store.proposals()) == 1


async def test_a_name_that_is_too_long_is_one_sentence(store: RedisCommunities) -> None:
    for step in (store.vote(KEY, 1, "x" * 257, good=True), store.report(KEY, 1, "x" * 257, "no")):
        with pytest.raises(StoreError, match="longer than 256 characters"):
            await step
