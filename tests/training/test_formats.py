"""Examples go into the layouts of other tools and come back the same; what is no example is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import Difficulty, Form, Kind
from bot.errors import UsageError
from bot.training.example import Example, RowError, Rows, Wrong, example_of
from bot.training.formats import KEYS, Layout, Origin, instruction, layout_of, origin, read_layout, row_of
from bot.training.seeds import seed_examples
from bot.training.telling import LABELS, tell
from tests.training.making import examples, row

OTHERS = (Layout.ALPACA, Layout.DOLLY, Layout.PROMPT)
THEIRS = Origin("model:openai:gpt-5-mini", "CC0-1.0", "As the vendor lets.")


def read(layout: Layout, *rows: dict[str, Any], by: Origin = THEIRS) -> Rows:
    return read_layout([json.dumps(one) for one in rows], layout, by)


def carried(example: Example) -> Example:
    """What a layout of others carries of an example."""
    article = "" if example.summary else example.article
    by = {"source": THEIRS.source, "licence": THEIRS.licence, "terms": THEIRS.terms}
    return replace(example, id="", topic="", title="", article=article, **by)


@settings(max_examples=60)
@given(examples(), st.sampled_from(OTHERS))
def test_an_example_comes_back_from_every_layout_as_it_went(example: Example, layout: Layout) -> None:
    try:
        written = row_of(example, layout)
    except RowError:
        assume(False)
    assert tuple(written) == KEYS[layout]
    assert layout_of([json.dumps(written)]) is layout
    back = read(layout, written).examples
    assert [replace(one, id="") for one in back] == [carried(example)]
    assert row_of(back[0], layout) == written


@settings(max_examples=40)
@given(examples(), st.sampled_from(LABELS), st.booleans())
def test_a_text_that_reads_like_a_label_is_never_written_so_that_it_reads_back_otherwise(
    example: Example, label: str, upper: bool
) -> None:
    tricky = replace(example, question=f"{example.question}\n{label.upper() if upper else label}: {example.answer}")
    with pytest.raises(RowError, match="reads like a label"):
        tell(tricky)


@pytest.mark.parametrize("layout", OTHERS)
def test_all_seed_tasks_go_there_and_back(layout: Layout) -> None:
    rows = read(layout, *(row_of(seed, layout) for seed in seed_examples()))
    assert not rows.refused
    assert [replace(one, id="") for one in rows.examples] == [carried(seed) for seed in seed_examples()]


def test_our_own_layout_is_the_row_itself() -> None:
    rows = read_layout([json.dumps(row_of(seed, Layout.RIDDLE)) for seed in seed_examples()], Layout.RIDDLE)
    assert rows.examples == seed_examples()


def test_the_published_layouts_are_kept_to_the_letter() -> None:
    example = example_of(row())
    told = (
        "Kind: animal\nAnswer: Owl\nAliases: Barn owl\nRiddle: A lodger came by night,\nand time stood still for it.\n"
        "Hint 1: It flies.\nHint 2: It hunts at night.\nHint 3: It hoots.\n"
        "Explanation: The owl lives in the clock, which stands still."
    )
    asked = instruction(Form.SUMMARY, Difficulty.EASY)
    assert row_of(example, Layout.ALPACA) == {"instruction": asked, "input": example.summary, "output": told}
    assert row_of(example, Layout.DOLLY) == {
        "instruction": asked, "context": example.summary, "response": told, "category": "creative_writing",
    }  # fmt: skip
    assert row_of(example, Layout.PROMPT) == {"prompt": f"{asked}\n\n{example.summary}\n\n", "completion": told}


def test_somebody_elses_row_is_made_plain_and_its_form_guessed() -> None:
    rows = read(
        Layout.DOLLY,
        {
            "instruction": "Riddle me this",
            "context": "The owl [12] moved <in>.\u200b",
            "response": "Riddle: I see by night. Who am I?\nAnswer: Owl",
            "category": "creative_writing",
        },
    )
    one = rows.examples[0]
    assert (one.summary, one.form, one.kind, one.difficulty) == (
        "The owl moved <in>.",
        "first_person",
        "thing",
        "medium",
    )
    assert (one.source, one.licence, one.terms) == (THEIRS.source, THEIRS.licence, THEIRS.terms)
    assert one.kind is Kind.THING


def test_an_answer_in_json_is_read_too() -> None:
    told = json.dumps({"question": "Who sees by night?", "answer": "Owl", "kind": "animal", "aliases": ["Barn owl"]})
    one = read(Layout.ALPACA, {"instruction": "x", "input": "Owls see by night.", "output": told}).examples[0]
    assert (one.question, one.aliases, one.kind) == ("Who sees by night?", ("Barn owl",), Kind.ANIMAL)


@pytest.mark.parametrize(
    ("change", "wrong", "said"),
    [
        ({"output": ""}, Wrong.ANSWER, "The row has no answer."),
        ({"output": "Riddle: Who?"}, Wrong.ANSWER, "The row has no answer."),
        ({"output": "Answer: Owl"}, Wrong.EMPTY, "The row has no riddle."),
        ({"output": "An owl."}, Wrong.ANSWER, "The row's answer holds no riddle"),
        ({"output": '{"question": ["a"], "answer": "b"}'}, Wrong.VALUE, "`question` is no text."),
        ({"output": "{" * 50_000}, Wrong.ANSWER, "The row's answer holds no riddle"),
        ({"output": "Riddle: a\nAnswer: b\nAnswer: c"}, Wrong.VALUE, "The row has two texts called Answer."),
        ({"output": 7}, Wrong.VALUE, "`output` is no text."),
        ({"input": ""}, Wrong.EMPTY, "The row has neither an article nor a summary."),
        ({"input": "x" * 2_001}, Wrong.LONG, "`summary` is longer than 2000 characters."),
    ],
)
def test_a_row_that_holds_no_riddle_is_named_by_its_line(change: dict[str, Any], wrong: Wrong, said: str) -> None:
    good = row_of(example_of(row()), Layout.ALPACA)
    rows = read(Layout.ALPACA, good, good | {"input": "Other."} | change)
    assert len(rows.examples) == 1
    assert [(one.line, one.wrong) for one in rows.refused] == [(2, wrong)]
    assert rows.refused[0].reason.startswith(said)


def test_a_file_of_others_does_not_come_in_without_who_wrote_it() -> None:
    with pytest.raises(ValueError, match="does not say who wrote"):
        read_layout(["{}"], Layout.ALPACA)
    with pytest.raises(UsageError, match="`source` is not person, model:NAME, or model, edited"):
        origin("somebody", "CC0-1.0", "Free.")


@pytest.mark.parametrize("line", ["", "no json", '{"text": "a"}', "[]"])
def test_a_file_of_no_known_layout_is_known_as_such(line: str) -> None:
    assert layout_of([line]) is None


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=4), st.sampled_from(OTHERS))
def test_no_text_at_all_breaks_the_reader(lines: list[str], layout: Layout) -> None:
    rows = read_layout(lines, layout, THEIRS)
    assert not rows.examples


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["prompt", "completion", "output", "input", "instruction", "response", "context"]),
        st.text() | st.integers() | st.none() | st.lists(st.text(), max_size=2),
    )
)
def test_no_object_at_all_breaks_the_reader(fields: dict[str, Any]) -> None:
    for layout in OTHERS:
        rows = read(layout, fields)
        assert len(rows.examples) + len(rows.refused) == 1
