"""When the store does not answer: one kind sentence, nothing counted, and events come again."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapters.store.embedded import EmbeddedServer
from tests.adapters.slack.place import COMMUNITY, place, press, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.adapters.slack.place import Place


@contextmanager
def frozen(server: Path) -> Iterator[None]:
    """A store that takes connections and answers nothing."""
    process = int(next(server.rglob("server.pid")).read_text())
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


async def guesses(here: Place) -> int:
    key = (await here.office.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
    return (await here.store.rounds.play(key, 1, "U0ALICE")).guesses


async def test_commands_clicks_and_forms_ask_to_try_again_and_events_come_again(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "server")
    path = await asyncio.to_thread(server.enter)
    async with place(f"unix://{path}", tmp_path / "data") as here:
        await here.open()
        asked = await here.slack.slash("/riddle")
        await press(here, asked, "Guess")
        view = await here.slack.wait_until(lambda: here.slack.open_view("U0ALICE"))
        here.slack._im(here.slack.teams["T0FAKE001"], "U0ALICE")
        with frozen(tmp_path / "server"):
            typed = await here.slack.slash("/riddle", "guess lighthouse")
            assert "try again" in words_of(typed.responses[0]["blocks"])
            assert typed.ack_latency < 2.5
            clicked = await press(here, asked, "Hint")
            assert clicked.ack_latency < 2.5
            sent = await here.slack.submit(view["id"], {"text": "lighthouse"})
            assert "try again" in next(iter(sent.errors.values()))
            event = await here.slack.say("windmill", channel="D0ALICE", wait=False)
            await asyncio.sleep(2.5)
            assert not event.acked
        here.slack.violations.clear()
        await event.wait()
        assert event.acked
        await here.slack.wait_until(lambda: here.slack.messages("D0ALICE", bot_only=True))
        assert await guesses(here) in {1, 2}
    await asyncio.to_thread(server.leave)
