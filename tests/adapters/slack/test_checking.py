"""`riddle doctor` looks at Slack: what is set, what is granted, what a scope more would buy; never a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import Fernet

from adapters.slack.manifest import OPTIONAL
from adapters.store.installs import RedisInstalls
from bot import bootstrap
from bot.domain import Installation
from bot.settings import load_settings
from tests.adapters.slack.place import COMMUNITY, TWO_SCOPES
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis


async def found(**settings: str) -> list[tuple[str, str]]:
    told = [one async for one in bootstrap.try_slack(load_settings(**settings))]
    for name, secret in settings.items():
        if "TOKEN" in name or "SECRET" in name:
            assert not any(secret in said for _, said in told)
    return told


def tokens(slack: SlackServer, **other: str) -> dict[str, str]:
    known = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url}
    return {**known, **other}


async def test_where_all_is_well_it_says_so_and_connects_to_nothing() -> None:
    async with SlackServer() as slack:
        slack.teams["T0FAKE001"].scopes = {*TWO_SCOPES, *OPTIONAL}
        told = await found(**tokens(slack))
        assert {health for health, _ in told} == {"well"}
        assert "speaks in the workspace Fake Workspace" in told[0][1]
        assert "given an address" in told[-1][1]
        assert not slack.connections
        assert not slack.violations


async def test_each_scope_that_is_missing_is_told_with_what_it_buys() -> None:
    async with SlackServer() as slack:
        slack.teams["T0FAKE001"].scopes = set(TWO_SCOPES)
        told = await found(**tokens(slack))
        notes = [said for health, said in told if health == "note"]
        for scope, buys in OPTIONAL.items():
            assert f"{scope} is not granted. With it {buys}." in notes
        assert any("name yourself by RIDDLE_HOSTS" in said for said in notes)
        assert not any("RIDDLE_HOSTS" in said for _, said in await found(**tokens(slack), RIDDLE_HOSTS="U0BOB"))
        slack.teams["T0FAKE001"].scopes = {"chat:write"}
        assert ("broken", "Scopes missing that are required: commands. Add them and install the app again.") in (
            await found(**tokens(slack))
        )


async def test_wrong_tokens_are_told_apart() -> None:
    async with SlackServer() as slack:
        swapped = {"SLACK_BOT_TOKEN": slack.app_token, "SLACK_APP_TOKEN": slack.bot_token}
        assert [health for health, _ in await found(**tokens(slack, **swapped))] == ["broken", "broken"]
        wrong = {"SLACK_BOT_TOKEN": "xoxb-not-this", "SLACK_APP_TOKEN": "xapp-not-this"}
        told = await found(**tokens(slack, **wrong))
        assert ["is refused by Slack" in said for _, said in told] == [True, True]
        one = tokens(slack)
        del one["SLACK_APP_TOKEN"]
        assert "nobody who answers is heard" in (await found(**one))[-1][1]
    nobody = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    assert all(health == "broken" and "could not be tried" in said for health, said in await found(**nobody))


async def test_what_is_not_set_is_said(redis: Redis, redis_url: str, data_dir: Path) -> None:
    assert [health for health, _ in await found()] == ["well"]
    assert "SLACK_BOT_TOKEN is not set" in (await found(SLACK_APP_TOKEN="xapp-1"))[0][1]
    many = {"REDIS_URL": redis_url, "RIDDLE_DATA_DIR": str(data_dir), "SLACK_CLIENT_ID": "1.2"}
    ((health, said),) = await found(**many)
    assert (health, "SLACK_SIGNING_SECRET" in said) == ("broken", True)
    key = Fernet.generate_key().decode()
    many |= {"SLACK_CLIENT_SECRET": "shh", "SLACK_SIGNING_SECRET": "hush", "RIDDLE_TOKEN_KEY": key}
    many["RIDDLE_PUBLIC_URL"] = "http://riddles.example"
    await RedisInstalls(redis, key).keep(Installation(COMMUNITY, "xoxb-1"))
    told = await found(**many)
    assert [health for health, _ in told] == ["note", "well"]
    assert "one workspace has installed" in told[1][1]
    assert (await found(**{**many, "RIDDLE_TOKEN_KEY": Fernet.generate_key().decode()}))[-1][0] == "broken"
