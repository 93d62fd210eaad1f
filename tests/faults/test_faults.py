"""What goes wrong around `riddle` is one sentence; the rest goes on, and nothing is left running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.published import publish

from .press import BODIES, Press

if TYPE_CHECKING:
    from .sandbox import Sandbox

BAD = ("html", "empty", "entities", "deep", "charset", "binary", "redirects", "private", "missing")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is left running is read from /proc")


def test_one_good_feed_beside_nine_bad_ones_is_enough_and_each_bad_one_is_named(box: Sandbox, press: Press) -> None:
    addresses = [press.at("good"), *(press.at(name, host) for host, name in enumerate(BAD, 2))]
    ran = box("stories", "--json", RIDDLE_FEEDS=" ".join(addresses))
    assert ran.code == 0
    assert ran.clean
    assert {json.loads(line)["article"]["title"] for line in ran.out.splitlines()} == {title for title, _ in BODIES}
    assert addresses[1].removeprefix("http://") in ran.err
    doctor = box("doctor", "--json", RIDDLE_FEEDS=" ".join(addresses))
    for address in addresses[1:]:
        told = [line for line in doctor.out.splitlines() if address.removeprefix("http://") in line]
        assert len(told) == 1, doctor.out
    assert not box.left_running()


@pytest.mark.parametrize(
    ("settings", "said", "code"),
    [
        ({"RIDDLE_PER_DAY": "0"}, "RIDDLE_PER_DAY is wrong", 2),
        ({"RIDDLE_BREW_SECONDS": "nan"}, "RIDDLE_BREW_SECONDS is wrong", 2),
        ({"REDIS_URL": "localhost"}, "REDIS_URL must begin with", 2),
        ({"REDIS_URL": "redis://:sekret@127.0.0.1:1/0"}, "cannot be reached", 1),
    ],
)
def test_a_wrong_setting_is_one_sentence(box: Sandbox, settings: dict[str, str], said: str, code: int) -> None:
    ran = box("why", "today", **settings)
    assert ran.code == code
    assert ran.clean
    assert said in ran.last
    assert len(ran.err.strip().splitlines()) == 1
    assert "sekret" not in ran.said


def test_lines_of_the_env_file_that_mean_nothing_are_told_in_one_sentence(box: Sandbox) -> None:
    (box.folder / ".env").write_text("=====\nfoo bar\n'''\n")
    ran = box("why", "today")
    assert ran.clean
    assert ran.err.splitlines()[0] == "Line 1 of .env and 2 more are not NAME=value and are passed over."
    assert len(ran.err.splitlines()) == 2


def test_an_env_file_that_is_binary_is_one_sentence(box: Sandbox) -> None:
    (box.folder / ".env").write_bytes(bytes(range(256)))
    ran = box("why", "today")
    assert (ran.code, ran.err) == (2, "riddle: The file .env is not UTF-8 text; save it as UTF-8.\n")


def test_a_data_folder_that_is_a_file_is_one_sentence(box: Sandbox) -> None:
    box.data.write_text("a file")
    ran = box("play")
    assert (ran.code, ran.clean) == (1, True)
    assert "cannot be written" in ran.last


def test_a_store_that_accepts_and_never_answers_is_one_sentence(box: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        ran = box("why", "today", REDIS_URL=f"redis://127.0.0.1:{mute.getsockname()[1]}/0", seconds=20)
    assert (ran.code, ran.clean) == (1, True)
    assert ran.last.endswith("did not answer in time.")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["brew", "play"])
def test_stopping_while_the_news_is_read_leaves_nothing_behind(
    box: Sandbox, press: Press, command: str, stop: signal.Signals
) -> None:
    running = box.start(command, RIDDLE_FEEDS=press.at("silent"))
    assert running.until("Reading the news")
    if stop is signal.SIGINT:
        running.ctrl_c()
    else:
        os.kill(running.process.pid, stop)
    ran = running.ended(20)
    assert (ran.code, ran.last, ran.clean) == (130, "riddle: stopped; what was finished is kept.", True)
    assert not box.left_running()


def test_two_brews_at_once_make_one_edition(box: Sandbox) -> None:
    both = [box.start("brew", "--json") for _ in range(2)]
    first, second = (one.ended() for one in both)
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out
    assert "Another process is making the edition" in first.err + second.err
    assert not box.left_running()


def test_a_game_goes_on_where_it_was_after_its_store_was_killed(box: Sandbox) -> None:
    publish(box.data)
    game = box.start("play", "--plain")
    assert game.until("Your guess")
    game.type("a first guess")
    assert game.until("Your guess: ")
    assert game.process.poll() is None
    subprocess.run(["sleep", "1.2"], check=True)  # the append-only file is written every second
    store = next(number for number, command in box.processes().items() if "valkey" in command)
    os.kill(store, signal.SIGKILL)
    game.type("a second guess")
    ended = game.ended(20)
    assert (ended.code, ended.clean) == (1, True)
    assert ended.last.startswith("riddle: The embedded store cannot be reached")
    again = box("play", "--plain", typed="a first guess\n")
    assert "You said that before" in again.out
    assert not box.left_running()
