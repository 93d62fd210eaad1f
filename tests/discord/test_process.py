"""The process `riddle discord`: connects, says so, stops in order; and the link that adds the bot."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.bootstrap.discord import shards
from bot.errors import SettingsError
from tests.commands.house import free_ports

if TYPE_CHECKING:
    from tests.doubles.discord_server import DiscordServer

ROOT = Path(__file__).resolve().parents[2]


def _environment(server: DiscordServer, data_dir: Path, redis_url: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "tests" / "doubles" / "discord_pointing"), str(ROOT))),
        "DOUBLE_DISCORD_API": server.api_base, "DOUBLE_DISCORD_GATEWAY": server.gateway_url,
        "DISCORD_TOKEN": server.token, "REDIS_URL": redis_url, "RIDDLE_DATA_DIR": str(data_dir), **more,
    }  # fmt: skip


def _loaded(process: int) -> str:
    """The files a process has in memory, where one can see that."""
    maps = Path(f"/proc/{process}/maps")
    return maps.read_text() if maps.exists() else ""


async def _begin(environment: dict[str, str], cwd: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "discord", env=environment, cwd=cwd, stderr=asyncio.subprocess.PIPE
    )


async def test_it_connects_is_ready_and_stops_in_order_without_telling_its_token(
    discord_server: DiscordServer, redis_url: str, data_dir: Path, tmp_path: Path
) -> None:
    port = free_ports(1)
    environment = _environment(
        discord_server, data_dir, redis_url, RIDDLE_HEALTH_PORT=str(port), RIDDLE_LOG_LEVEL="debug"
    )
    process = await _begin(environment, tmp_path)
    await discord_server.wait_ready(timeout=40)
    import aiohttp

    async with aiohttp.ClientSession() as session:
        for _ in range(100):
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                if answer.status == 200:
                    break
            await asyncio.sleep(0.05)
        assert answer.status == 200
    assert "torch" not in _loaded(process.pid)
    process.send_signal(signal.SIGTERM)
    _, said = await process.communicate()
    assert process.returncode == 0
    assert discord_server.token not in said.decode()
    assert "riddle-admin" in str(discord_server.commands)


async def test_a_token_that_discord_refuses_is_one_sentence(
    discord_server: DiscordServer, redis_url: str, data_dir: Path, tmp_path: Path
) -> None:
    process = await _begin(_environment(discord_server, data_dir, redis_url, DISCORD_TOKEN="wrong.token"), tmp_path)
    _, said = await process.communicate()
    assert process.returncode == 2
    assert "riddle: Discord refuses DISCORD_TOKEN" in said.decode()
    assert "wrong.token" not in said.decode()
    discord_server.violations.clear()


@pytest.mark.parametrize("verb", [(), ("invite",)])
def test_without_a_token_one_sentence_says_where_it_comes_from(verb: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "discord", *verb], capture_output=True, text=True, cwd=tmp_path, check=False,
        env={name: text for name, text in os.environ.items() if name != "DISCORD_TOKEN"} | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("riddle:")]
    assert done.returncode == 2
    assert "DISCORD_TOKEN is not set" in said
    assert "Traceback" not in done.stderr


def test_the_link_has_exactly_the_permissions_and_scopes_that_are_needed(tmp_path: Path) -> None:
    token = base64.b64encode(b"123456789012345678").decode().rstrip("=") + ".x.y"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "discord", "invite"], capture_output=True, text=True, cwd=tmp_path, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": token},
    )  # fmt: skip
    asked = parse_qs(urlsplit(done.stdout.strip()).query)
    assert asked["client_id"] == ["123456789012345678"]
    assert asked["scope"] == ["bot applications.commands"]
    names = (6, 10, 11, 14, 16, 35, 36, 38)
    assert int(asked["permissions"][0]) == sum(1 << bit for bit in names)


def test_who_is_connected_loads_no_makers_library() -> None:
    code = (
        "import sys; import adapters.discord.connecting, bot.processes.talking, bot.bootstrap.desk, bot.desk.front\n"
        "print({'torch', 'langchain', 'langchain_core', 'spacy', 'transformers', 'trafilatura'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert told.stdout == "set()\n"


def test_shards_are_a_range_of_a_number() -> None:
    assert shards("0-3/16") == ([0, 1, 2, 3], 16)
    assert shards("2/4") == ([2], 4)
    assert shards(None) is None
    for wrong in ("4/4", "3-1/4", "x", "0-3"):
        with pytest.raises(SettingsError):
            shards(wrong)
