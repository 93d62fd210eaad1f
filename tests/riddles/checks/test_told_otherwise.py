"""What a claim says in other words than the article stands; what is false in the same words falls."""

from __future__ import annotations

import pytest

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.riddles.checks import single
from bot.riddles.checks.context import Context
from bot.riddles.checks.grounding import unsupported
from bot.riddles.checks.source import source

TREE = (
    "A famous apple tree in Lincolnshire has borne fruit in a school yard of Nairobi, thanks to Wanjiru Kamau. "
    "Whoever can push a card between two of its stones may keep his hat. Nineteen children tried to do so in March. "
    "The yard has had no gate since a storm. It stood on the farm of the mother of Isaac Newton."
)
BAND = (
    "A brass band had to play its spring concerts without its tuba. An elephant lets buses pass for nothing. "
    "Her brother Omar posted a playing card every week. The manager has shut the safe, and would not break the web. "
    "The children have stopped waiting for it to grow."
)


def refused(text: str, answer: str, claim: str) -> bool:
    """Whether a claim does not stand in an article on an answer."""
    return unsupported(claim, source(Story((Article("a1", "News of the day", text),))), (answer,)) is not None


@pytest.mark.parametrize(
    ("text", "answer", "claim"),
    [
        (TREE, "Isaac Newton", "A tree of Isaac Newton's mother has borne fruit in a school yard of Nairobi."),
        (TREE, "Isaac Newton", "In March the stones of Isaac Newton were tried by children with a card."),
        (TREE, "Isaac Newton", "Nobody could push a card between two of the stones."),
        (TREE, "Isaac Newton", "The yard lost its gate in a storm."),
        (BAND, "tuba", "It was tuba."),
        (BAND, "tuba", "The elephant lets buses pass."),
        (BAND, "tuba", "He posted a playing card to his sister every week."),
        (BAND, "tuba", "The manager would not open the safe."),
        (BAND, "tuba", "It never grows, and children were waiting."),
    ],
)
def test_what_is_true_in_other_words_stands(text: str, answer: str, claim: str) -> None:
    assert not refused(text, answer, claim)


@pytest.mark.parametrize(
    ("text", "answer", "claim"),
    [
        (TREE, "Isaac Newton", "A famous apple tree in Gdynia has borne fruit in a school yard of Nairobi."),
        (TREE, "Isaac Newton", "The yard has had a gate since the storm."),
        (BAND, "tuba", "The manager has opened the safe, and would not break the web."),
        (BAND, "tuba", "The children have not stopped waiting for it to grow."),
    ],
)
def test_what_is_false_in_the_same_words_falls(text: str, answer: str, claim: str) -> None:
    assert refused(text, answer, claim)


def test_what_the_answer_did_next_is_no_rival_of_it() -> None:
    text = "A radio played to a million, and the million listened and a nightingale in a wood took up the tune."
    asked = Candidate(
        Form.FIRST_PERSON, Kind.ANIMAL, "A million listened to me on the radio. What am I?", "nightingale"
    )
    said = single.check(asked, Context(Story((Article("a1", "News of the day", text),))))
    assert said.passed, said.reason
