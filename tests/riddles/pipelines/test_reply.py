from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Form, Kind
from bot.errors import ReplyError
from bot.riddles.pipelines.reply import (
    ANSWER_LIMIT,
    QUESTION_LIMIT,
    composition_schema,
    read_json,
    read_lines,
    read_summary,
)
from tests.riddles.pipelines.stories import JSON_REPLY, LINES_REPLY, REPLY


@pytest.mark.parametrize(
    "text",
    [
        JSON_REPLY,
        f"```json\n{JSON_REPLY}\n```",
        f"Here is a riddle {{as you asked}}:\n{JSON_REPLY}\nI hope that you like it! {{}}",
        f"<think>An answer {{with braces}} perhaps</think>{JSON_REPLY}",
        json.dumps({("riddle" if key == "question" else key): value for key, value in REPLY.items()}),
    ],
)
def test_json_is_found_wherever_it_stands(text: str):
    read = read_json(text)
    assert (read.question, read.answer, read.kind) == (REPLY["question"], "penguins", Kind.ANIMAL)
    assert len(read.hints) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I cannot help with that.",
        JSON_REPLY[:90],
        "{" * 5000,
        "[1, 2]",
        '{"answer": "x"}',
        '{"question": 1, "answer": 2}',
    ],
)
def test_what_holds_no_riddle_is_refused_with_a_sentence(text: str):
    with pytest.raises(ReplyError, match=r"^The model's reply .*\.$"):
        read_json(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_readers(text: str):
    for read in (read_json, read_lines, read_summary):
        try:
            read(text)
        except ReplyError:
            continue


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*REPLY, "x"]), inner, max_size=8),
        max_leaves=20,
    )
)
def test_no_json_breaks_the_reader_and_what_is_read_is_bounded(data: object):
    try:
        read = read_json(json.dumps({"question": "Who?", "answer": "me", "hints": data, "kind": data, "aliases": data}))
    except ReplyError:
        return
    assert len(read.question) <= QUESTION_LIMIT
    assert len(read.answer) <= ANSWER_LIMIT
    assert len(read.hints) in {0, 3}


@pytest.mark.parametrize("key", ["question", "answer"])
def test_a_field_without_end_is_refused(key: str):
    with pytest.raises(ReplyError, match=key):
        read_json(json.dumps(REPLY | {key: "word " * 500}))


def test_markup_and_links_are_taken_out():
    read = read_json(
        json.dumps(REPLY | {"question": "**Who** [am I](http://evil.example/x)?\n\n<b>See</b> https://a.example"})
    )
    assert read.question == "Who am I?\nSee"


def test_fewer_than_three_hints_are_none():
    assert read_json(json.dumps(REPLY | {"hints": ["one", "two"]})).hints == []


def test_lines_are_read_strictly():
    read = read_lines(LINES_REPLY)
    assert read.question == "Stone by stone we climbed the shore,\nfour thousand pebbles, maybe more."
    assert (read.form, read.answer) == (Form.SUMMARY, "penguins")
    assert read.hints == ["Look south.", "Birds that swim.", "It begins with P."]


def test_a_second_riddle_in_the_same_reply_is_dropped():
    assert read_lines(LINES_REPLY + "\n\nRiddle: another\nAnswer: seals").answer == "penguins"


@pytest.mark.parametrize("text", ["Riddle: no answer", "Answer: no riddle", "Riddle:\nAnswer:", "The riddle is: x"])
def test_lines_without_riddle_and_answer_are_refused(text: str):
    with pytest.raises(ReplyError):
        read_lines(text)


@pytest.mark.parametrize(
    ("question", "form"),
    [("I swim. What am I?", Form.FIRST_PERSON), ("Who swims?", Form.QUESTION), ("One line\nanother", Form.SUMMARY)],
)
def test_a_form_that_is_not_told_is_seen(question: str, form: Form):
    assert read_lines(f"Riddle: {question}\nAnswer: x").form is form


@pytest.mark.parametrize(
    "text",
    [
        "Birds moved.",
        "Here is a summary:\nBirds moved.",
        "**Summary:** Birds moved.",
        "<<<ARTICLE\nBirds moved.",
        '{"summary": "Birds moved."}',
    ],
)
def test_a_summary_is_bare_prose(text: str):
    assert read_summary(text) == "Birds moved."


def test_an_empty_summary_is_refused():
    with pytest.raises(ReplyError):
        read_summary(" ...\n")


def test_the_schema_asks_for_every_field_and_bounds_every_text():
    schema = composition_schema()
    assert set(schema["required"]) == set(schema["properties"]) == {*REPLY, "facts"}
    assert next(iter(schema["properties"])) == "facts"
    texts = [field.get("items", field) for field in schema["properties"].values()]
    assert all("enum" in text or text["maxLength"] <= QUESTION_LIMIT for text in texts)
    assert all("maxItems" in field for field in schema["properties"].values() if field["type"] == "array")


def test_what_a_reply_lacks_is_named_and_an_answer_in_a_sentence_is_one():
    with pytest.raises(ReplyError, match=r"has no `Answer:` line\.$"):
        read_lines("Riddle: Who climbed?")
    with pytest.raises(ReplyError, match=r"has no `Riddle:` and `Answer:` lines\.$"):
        read_lines("Who climbed?")
    assert read_lines("Riddle: Who climbed?\nThe answer is: penguins").answer == "penguins"
