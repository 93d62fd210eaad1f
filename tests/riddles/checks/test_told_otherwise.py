"""What a claim says in other words than the article stands; what is false in the same words falls."""

from __future__ import annotations

import pytest

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.riddles.checks import single
from bot.riddles.checks.context import Context
from bot.riddles.checks.grounding import unsupported
from bot.riddles.checks.rivals import joined
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
        (TREE, "Isaac Newton", "In March the stones of Isaac Newton were tried by children with a card."),
        (TREE, "Isaac Newton", "Nobody could push a card between two of the stones."),
        (TREE, "Isaac Newton", "The yard lost its gate in a storm."),
        (BAND, "tuba", "It was tuba."),
        (BAND, "tuba", "The manager would not open the safe."),
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
        ("The train stopped at Nuuk and carried wool.", "Nuuk", "The train did not carry wool."),
        ("Omar lost his hat and won the golden boot.", "golden boot", "Omar did not win the golden boot."),
        ("She spoke of her defeat at the harbour.", "harbour", "He spoke of his victory at the harbour."),
        ("She talks of her failure at the harbour.", "harbour", "He talks of his success at the harbour."),
        ("Her brother Omar posted a card every week.", "card", "His sister posted a card every week."),
        (
            "Oracle has bought the shipyard at Gdynia. Walmart has lost the bid.",
            "shipyard",
            "Walmart has bought the shipyard at Gdynia.",
        ),
        (
            "The tree in the yard was planted by John Smith. Isaac Newton came in May.",
            "Isaac Newton",
            "Isaac Newton planted the tree in the yard.",
        ),
        (BAND, "tuba", "His sister posted a playing card every week."),
        (BAND, "tuba", "A playing card was posted by his sister every week."),
        ("The hermit worked for nothing at the gate.", "hermit", "The hermit worked for money at the gate."),
        ("The hermit asked for nothing at the gate.", "hermit", "The hermit asked for money at the gate."),
        ("The pirate fled with nothing from the island.", "pirate", "The pirate fled with gold from the island."),
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


def test_a_sport_that_is_joined_to_the_answer_is_its_rival() -> None:
    read = source(Story((Article("a1", "News of the day", "The club taught boxing and fencing to children."),)))
    assert joined(("fencing",), read) == ["boxing"]
