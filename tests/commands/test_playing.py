"""The commands beside `riddle play`: one community, played and looked after in the terminal.

They run in the process of the test, over a real server of its own: a process for each would take a minute.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from redis import Redis

from adapters.store.connection import open_redis
from adapters.store.editions import RedisEditions
from bot.__main__ import main
from bot.commands.options import today
from bot.settings import Settings, variable
from tests.adapters.store.samples import edition

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = {
    "question": "I have a face and two hands, yet I cannot smile or clap. People in a hurry wind me up. What am I?",
    "answer": "clock",
    "aliases": ["a clock"],
    "hints": ["You look at me often.", "I hang on walls and stand in stations.", "My first letter is C."],
}


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Riddle:
    """Runs `riddle` here."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, typed: str = "", **settings: str) -> Said:
        with self.patch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(typed))
            for name, value in settings.items():
                patch.setenv(name, value)
            try:
                code = main(words)
            except SystemExit as left:
                code = int(str(left.code))
        return Said(code, *self.capture.readouterr())


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Riddle:
    with Redis.from_url(redis_url) as plain:
        plain.flushall()
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    asyncio.run(_put(redis_url, tmp_path))
    return Riddle(monkeypatch, capsys)


async def _put(redis_url: str, folder: Path) -> None:
    async with open_redis(redis_url, folder) as redis:
        await RedisEditions(redis).put(edition(day=today()))


def test_a_game_and_everything_around_it(riddle: Riddle, tmp_path: Path) -> None:
    game = riddle("play", "--plain", typed="Atlantis\nreport it is odd\ngive up\nshare\n\n")
    assert game.returncode == 0, game.stderr
    assert "Riddle 1: not solved this time" in game.stdout
    assert riddle("archive", "--plain").stdout.endswith("given up\n")
    assert json.loads(riddle("archive", "--json").stdout)["state"] == "given up"
    assert "Solved: 0 of one riddle." in riddle("me").stdout
    assert json.loads(riddle("me", "--json").stdout)["tried"] == 1

    changed = riddle("host", "alias", "1", "Atlantis")
    assert changed.stdout.startswith("Riddle 1 was changed, and one result with it:\nyou: solved now, ")
    assert json.loads(riddle("board", "week", "--json").stdout)["top"][0]["player"] == "you"
    assert "1. you: " in riddle("board", "--plain").stdout
    assert "1: it is odd" in riddle("host", "reports").stdout
    log = [json.loads(line) for line in riddle("host", "log", "1", "--json").stdout.splitlines()]
    assert [entry["move"] for entry in log] == ["guess", "give_up", "alias"]
    told = riddle("host", "log", "1").stdout.splitlines()
    assert [line.partition(" UTC, ")[2] for line in told] == [
        "you: guess Atlantis (wrong)",
        "you: gave up",
        "host: right too: Atlantis",
    ]

    assert "Proposed" in riddle("host", "propose", "1", "--void").stdout
    assert "void it (host of terminal)" in riddle("amend", "--proposals").stdout
    amended = json.loads(riddle("amend", "--riddle", "1", "--void", "--json").stdout)
    assert (amended["community"], amended["riddle"]) == ("terminal", "1")
    (change,) = amended["changes"]
    assert (change["player"], change["before"]["void"], change["after"]["void"]) == ("you", False, True)

    file = tmp_path / "me.json"
    assert str(file) in riddle("me", "--export", str(file)).stdout
    assert json.loads(file.read_text()) == json.loads(riddle("me", "--export", "-").stdout)
    unsure = riddle("me", "--forget")
    assert (unsure.returncode, unsure.stderr.count("\n")) == (2, 1)
    assert "nothing of you is kept" in riddle("me", "--forget", "--yes").stdout
    assert json.loads(riddle("me", "--export", "-").stdout)["results"] == []


def test_a_riddle_of_ones_own_is_checked_queued_and_taken(riddle: Riddle, tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text(json.dumps(CLOCK))
    assert riddle("submit", str(file)).stdout.startswith("Your riddle passed all checks")
    (waiting,) = [json.loads(line) for line in riddle("host", "submissions", "--json").stdout.splitlines()]
    assert waiting["answer"] == "clock"
    assert "You have handed in that riddle already" in riddle("submit", str(file)).stderr
    assert riddle("host", "submissions").stdout.endswith("My first letter is C. Right too: a clock\n")
    assert "reserve" in riddle("host", "submissions", "--take", waiting["id"]).stdout
    assert riddle("host", "submissions").stdout == "There is nothing there.\n"
    leaking = ("--question", "Which clock am I, who is a clock?", "--answer", "clock")
    refused = riddle("submit", *leaking, "--hint", "a", "--hint", "b", "--hint", "c")
    assert refused.returncode == 1
    assert '- leak: The question contains "clock", which is the answer.' in refused.stdout
    told = json.loads(riddle("submit", str(file), "--json").stdout)
    assert told["passed"] is True
    assert len(told["checks"]) == 10


def test_the_settings_of_a_community(riddle: Riddle) -> None:
    for words, said in {
        ("limit", "3"): "3 guesses for each riddle.",
        ("pause", "0"): "There is no pause between guesses.",
        ("days", "1"): "A riddle can be played until one day after its own.",
        ("days", "0"): "A riddle can be played on its own day alone.",
        ("scores", "off"): "Scores are off: what is solved from now on earns nothing.",
        ("look", "off"): "The rules alone judge the guesses.",
        ("season",): "Season 2 begins with the next riddle; the other boards go on.",
    }.items():
        assert riddle("host", *words).stdout == f"{said}\n"
    german = riddle("host", "scores", "on", RIDDLE_LANGUAGE="de")
    assert german.stdout == "Es wird um Punkte gespielt.\n"
    unknown = riddle("host", "void", "7", RIDDLE_LANGUAGE="de")
    assert unknown.stderr == "riddle: Rätsel 7 wurde hier nie gespielt.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("host", "void", "7"), 1, "Riddle 7 was never played here."),
        (("host", "alias", "x", "y"), 1, "Say which riddle you mean by its number"),
        (("host", "limit", "-3"), 2, "is not a number from 0 on"),
        (("host", "days", "99"), 2, "a number from 0 to 30"),
        (("host", "submissions", "--take", "7"), 1, "No riddle with that ID waits here."),
        (("host", "submissions", "--take", ""), 2, "argument --take: there is no word in it"),
        (("host", "propose", "1", "--alias", " "), 2, "argument --alias: there is no word in it"),
        (("host", "alias", "1", ""), 2, "argument TEXT: there is no word in it"),
        (("host", "scores"), 2, "on|off"),
        (("host",), 2, "VERB"),
        (("amend",), 2, "Name a riddle with --riddle"),
        (("amend", "--riddle", "1"), 2, "Name a riddle with --riddle"),
        (("amend", "--riddle", "1", "--void"), 1, "Riddle 1 was never played here."),
        (("board", "year"), 2, "invalid choice"),
        (("submit",), 2, "needs a question, an answer and three hints"),
        (("submit", "nowhere.json"), 2, "nowhere.json cannot be read"),
        (("me", "--export", "/nowhere/me.json"), 2, "cannot be written"),
        (("me", "--export", ""), 2, "argument --export: there is no word in it"),
        (("judge", "--pending", "--cases", "nowhere.jsonl"), 2, "leave --cases away"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(riddle: Riddle, words: tuple[str, ...], code: int, said: str) -> None:
    found = riddle(*words)
    assert (found.returncode, found.stderr.count("\n")) == (code, 1), found.stderr
    assert said in found.stderr


def test_the_doctor_tells_of_a_server_whose_settings_slow_it(riddle: Riddle, redis_url: str) -> None:
    asked = ("doctor", "--plain")
    settings = {"RIDDLE_MODEL": "none", "RIDDLE_FEEDS": "http://127.0.0.1:9/feed"}
    assert "store: note" not in riddle(*asked, **settings).stdout
    with Redis.from_url(redis_url) as plain:
        plain.config_set("hash-max-listpack-entries", 512)
        told = riddle(*asked, **settings)
        plain.config_set("hash-max-listpack-entries", 64)
    assert "store: note. hash-max-listpack-entries is 512: guesses are quicker with" in told.stdout
    assert told.returncode == 0


def test_an_unknown_language_is_one_sentence(riddle: Riddle) -> None:
    found = riddle("play", RIDDLE_LANGUAGE="xx")
    assert (found.returncode, found.stderr) == (
        2,
        "riddle: RIDDLE_LANGUAGE is wrong: there is no 'xx'; there are de, en.\n",
    )
