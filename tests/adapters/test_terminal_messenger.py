"""The terminal as a platform."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pytest

from adapters.terminal.messenger import LOG, TerminalMessenger
from adapters.terminal.screen import Screen
from bot.domain import (
    Asking,
    Channel,
    ChannelKey,
    Post,
    Recap,
    Review,
    RoundKey,
    Schedule,
    Unveiling,
    Withdrawal,
    Yesterday,
)
from bot.game.sentences import Words
from tests.adapters.store.samples import DAY, a_round, riddle

if TYPE_CHECKING:
    from pathlib import Path

KEY = RoundKey("terminal", "default", DAY)
CHANNEL = Channel(ChannelKey("terminal", "main"), Schedule(time(9)))
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def messenger(tmp_path: Path, out: io.StringIO) -> TerminalMessenger:
    return TerminalMessenger(Screen(plain=True, file=out), Words("en"), tmp_path / "data")


async def test_a_post_shows_the_riddles_and_never_an_answer_and_is_found_again(
    messenger: TerminalMessenger, out: io.StringIO, tmp_path: Path
) -> None:
    post = Post(a_round(KEY), (0, 0), "It is from the reserve.", yesterday=Yesterday(141, 3, 2, ("ann",), 8, streak=4))
    assert await messenger.find(CHANNEL, "post:1", BEGIN) is None
    message = await messenger.post(CHANNEL, post, "post:1")
    said = out.getvalue()
    assert "Riddle 142.1 of 2" in said
    assert "It is from the reserve." in said
    assert "2 of 3 solved it." in said
    assert "Friday" not in said
    other = TerminalMessenger(messenger.screen, messenger.words, tmp_path / "data")
    assert await other.find(CHANNEL, "post:1", BEGIN) == message
    assert await other.find(CHANNEL, "post:2", BEGIN) is None


async def test_a_reveal_a_withdrawal_and_a_question_to_the_hosts_are_printed(
    messenger: TerminalMessenger, out: io.StringIO
) -> None:
    found = a_round(KEY)
    await messenger.edit(CHANNEL, "", Unveiling(found, (Recap(3, 2, 5), Recap(0, 0, 0))))
    assert "It was lit again on Friday." in out.getvalue()
    assert "was taken back" not in out.getvalue()
    await messenger.edit(CHANNEL, "", Unveiling(replace(found, void=(1,)), (Recap(3, 2, 5), Recap(0, 0, 0))))
    assert out.getvalue().count("This riddle was taken back: it does not count") == 1
    await messenger.edit(CHANNEL, "", Withdrawal(replace(found, void=(1,)), (1,)))
    assert "Riddle 142.1 of 2 was taken back." in out.getvalue()
    await messenger.post(CHANNEL, Asking(Review(KEY, 142, (riddle(),))), "review:1")
    assert f"(to the hosts) Riddle 142 for {DAY}: shall it be played?" in out.getvalue()
    assert "Hint 3: My first letter is L." in out.getvalue()
    assert f"`riddle review approve --community terminal --date {DAY}`" in out.getvalue()
    await messenger.tell("terminal", "", "Something is wrong.", "hosts")
    assert "(to the hosts) Something is wrong." in out.getvalue()
    assert tuple(messenger.limits(CHANNEL.key)) == ()


async def test_a_line_cut_off_by_a_death_and_a_long_log_do_no_harm(
    messenger: TerminalMessenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.terminal.messenger.LONGEST_LOG", 200)
    log = tmp_path / "data" / LOG
    log.parent.mkdir()
    log.write_text('{"name": "cut o')
    log.write_text(log.read_text() + "\n3\n[]\n")
    for number in range(30):
        await messenger.post(CHANNEL, Post(a_round(KEY), (0, 0)), f"post:{number}")
    assert log.stat().st_size < 400
    assert await messenger.find(CHANNEL, "post:29", BEGIN) == "post:29"
    assert await messenger.find(CHANNEL, "post:0", BEGIN) is None
