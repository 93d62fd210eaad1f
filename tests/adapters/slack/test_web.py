"""Slack over HTTP: only what Slack signed is read, and workspaces come and go."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from adapters.slack.app import build
from adapters.slack.renewing import Renewal
from adapters.slack.teams import InstalledTeams
from adapters.slack.web import Credentials, is_readable, site
from adapters.store.installs import RedisInstalls
from bot import bootstrap
from bot.bootstrap.slack import office
from bot.domain import Installation
from bot.errors import SettingsError
from bot.ports.now import system_now
from bot.settings import load_settings
from tests.adapters.slack.place import COMMUNITY, Asked, words_of
from tests.adapters.store.samples import edition, riddle
from tests.commands.house import free_ports
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from redis.asyncio import Redis


@asynccontextmanager
async def served(redis_url: str, data_dir: Path, **options: Any) -> AsyncIterator[tuple]:
    port = free_ports(1)
    settings = load_settings(
        REDIS_URL=redis_url, RIDDLE_DATA_DIR=str(data_dir), RIDDLE_TOKEN_KEY=Fernet.generate_key().decode()
    )
    address = f"http://127.0.0.1:{port}"
    async with (
        SlackServer(mode="http", request_url=f"{address}/slack/events", **options) as slack,
        bootstrap.open_store(settings, quick=True) as store,
    ):
        renewal = Renewal(store.installs, slack.client_id, slack.client_secret, time.time, slack.api_url)
        teams = InstalledTeams(store.installs, time.monotonic, slack.api_url, renewal)
        made = office(settings, store, Asked(), teams)
        known = Credentials(
            slack.client_id, slack.client_secret, slack.signing_secret, address, slack.api_url
        )  # fmt: skip
        runner = web.AppRunner(site(build(made), made, store.installs, known), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield slack, store, made, address
        finally:
            await runner.cleanup()
            await made.beside.finish(2)


async def install(address: str) -> tuple[int, str]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser, browser.get(f"{address}/slack/install") as page:
        return page.status, await page.text()


async def test_a_workspace_is_installed_plays_and_is_wiped_when_it_leaves(
    redis: Redis, redis_url: str, data_dir: Path
) -> None:
    async with served(redis_url, data_dir) as (slack, store, made, address):
        status, said = await install(address)
        assert (status, "is installed" in said) == (200, True)
        kept = await store.installs.installation(COMMUNITY)
        assert (kept.installer, kept.token) == ("U0CAROL", slack.bot_token)
        for key in await redis.keys("*"):
            if b"installation" in key:
                assert slack.bot_token.encode() not in await redis.get(key)
        await store.editions.put(edition(riddle("harbour"), day=system_now().date(), number=142))
        done = await slack.slash("/riddle", "guess lighthouse")
        assert done.acked
        assert "that is not it" in words_of(done.responses[0]["blocks"])
        assert (await slack.url_verification()) is True
        await slack.uninstall()
        await made.beside.finish(5)
        assert await store.installs.installation(COMMUNITY) is None
        assert not await redis.keys(f"*{COMMUNITY.replace(':', '%3A')}*")
        assert [one.code for one in slack.violations] == []


async def test_a_state_is_good_once_and_in_one_browser(redis: Redis, redis_url: str, data_dir: Path) -> None:
    async with served(redis_url, data_dir) as (slack, _, _, address):
        code = slack.new_oauth_code()
        async with aiohttp.ClientSession() as browser:
            for query in ("", "?state=x", f"?state=x&code={code}", f"?code={code}", "?state=%00%ff&code=%f0"):
                async with browser.get(f"{address}/slack/oauth_redirect{query}") as page:
                    assert page.status == 400
        assert not await redis.keys("*installation*")


ODD = [
    ({"timestamp": "abc"}, b"{}", 401),
    ({"timestamp": ""}, b"{}", 401),
    ({"timestamp": "9" * 40}, b"{}", 401),
    ({"timestamp": "-5"}, b"{}", 401),
    ({"timestamp": "1"}, b"{}", 401),
    ({"signature": "v0=\u00e4"}, b"{}", 401),
    ({"signature": ""}, b"{}", 401),
    ({"sign": False}, b"{}", 401),
    ({}, b"\xff\xfe", 400),
    ({}, b"[1, 2]", 400),
    ({}, b"null", 400),
    ({}, b"{", 400),
    ({}, b"[" * 50_000, 400),
    ({}, b"", 400),
    ({"type": "application/x-www-form-urlencoded"}, b"payload=%5B%5D", 400),
    ({"type": "application/x-www-form-urlencoded"}, b"payload={", 400),
    ({"type": "application/x-www-form-urlencoded"}, b"a=b", 400),
    ({"type": "text/xml"}, b"<a/>", 400),
]


async def test_garbage_is_refused_and_never_logged(
    redis_url: str, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with served(redis_url, data_dir) as (slack, _, _, _):
        for options, body, expected in ODD:
            kind = options.pop("type", "application/json")
            status, _, _, _ = await slack.http_request(body + b"", kind, **options)
            assert status == expected, body[:40]
        secret = b'{"type": "event_callback", "event": "a-word-nobody-shall-read"}'
        assert (await slack.http_request(secret, "application/json", signature="v0=00"))[0] == 401
        for odd in (
            {"type": "event_callback", "event": []}, {"type": "block_actions"}, {"event": {"type": 5}},
            {"type": "view_submission", "view": 5},
            {"type": "event_callback", "event": {"type": "message", "user": []}},
        ):  # fmt: skip
            status, _, _, _ = await slack.http_request(json.dumps(odd).encode(), "application/json")
            assert status in {200, 400}, odd
    assert "a-word-nobody-shall-read" not in caplog.text


def test_what_slack_sends_is_readable() -> None:
    assert is_readable("application/x-www-form-urlencoded", "command=%2Friddle&text=")
    assert not is_readable("application/json", "5")


async def test_a_wrong_key_is_told_in_a_sentence(redis: Redis) -> None:
    with pytest.raises(SettingsError, match="no key"):
        RedisInstalls(redis, "nonsense")
    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    await RedisInstalls(redis, first).keep(Installation(COMMUNITY, "xoxb-secret"))
    assert (await RedisInstalls(redis, f"{second},{first}").installation(COMMUNITY)).token == "xoxb-secret"
    with pytest.raises(SettingsError, match="not the key"):
        await RedisInstalls(redis, second).installation(COMMUNITY)
    assert "xoxb" not in repr(Installation(COMMUNITY, "xoxb-secret"))


async def test_a_token_that_ends_is_renewed_once_by_one_of_many(
    redis: Redis, redis_url: str, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters.slack")
    async with served(redis_url, data_dir, token_rotation=True) as (slack, store, made, address):
        assert (await install(address))[0] == 200
        kept = await store.installs.installation(COMMUNITY)
        assert kept.refresh
        assert kept.refresh not in repr(kept)
        assert 43_000 < kept.expires - time.time() <= 43_200
        await made.teams.robot(COMMUNITY)
        assert len(slack.calls_to("oauth.v2.access")) == 1
        await store.installs.keep(replace(kept, expires=time.time() - 5))
        several = [InstalledTeams(store.installs, time.monotonic, slack.api_url, made.teams.renewal) for _ in range(3)]
        clients = await asyncio.gather(*(one.client(COMMUNITY) for one in several))
        assert len(slack.calls_to("oauth.v2.access")) == 2
        again = await store.installs.installation(COMMUNITY)
        assert (again.installer, again.token, again.refresh) == (
            kept.installer,
            slack.teams["T0FAKE001"].bot_token,
            slack.teams["T0FAKE001"].refresh_token,
        )
        assert {client.token for client in clients} == {again.token}
        for key in await redis.keys("*installation*"):
            assert again.refresh.encode() not in await redis.get(key)
        await store.installs.keep(replace(again, refresh="xoxe-used", expires=time.time() + 60))
        await redis.delete(*await redis.keys("*renewing*"))
        assert (await several[0].renewal.fresh(await store.installs.installation(COMMUNITY))).token == again.token
        assert "could not be renewed" in caplog.text
        assert kept.refresh not in caplog.text
        assert "xoxe-used" not in caplog.text
