"""A community's own decks at the desk: kept, changed, removed, and seen by no other community."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from adapters.store.communities import RedisCommunities
from adapters.store.decks import RedisDecks
from adapters.store.schedule import RedisSchedule
from bot.delivery.planning import Planning
from bot.desk.decks import DeckDesk, DeckForm
from bot.domain import DEFAULT_DECK, Channel, ChannelKey, Deck, Schedule
from bot.errors import TooMany, UsageError
from tests.adapters.store.samples import NOON

if TYPE_CHECKING:
    from redis.asyncio import Redis

SPACE = DeckForm(
    "Space", "https://news.example/space.rss\nhttps://news.example/moon.rss", "moon, rockets", "2", "gentle"
)


def desk(redis: Redis, community: str = "slack:T1") -> DeckDesk:
    schedule = RedisSchedule(redis)
    planning = Planning(schedule, RedisCommunities(redis), lambda: NOON, 12.0)
    return DeckDesk(RedisDecks(redis, Deck()), planning, community)


async def test_a_deck_is_kept_as_it_is_written_and_shown_again(redis: Redis) -> None:
    kept = await desk(redis).keep(SPACE)
    assert (kept.name, kept.owner, kept.per_day) == ("space@slack:T1", "slack:T1", 2)
    shown = await desk(redis).form("space")
    assert (shown.feeds.splitlines(), shown.topics, shown.per_day) == (SPACE.feeds.splitlines(), "moon\nrockets", "2")
    await desk(redis).keep(DeckForm("space", shown.feeds, "", "1", "open"))
    assert await desk(redis).form("space") == DeckForm("space", SPACE.feeds, "", "1", "open")


async def test_no_other_community_sees_it(redis: Redis) -> None:
    await desk(redis).keep(SPACE)
    assert set(await desk(redis).titles()) == {DEFAULT_DECK, "space"}
    assert set(await desk(redis, "slack:T2").titles()) == {DEFAULT_DECK}
    assert await desk(redis, "slack:T2").form("space") == DeckForm("space")
    with pytest.raises(UsageError, match="no deck"):
        await desk(redis, "slack:T2").remove("space")


@pytest.mark.parametrize(
    "form",
    [
        DeckForm("no spaces here"),
        DeckForm("default"),
        DeckForm("a", per_day="many"),
        DeckForm("a", per_day="9"),
        DeckForm("a", strictness="wild"),
        DeckForm("a", feeds="http://127.0.0.1/feed"),
        DeckForm("a", feeds="file:///etc/passwd"),
        DeckForm("a", topics="<script>"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_keeps_nothing(redis: Redis, form: DeckForm) -> None:
    with pytest.raises(UsageError):
        await desk(redis).keep(form)
    assert set(await desk(redis).titles()) == {DEFAULT_DECK}


async def test_a_community_has_as_many_as_the_settings_say(redis: Redis) -> None:
    await desk(redis).keep(SPACE)
    with pytest.raises(TooMany):
        await desk(redis).keep(DeckForm("other"))


async def test_where_it_is_removed_its_channels_play_the_usual_one(redis: Redis) -> None:
    here = desk(redis)
    await here.keep(SPACE)
    key = ChannelKey("slack:T1", "C1")
    await here.planning.set_up(Channel(key, Schedule(time(9)), deck="space@slack:T1"))
    assert await here.remove("space") == 1
    channel = await here.planning.schedule.channel(key)
    assert channel is not None
    assert channel.deck == DEFAULT_DECK
