"""Examples for tests: one by hand, any number by chance."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.domain import Difficulty, Form, Kind
from bot.training.example import Example


def row(**change: Any) -> dict[str, Any]:
    """A whole row, with changes."""
    return {
        "id": "a",
        "topic": "nature",
        "title": "Owl moves into the town clock",
        "article": "An owl has moved into the clock of Vrana. The clock has stood still since, at ten to three.",
        "summary": "An owl moved into the clock of Vrana, which has stood still since.",
        "form": "summary",
        "kind": "animal",
        "question": "A lodger came by night,\nand time stood still for it.",
        "answer": "Owl",
        "aliases": ["Barn owl"],
        "hints": ["It flies.", "It hunts at night.", "It hoots."],
        "explanation": "The owl lives in the clock, which stands still.",
        "difficulty": "easy",
        "source": "person",
        "licence": "CC0-1.0",
        "terms": "Given away by whoever wrote it.",
    } | change


def text(most: int, *, lined: bool = False, least: int = 1) -> st.SearchStrategy[str]:
    """Plain text without blanks around it."""
    letters = st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n" if lined else "")
    return st.text(letters, max_size=most).map(str.strip).filter(lambda one: len(one) >= least)


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """Any example that may be written."""
    article, summary = draw(text(60, lined=True, least=0)), draw(text(60, lined=True))
    hints = draw(st.one_of(st.just(()), st.tuples(text(30), text(30), text(30))))
    return Example(
        id=draw(text(20)),
        topic=draw(text(10, least=0)),
        title=draw(text(30, least=0)),
        article=article,
        summary=summary,
        form=draw(st.sampled_from(Form)),
        kind=draw(st.sampled_from(Kind)),
        question=draw(text(80, lined=True)),
        answer=draw(text(30)),
        aliases=tuple(draw(st.lists(text(20), max_size=4))),
        hints=hints,
        explanation=draw(text(60, lined=True, least=0)),
        difficulty=draw(st.sampled_from(Difficulty)),
        source=draw(st.sampled_from(["person", "model, edited", "model:openai:gpt-5-mini"])),
        licence=draw(text(20)),
        terms=draw(text(40)),
    )
