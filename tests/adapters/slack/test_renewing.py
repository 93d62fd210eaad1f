"""A token that ends is renewed, whatever the store does meanwhile: what renews it is good once."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.fernet import Fernet

from adapters.slack.renewing import Renewal
from adapters.store.installs import RedisInstalls
from bot.domain import Installation
from bot.errors import StoreUnavailable
from bot.ports.reading import one_answer
from tests.adapters.slack.place import COMMUNITY
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis


class Away:
    """Installations in a store that is away for so many seconds from the first time a new token is brought to it."""

    def __init__(self, installs: RedisInstalls, seconds: float, *, took: bool = False) -> None:
        self.installs, self.seconds, self.took = installs, seconds, took
        self.back = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.installs, name)

    def _answers(self) -> None:
        if time.monotonic() < self.back:
            raise StoreUnavailable("The store did not answer in time.")

    async def installation(self, community: str) -> Installation | None:
        self._answers()
        return await self.installs.installation(community)

    async def keep(self, installation: Installation) -> None:
        if not self.back:
            self.back = time.monotonic() + self.seconds
            if self.took:
                await self.installs.keep(installation)
        self._answers()
        await self.installs.keep(installation)


@asynccontextmanager
async def rotating(redis: Redis) -> AsyncIterator[tuple[SlackServer, RedisInstalls, Installation]]:
    """Slack with token rotation, and a kept token that has a minute left."""
    async with SlackServer(mode="http", request_url="http://127.0.0.1:9/", token_rotation=True) as slack:
        slack.teams["T0FAKE001"].refresh_token = "xoxe-1-first"
        installs = RedisInstalls(redis, Fernet.generate_key().decode())
        await installs.keep(
            Installation(COMMUNITY, slack.bot_token, "U0BOT", refresh="xoxe-1-first", expires=time.time() + 60)
        )
        found = await installs.installation(COMMUNITY)
        assert found is not None
        yield slack, installs, found


def renewal(slack: SlackServer, installs: Any) -> Renewal:
    return Renewal(installs, slack.client_id, slack.client_secret, time.time, slack.api_url)


@pytest.mark.parametrize("took", [False, True])
async def test_a_new_token_outlasts_a_store_that_is_away(redis: Redis, took: bool) -> None:
    async with rotating(redis) as (slack, installs, found):
        renewing = renewal(slack, Away(installs, 1.0, took=took))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):  # whoever asked does not wait so long; it goes on
                await renewing.fresh(found)
        made = await renewing.fresh(found)
        team = slack.teams["T0FAKE001"]
        assert (made.token, made.refresh) == (team.bot_token, team.refresh_token)
        assert await installs.installation(COMMUNITY) == made
        assert len(slack.calls_to("oauth.v2.access")) == 1


async def test_what_was_installed_anew_or_left_meanwhile_stays_so(redis: Redis) -> None:
    async with rotating(redis) as (slack, installs, found):
        renewing = asyncio.ensure_future(renewal(slack, Away(installs, 0.4)).fresh(found))
        await slack.wait_until(lambda: slack.calls_to("oauth.v2.access"))
        await asyncio.sleep(0.1)
        anew = replace(found, token="xoxb-anew", refresh="xoxe-anew", expires=time.time() + 43_200)
        await installs.keep(anew)
        assert await renewing == anew == await installs.installation(COMMUNITY)
    async with rotating(redis) as (slack, installs, found):
        await redis.delete(*await redis.keys("*renewing*"))
        renewing = asyncio.ensure_future(renewal(slack, Away(installs, 0.4)).fresh(found))
        await slack.wait_until(lambda: slack.calls_to("oauth.v2.access"))
        await asyncio.sleep(0.1)
        await installs.remove(COMMUNITY)
        assert await renewing == found
        assert await installs.installation(COMMUNITY) is None


async def test_a_store_that_stays_away_is_told_in_the_end(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.renewing.KEEPING_SECONDS", 0.4)
    async with rotating(redis) as (slack, installs, found):
        with pytest.raises(StoreUnavailable):
            await renewal(slack, Away(installs, 60)).fresh(found)


async def test_what_another_process_renews_is_seen_within_an_answer(redis: Redis) -> None:
    async with rotating(redis) as (slack, installs, found):
        over = replace(found, expires=time.time() - 5)
        await installs.keep(over)
        assert await installs.alone(COMMUNITY, 30)
        new = replace(over, token="xoxe-new", refresh="xoxe-2", expires=time.time() + 43_200)

        async def another() -> None:
            await asyncio.sleep(0.5)
            await installs.keep(new)

        beside = asyncio.ensure_future(another())
        with one_answer():
            read = await installs.installation(COMMUNITY)
            assert (await renewal(slack, installs).fresh(read)).token == "xoxe-new"
        await beside
        assert not slack.calls_to("oauth.v2.access")
