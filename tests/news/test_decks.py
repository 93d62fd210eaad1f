"""What may be said of a deck, which one a name means, and what a deck's topics leave out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Deck, Rule, Strictness
from bot.errors import RiddleError, UsageError
from bot.news.addresses import unfit
from bot.news.choose import choose
from bot.news.decks import edited, is_name, new_deck, resolve
from bot.news.topics import off_topic
from tests.news.making import DAY_END, article


@dataclass
class Kept:
    """Decks by their names."""

    found: dict[str, Deck] = field(default_factory=dict)

    async def deck(self, name: str) -> Deck | None:
        return self.found.get(name)


def test_a_deck_is_as_it_was_described() -> None:
    made = new_deck(
        " Club ",
        "slack:T1",
        feeds=["https://a.example.org/feed", "https://a.example.org/feed", " "],
        topics=["Chess", " deep   sea "],
        per_day=3,
        strictness="GENTLE",
        language="EN",
    )
    assert made == Deck(
        "club@slack:T1",
        3,
        Strictness.GENTLE,
        feeds=("https://a.example.org/feed",),
        topics=("chess", "deep sea"),
        owner="slack:T1",
    )
    assert made.title == "club"


def test_what_is_not_said_stays_as_it_is() -> None:
    before = new_deck("club", topics=["chess"], per_day=3)
    assert edited(before) == before
    assert edited(before, topics=[]).topics == ()
    assert edited(before, per_day=1).topics == ("chess",)


@pytest.mark.parametrize(
    ("title", "said", "sentence"),
    [
        ("", {}, "'' is none"),
        ("-club", {}, "single dashes"),
        ("a@b", {}, "single dashes"),
        ("x" * 33, {}, "at most 32"),
        ("default", {}, "made of the settings"),
        ("club", {"per_day": 6}, "1 to 5 riddles a day, not 6"),
        ("club", {"strictness": "mild"}, "gentle, standard or open, not 'mild'"),
        ("club", {"language": "de"}, "in English alone"),
        ("club", {"topics": ["x"] + [f"t{number}" for number in range(20)]}, "at most 20 topics, and 21 are given"),
        ("club", {"topics": ["one two three four five"]}, "a word, or up to four"),
        ("club", {"topics": ["<b>"]}, "'<b>' is none"),
        ("club", {"feeds": [f"https://a{number}.example.org" for number in range(21)]}, "at most 20 feeds"),
        ("club", {"feeds": ["https://example.org/" + "x" * 500]}, "longer than 500 characters"),
    ],
)
def test_what_is_wrong_is_one_sentence(title: str, said: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError) as error:
        new_deck(title, "slack:T1", **said)
    assert sentence in str(error.value)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("feed.xml", "does not begin with"),
        ("/etc/passwd", "does not begin with"),
        ("file:///etc/passwd", "does not begin with"),
        ("https://", "does not begin with"),
        ("https://you:secret@news.org/feed", "user name or a password"),
        ("https://news.org:6379/feed", "port 6379"),
        ("https://news.org:99999/feed", "malformed"),
        ("https://news.org/a b", "blanks"),
        ("http://localhost/feed", "private"),
        ("http://LOCALHOST./feed", "private"),
        ("http://intranet/feed", "private"),
        ("http://wiki.corp/feed", "private"),
        ("http://printer.local/feed", "private"),
        ("http://127.0.0.1/feed", "private"),
        ("http://127.1/feed", "private"),
        ("http://2130706433/feed", "private"),
        ("http://0x7f000001/feed", "private"),
        ("http://10.1.2.3/feed", "private"),
        ("http://169.254.169.254/latest", "private"),
        ("http://[::1]/feed", "private"),
        ("http://[fe80::1%25eth0]/feed", "private"),
        ("http://[::ffff:10.0.0.1]/feed", "private"),
    ],
)
def test_a_communitys_feed_is_a_public_address(address: str, why: str) -> None:
    assert why in unfit(address)
    with pytest.raises(UsageError, match="The feed"):
        new_deck("club", "slack:T1", feeds=[address])


@pytest.mark.parametrize("address", ["https://news.org/feed", "http://8.8.8.8:8080/rss?a=1", "HTTPS://News.Org"])
def test_a_public_address_may_be_read(address: str) -> None:
    assert unfit(address) == ""


def test_the_operators_feed_may_be_a_file_or_at_home() -> None:
    feeds = ("http://10.0.0.5:9000/feed", "/srv/feed.xml")
    assert new_deck("club", feeds=feeds).feeds == feeds


@given(st.text(max_size=600))
def test_any_address_gets_an_answer(text: str) -> None:
    assert isinstance(unfit(text), str)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_makes_a_deck_or_a_sentence(title: str, topic: str) -> None:
    with suppress(RiddleError):
        assert is_name(new_deck(title, topics=[topic]).name)


async def test_a_community_means_its_own_deck_first_and_never_anothers() -> None:
    default, public = Deck(), new_deck("news")
    ours, theirs, mine = new_deck("news", "slack:T1"), new_deck("chess", "slack:T2"), new_deck("sea", "slack:T1")
    store = Kept({one.name: one for one in (default, public, ours, theirs, mine)})
    assert await resolve(store, "news", "slack:T1") == ours
    assert await resolve(store, " NEWS ", "slack:T2") == public
    assert await resolve(store, "news") == public
    assert await resolve(store, "sea", "slack:T1") == mine
    assert await resolve(store, "default", "slack:T1") == default
    for text in ("chess", "chess@slack:T2", "nothing", "", "x" * 400):
        assert await resolve(store, text, "slack:T1") is None


def test_topics_are_looked_for_in_the_sources_topics_and_in_the_title() -> None:
    about = article("Chess masters meet under water", topics=("culture",))
    assert off_topic([about], ()) == ""
    for topic in ("chess", "culture", "master", "under water"):
        assert off_topic([about], (topic,)) == ""
    for topic in ("water under", "art", "mast", "meeting"):
        assert off_topic([about], (topic,)) == f"Neither its topics nor its title speak of {topic}."


def test_compounds_and_possessives_are_read_word_by_word() -> None:
    assert off_topic([article("The sea's deep-water crabs")], ("deep water",)) == ""
    assert off_topic([article("The sea's deep-water crabs")], ("sea",)) == ""


def test_a_reason_names_a_few_topics() -> None:
    said = off_topic([article("Quiet day")], tuple("abcdefg"))
    assert said == "Neither its topics nor its title speak of a, b, c, d, e and 2 more."


def test_a_deck_takes_the_stories_of_its_topics_and_says_why_not_the_others() -> None:
    chess = article("Langholm wins the chess league", "Langholm won the chess league of the Orrin valley on Saturday.")
    ferry = article(
        "Ferry to Skerra runs again", "The ferry to Skerra runs again after a winter in the dock at Brannoch."
    )
    choice = choose([chess, ferry], day_end=DAY_END, limit=5, topics=("chess",))
    assert [story.lead for story in choice.stories] == [chess]
    assert [decision.rule for decision in choice.decisions] == [Rule.TAKEN, Rule.TOPIC]
    assert choice.decisions[1].reason == "Neither its topics nor its title speak of chess."
