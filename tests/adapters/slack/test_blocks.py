"""Block Kit whatever is shown: within Slack's limits, and no text of anybody's becomes a mention, a call or a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import blocks, forms
from adapters.slack.text import alternative, clip, escape, fits, named, with_names
from bot.desk.cards import Button, Card, Deed
from bot.domain import Asking, Post, Recap, Review, Round, RoundKey, Unveiling, Withdrawal, Yesterday
from bot.game.sentences import Words
from tests.adapters.store.samples import DAY, riddle
from tests.doubles.slack_server import Blocks, message_markup

NASTY = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "<!channel>", "<@U0BOB>", "<#C1>", "<!subteam^S1>", "https://evil.example/x", "*b* _i_ ~s~ `c`", "&amp;",
            "\ue000U0BOB\ue001",
        ]
    ).map(lambda one: f"{one} " * 40),
    st.integers(1, 9_000).map(lambda length: "x<&" * length),
)  # fmt: skip
WORDS = Words()
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def checked(message: dict) -> None:
    check = Blocks()
    check.blocks(message["blocks"])
    assert check.errors == []
    assert 0 < len(message["text"].encode()) <= 4_000
    found = message_markup(message["text"], message["blocks"])
    assert not any(found.values())


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY, st.integers(1, 5), st.integers(0, 31))
def test_whatever_a_riddle_says_it_is_shown_within_the_limits(said: str, other: str, count: int, void: int) -> None:
    one = replace(
        riddle(), question=said or "?", answer=other or "!", aliases=(said[:90],), hints=(said, other, said),
        explanation=other, summary=said, evidence=(other,),
    )  # fmt: skip
    places = tuple(place for place in range(1, count + 1) if void >> (place - 1) & 1)
    found = Round(RoundKey("slack:T1", "default", DAY), 142, (one,) * count, NOW, void=places)
    recaps = (Recap(3, 2, 9, 0, ((said[:100], 2),)),) * count
    post = Post(found, (1,) * count, said, other, Yesterday(141, 3, 2, (), 7))
    for content in (post, Unveiling(found, recaps), Withdrawal(found, places)):
        checked(blocks.shown(WORDS, content))
    review = Review(found.key, 142, found.riddles, found.riddles)
    checked(blocks.shown(WORDS, Asking(review)))


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY, st.integers(1, 30))
def test_whatever_a_card_says_it_is_shown_within_the_limits(said: str, other: str, rows: int) -> None:
    card = Card(said, other, ((said, other),) * rows, (said, other), tuple(Button(deed, "a/1.1") for deed in Deed))
    checked(blocks.card(WORDS, (card,) * 3))
    for view in (
        forms.shown_view(WORDS, (card,)),
        forms.guess_form(WORDS, said, card, other),
        forms.report_form(WORDS, said),
    ):
        check = Blocks()
        check.view(view)
        assert check.errors == []


@given(NASTY)
def test_texts_are_cut_and_escaped(said: str) -> None:
    assert "<" not in escape(said)
    assert len(alternative(said).encode()) <= 3_900
    assert len(clip(said, 50)) <= 50
    assert all(len(part) <= 70 for part in fits(said, 70))


def test_only_names_of_ours_are_mentions() -> None:
    assert with_names(f"{named('U0BOB')} <@U0EVE>") == "<@U0BOB> &lt;@U0EVE&gt;"
    assert with_names(named("U0BOB> <!channel")) == "U0BOB&gt; &lt;!channel"
