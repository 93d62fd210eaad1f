"""What a person sees of the commands, from end to end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.domain import CHECKS
from tests.commands.conftest import SECONDS
from tests.published import publish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Riddle

RIDDLE_KEYS = {
    *("date", "number", "place", "form", "question", "answer", "aliases", "hints", "difficulty", "explanation"),
    *("summary", "evidence", "article", "pipeline", "model", "prompt_version", "attempts", "fallback", "checks"),
    *("tier", "reviewed"),
}
TRIAL_KEYS = {"article", "form", "question", "answer", "pipeline", "tier", "checks", "worth", "chosen", "reason"}
ARTICLE = """Portugal opens the longest footbridge of the country
Portugal has opened a footbridge of 712 metres over the valley of the river Paiva near the village of Arouca.
The bridge hangs 175 metres above the water and took two years to build. Portugal paid 2.3 million euros for it.
Walkers need eleven minutes to cross, and only 40 of them may be on it at a time. The first to cross was a baker who
had carried bread to the workers every morning. Portugal, the country at the western edge of Europe, hopes that the
bridge will bring visitors to a region which many young people have left.
"""


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "bridge.txt"
    path.write_text(ARTICLE)
    return str(path)


def test_help_names_every_command_and_loads_nothing(riddle: Riddle) -> None:
    said = riddle("--help")
    assert said.returncode == 0
    for command in ("play", "brew", "stories", "why", "check", "doctor"):
        assert command in said.stdout


def test_an_edition_is_made_once_and_the_second_brew_prints_the_same(riddle: Riddle) -> None:
    feeds = {"RIDDLE_FEEDS": "nowhere.invalid/feed.xml", "RIDDLE_PER_DAY": "3"}
    first, second = riddle("brew", "--json", **feeds), riddle("brew", "--json", **feeds)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    made = objects(first.stdout)
    assert [one["place"] for one in made] == [1, 2, 3]
    for one in made:
        assert set(one) >= RIDDLE_KEYS
        assert [check["name"] for check in one["checks"]] == list(CHECKS)
        assert not [check for check in one["checks"] if check["outcome"] == "failed"]
        assert one["fallback"] is True
        assert len(one["hints"]) == 3
        assert one["date"] == datetime.now(UTC).astimezone().date().isoformat()
    explained = riddle("why", "--plain")
    assert "sample news" in explained.stdout
    assert "taste:" in explained.stdout
    assert made[0]["answer"] in explained.stdout


def test_a_draft_is_made_of_the_given_article_alone_and_may_be_published(riddle: Riddle, article: str) -> None:
    draft = riddle("brew", "--article", article, "--json")
    assert draft.returncode == 0, draft.stderr
    (one,) = objects(draft.stdout)
    assert one["date"] is None
    assert one["article"]["title"] == "Portugal opens the longest footbridge of the country"
    assert one["answer"] in ARTICLE
    assert riddle("why", "yesterday").returncode == 1
    published = riddle("brew", "--article", article, "--publish", "--json")
    (played,) = objects(published.stdout)
    assert played["number"] == 1
    game = riddle("play", "--plain", typed=f"Atlantis\nhint\n{played['answer']}\n")
    assert game.returncode == 0, game.stderr
    assert "No, that is not it." in game.stdout
    assert "Right!" in game.stdout
    again = riddle("brew", "--again", "--json")
    assert again.returncode == 1
    assert "is being played already" in again.stderr


def test_a_draft_is_explained_candidate_by_candidate(riddle: Riddle, article: str) -> None:
    asked = ("brew", "--article", article, "--candidates", "5", "--explain")
    made = objects(riddle(*asked, "--json").stdout)
    assert [one["chosen"] for one in made].count(True) == 1
    for one in made:
        assert set(one) >= TRIAL_KEYS
        assert {check["name"] for check in one["checks"]} == set(CHECKS)
        assert one["reason"]
    shown = riddle(*asked, "--plain")
    assert shown.returncode == 0, shown.stderr
    for one in made:
        assert one["question"].splitlines()[0] in shown.stdout
    assert "1. Portugal: chosen" in shown.stdout
    assert "Verdict: Chosen: worth" in shown.stdout
    assert "Made by: craft, without a model, strict" in shown.stdout
    assert all(len(line) == 1 or not line.endswith(" ") for line in shown.stdout.splitlines())


def test_all_articles_have_their_say_where_none_gives_a_riddle(riddle: Riddle, tmp_path: Path) -> None:
    (tmp_path / "thin.txt").write_text("A headline\nToo little is told.\n")
    said = riddle("brew", "--article", str(tmp_path / "thin.txt"), "--explain", "--plain")
    assert said.returncode == 1
    assert "0 candidates" in said.stdout
    assert "thin: " in said.stdout


def test_stories_tell_why_an_article_would_be_taken(riddle: Riddle, article: str) -> None:
    (one,) = objects(riddle("stories", "--article", article, "--json").stdout)
    assert one["taken"] is True
    assert one["rule"] == "taken"
    assert set(one) == {"article", "taken", "rule", "reason"}


def test_check_answers_one_line_a_riddle_in_the_same_order(riddle: Riddle, tmp_path: Path) -> None:
    lines = [
        {"question": "Which country has the longest footbridge?", "answer": "Portugal", "article": ARTICLE},
        {"question": "Is Portugal the answer of this short riddle here?", "answer": "Portugal"},
    ]
    file = tmp_path / "riddles.jsonl"
    file.write_text("\n".join([json.dumps(line) for line in lines] + ["not json"]))
    said = riddle("check", str(file), "--json")
    results = objects(said.stdout)
    assert said.returncode == 1
    assert len(results) == 3
    named = [{check["name"]: check["passed"] for check in result["checks"]} for result in results]
    assert named[0]["answer"] is True
    assert named[1]["leak"] is False
    assert named[1]["grounding"] is None
    assert named[2]["shape"] is False


def test_doctor_tests_every_part_and_keeps_secrets(riddle: Riddle) -> None:
    feeds, key = "http://127.0.0.1:9/feed", "sk-very-secret"
    said = riddle("doctor", "--plain", RIDDLE_FEEDS=feeds, OPENAI_API_KEY=key, RIDDLE_PERDAY="3")
    assert said.returncode == 0, said.stderr
    assert "RIDDLE_PERDAY is no setting and is passed over; did you mean RIDDLE_PER_DAY?" in said.stdout
    assert "feed: note. None can be read" in said.stdout
    for part in ("settings: well", "store: well", "feed: note", "model: well"):
        assert part in said.stdout
    assert "sk-very-secret" not in said.stdout + said.stderr


def test_doctor_tells_a_file_from_a_folder(riddle: Riddle, article: str) -> None:
    said = riddle("doctor", "--plain", RIDDLE_FEEDS=article, RIDDLE_DATA_DIR=article)
    assert said.returncode == 1
    assert "data folder: broken." in said.stdout


SENTENCE = re.compile(r"riddle: [^\n]+\n")


@pytest.mark.parametrize(
    ("words", "settings", "code", "says"),
    [
        (("brew",), {"RIDDLE_PER_DAY": "9"}, 2, "RIDDLE_PER_DAY"),
        (("brew",), {"REDIS_URL": "redis://:hunter2@127.0.0.1:9/0"}, 1, "127.0.0.1"),
        (("brew",), {"RIDDLE_MODEL": "gpt"}, 2, "RIDDLE_MODEL"),
        (("brew",), {"RIDDLE_MODEL": "local:/does/not/exist"}, 2, "no such folder"),
        (("brew",), {"RIDDLE_MODEL": "openai:gpt-5-mini"}, 2, "OPENAI_API_KEY"),
        (("brew",), {"RIDDLE_PIPELINE": "zero_shot"}, 2, "RIDDLE_PIPELINE"),
        (("brew", "--article", "/does/not/exist"), {}, 1, "exist"),
        (("brew", "--publish"), {}, 2, "--publish"),
        (("brew", "--publish", "--explain"), {}, 2, "--explain"),
        (("brew", "--again", "--candidates", "3"), {}, 2, "--again"),
        (("brew",), {"RIDDLE_MODEL": "openai:x", "OPENAI_API_KEY": "k", "RIDDLE_SOLVER": "me"}, 2, "RIDDLE_SOLVER"),
        (("why", "2001-01-01"), {}, 1, "Nothing was made for 2001-01-01"),
        (("check", "/does/not/exist"), {}, 2, "cannot be read"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_never_a_traceback(
    riddle: Riddle, words: tuple[str, ...], settings: dict[str, str], code: int, says: str
) -> None:
    said = riddle(*words, **settings)
    assert said.returncode == code
    lines = [line for line in said.stderr.splitlines() if not line.endswith(" ...")]
    assert len(lines) == 1
    assert SENTENCE.fullmatch(lines[0] + "\n")
    assert says in lines[0]
    assert "hunter2" not in said.stderr


def test_one_missing_article_is_told_and_the_others_are_used(riddle: Riddle, article: str) -> None:
    said = riddle("stories", "--article", article, "missing.txt")
    assert said.returncode == 0
    assert "Portugal opens" in said.stdout
    assert "missing.txt is not a file that exists.\n" in said.stderr


def test_a_file_without_a_riddle_is_no_success(riddle: Riddle, tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    file.write_text("\n")
    said = riddle("check", str(file))
    assert said.returncode == 1
    assert said.stderr.endswith("none.jsonl holds no riddle.\n")


def test_no_closed_stream_and_no_strange_letter_ends_in_a_traceback(riddle: Riddle) -> None:
    publish(riddle.data)
    assert riddle("play", typed="caf\N{LATIN SMALL LETTER E WITH ACUTE}\n", PYTHONIOENCODING="ascii").returncode == 0
    command = [sys.executable, "-m", "bot", "play", "--plain"]
    environment = os.environ | {"RIDDLE_DATA_DIR": str(riddle.data)}
    for closed in (">&-", "<&-", ">&- <&-"):
        played = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *command],
            cwd=riddle.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert (played.returncode, played.stderr) == (0, "")


def test_a_closed_terminal_ends_the_game_in_order(riddle: Riddle) -> None:
    publish(riddle.data)
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "play", "--plain"],
        cwd=riddle.folder,
        env=os.environ | {"RIDDLE_DATA_DIR": str(riddle.data), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as game:
        assert game.stdout is not None
        assert any(b"Type a guess" in line for line in iter(game.stdout.readline, b""))
        game.send_signal(signal.SIGHUP)
        assert game.wait(SECONDS) == 130


def test_wrong_usage_is_one_sentence_that_names_the_help(riddle: Riddle) -> None:
    said = riddle("brew", "--count", "0")
    assert said.stderr.count("\n") == 1
    assert "`riddle brew --help`" in said.stderr


@pytest.mark.parametrize(
    "words",
    [(), ("sing",), ("brew", "--date", "tomorow"), ("brew", "--date", "9999-12-31"), ("brew", "--candidates", "51")],
)
def test_wrong_usage_is_code_2(riddle: Riddle, words: tuple[str, ...]) -> None:
    said = riddle(*words)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
