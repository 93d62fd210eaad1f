"""Losses told without a grave word."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Strictness
from bot.news.soft import MOST, families, features, sadness
from bot.news.taste import refusal, weighed
from tests.unhurried import within

SOFT = (
    "The chair by the window",
    """His wife still lays two plates. The doctors had said spring, and she had not believed them.
    The children were told on the last night, and nobody could find the words.""",
)


def test_a_loss_told_without_a_grave_word_is_refused_with_its_words() -> None:
    assert weighed(*SOFT, Strictness.STANDARD) is None
    said = refusal(*SOFT, Strictness.STANDARD) or ""
    assert said.startswith("It reads like a loss told softly (")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("The chair by the window", "His wife made it of nine old skis. It won a prize, and visitors may sit in it."),
        ("Village bakes a loaf", "Neighbours laughed all night, and the children had cake and soup for breakfast."),
    ],
)
def test_a_glad_story_of_the_same_people_is_kept(title: str, text: str) -> None:
    assert refusal(title, text, Strictness.STANDARD) is None


def test_a_setting_of_sport_or_trade_is_no_place_for_soft_losses() -> None:
    text = "The club lost its last match of the season. The referee saw nothing, and the players left in the dark."
    assert refusal("The club ends its season", text, Strictness.STANDARD) is None


def test_only_a_short_text_is_read_so_and_not_one_of_a_line() -> None:
    title, text = SOFT
    assert refusal(title, text + " The town has a bridge, two mills and a market." * 12, Strictness.STANDARD) is None
    assert refusal(title, "His wife still lays two plates.", Strictness.STANDARD) is None


def test_each_stem_counts_once_and_each_family_at_most_three_times() -> None:
    found = features("Mother", "mother mothers mother mother 1999", families())
    assert found == {"mother": 1.0, "#kin": MOST}


def test_what_is_shipped_are_finite_weights_of_stems_and_families() -> None:
    data = tomllib.loads((files("bot.news") / "data" / "soft.toml").read_text(encoding="utf-8"))
    assert len(data["words"]) > 500
    assert all(abs(weight) < 20 for weight in data["words"].values())
    assert {f"#{family}" for family in ("kin", "glad", "grief")} <= data["words"].keys()


@given(st.text(max_size=200), st.text(max_size=500))
def test_any_text_gets_a_score_and_always_the_same(title: str, text: str) -> None:
    assert sadness(title, text) == sadness(title, text)


def test_an_endless_text_is_read_to_its_seventieth_word() -> None:
    within(1, lambda: sadness("A title", "she never came home " * 500_000))
