"""Decks on the command line, from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands import options
from bot.domain import DEFAULT_DECK
from tests.commands.inline import Inline, begin

if TYPE_CHECKING:
    from pathlib import Path


OURS = ("--community", "slack:T1")
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Orrin Gazette</title>
<item><title>Portugal opens the longest footbridge of the country</title><link>https://news.example/bridge</link>
<description>Portugal has opened a footbridge of 712 metres over the valley of the river Paiva near the village of
Arouca. The bridge hangs 175 metres above the water and took two years to build. Portugal paid 2.3 million euros for it.
Walkers need eleven minutes to cross, and only 40 of them may be on it at a time. The first to cross was a baker who had
carried bread to the workers every morning. Portugal, the country at the western edge of Europe, hopes that the bridge
will bring visitors to a region which many young people have left.</description></item>
</channel></rss>
"""


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inline:
    return begin(redis_url, tmp_path, monkeypatch, capsys, RIDDLE_MODEL="none")


def test_what_the_options_know_of_the_default_deck_is_true() -> None:
    assert options.DECK == DEFAULT_DECK


def test_a_deck_is_added_shown_changed_and_removed(riddle: Inline) -> None:
    added = riddle("decks", "add", "chess", "--topics", "chess", "deep sea", "--per-day", "2", "--json")
    assert added.objects == [
        {
            "deck": "chess",
            "title": "chess",
            "community": "",
            "feeds": [],
            "topics": ["chess", "deep sea"],
            "per_day": 2,
            "strictness": "standard",
            "language": "en",
        }
    ]
    riddle("decks", "edit", "chess", "--strictness", "gentle", "--feeds", "https://a.example/x,https://b.example/y")
    (default, chess) = riddle("decks", "list", "--json").objects
    assert default["deck"] == "default"
    assert chess["strictness"] == "gentle"
    assert chess["feeds"] == ["https://a.example/x", "https://b.example/y"]
    assert chess["topics"] == ["chess", "deep sea"]
    assert "chess" in riddle("decks", "list", "--plain").out
    assert riddle("decks", "remove", "chess").out == "The deck chess was removed. No channels used it.\n"
    assert len(riddle("decks", "list", "--json").objects) == 1


def test_a_communitys_own_deck_is_shown_to_it_alone(riddle: Inline) -> None:
    assert riddle("decks", "add", "club", *OURS).code == 0
    assert [one["deck"] for one in riddle("decks", "list", *OURS, "--json").objects] == [
        "default",
        "club@slack:T1",
    ]
    for words in (("--community", "slack:T2"), ()):
        assert "club" not in riddle("decks", "list", *words).out
    assert "club@slack:T1" in riddle("decks", "list", "--all").out
    second = riddle("decks", "add", "two", *OURS)
    assert second.code == 1
    assert "has one deck of its own already" in second.err


def test_channels_of_a_removed_deck_play_the_default_one(riddle: Inline) -> None:
    riddle("decks", "add", "chess")
    channel = ("--platform", "slack", "--community", "T1", "--channel", "C1", "--time", "09:00", "--zone", "UTC")
    said = riddle("channels", "add", *channel, "--deck", "chess")
    assert said.code == 0, said.err
    removed = riddle("decks", "remove", "chess")
    assert removed.out == ("The deck chess was removed. 1 channel used it; it plays the deck default from now on.\n")
    (shown,) = riddle("channels", "list", "--json").objects
    assert shown["deck"] == "default"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "Über"), "small letters"),
        (("add", "default"), "made of the settings"),
        (("remove", "default"), "made of the settings"),
        (("edit", "nothing"), "There is no public deck nothing"),
        (("add", "a", "--per-day", "9"), "1 to 5 riddles a day, not 9"),
        (("add", "a", "--per-day", "many"), "'many' is not a number"),
        (("add", "a", "--language", "de"), "in English alone"),
        (("add", "a", "--strictness", "mild"), "gentle, standard or open"),
        (("add", "a", *OURS, "--feeds", "http://169.254.169.254/"), "private or reserved network"),
        (("add", "a", "--feeds", "ftp://news.example/a.xml"), "begins neither with http:// nor with https://"),
        (("add", "a", *OURS, "--feeds", "/etc/passwd"), "does not begin with http"),
        (("add", "a", "--community", "nowhere"), "is no community"),
    ],
)
def test_what_is_wrong_with_a_deck_is_one_sentence(riddle: Inline, words: tuple[str, ...], sentence: str) -> None:
    said = riddle("decks", *words)
    assert said.code == 2
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_a_deck_has_editions_of_its_own_from_its_own_feeds(riddle: Inline, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED.replace("\n", " "))
    riddle("decks", "add", "bridges", "--feeds", str(feed), "--topics", "footbridge")
    assert riddle("stories", "--deck", "bridges").out.endswith("1 of 1 articles would be taken.\n")
    riddle("decks", "edit", "bridges", "--topics", "chess")
    assert [one["rule"] for one in riddle("stories", "--deck", "bridges", "--json").objects] == ["topic"]
    riddle("decks", "edit", "bridges", "--topics", "footbridge")
    (made,) = riddle("brew", "--deck", "bridges", "--json").objects
    assert made["answer"] == "Portugal"
    assert made["number"] == 1
    why = riddle("why", "--deck", "bridges", "--plain")
    assert "of the deck bridges" in why.out
    assert riddle("why").code == 1
    for command in ("brew", "stories", "why"):
        said = riddle(command, "--deck", "nothing")
        assert said.code == 2
        assert "There is no deck nothing; `riddle decks list --all` shows" in said.err
