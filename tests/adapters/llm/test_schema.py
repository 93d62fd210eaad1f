"""Schemas of anybody's are given bounds, and replies are held to them whatever the weights are."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, field_validator

from adapters.llm.constraint import Place, after
from adapters.llm.schema import LIST_LIMIT, TEXT_LIMIT, UNKNOWN, bounded, longest, obliged
from bot.errors import ModelError, ReplyError, RequestRefused, SettingsError

if TYPE_CHECKING:
    from adapters.llm.local import LocalChatModel


class Riddle(BaseModel):
    form: Literal["summary", "first_person"]
    question: str = Field(min_length=5, max_length=120)
    answer: str = Field(max_length=30)
    aliases: list[str] = Field(max_length=2)
    year: int | None = None
    weight: float = Field(ge=0, le=1)


class Tree(BaseModel):
    name: str
    branches: list[Tree] = []


def test_every_string_and_list_gets_a_limit_and_keeps_the_one_it_has():
    limited = bounded(Riddle.model_json_schema())
    properties = limited["properties"]
    assert properties["question"]["maxLength"] == 120
    assert properties["aliases"]["maxItems"] == 2
    assert properties["aliases"]["items"]["maxLength"] == TEXT_LIMIT
    assert limited["additionalProperties"] is False
    assert longest(limited) > 120 + 2 * TEXT_LIMIT
    assert bounded(Tree.model_json_schema())["$defs"]["Tree"]["properties"]["branches"]["maxItems"] == LIST_LIMIT


def test_a_property_may_be_called_like_a_keyword():
    limited = bounded({"type": "object", "properties": {"title": {"type": "string"}, "items": {"type": "integer"}}})
    assert set(limited["properties"]) == {"title", "items"}
    assert limited["properties"]["title"]["maxLength"] == TEXT_LIMIT


def test_what_may_have_to_be_written_yet_is_known_but_for_what_holds_itself_and_patterns():
    assert obliged(bounded(Tree.model_json_schema())) == UNKNOWN
    assert obliged(bounded({"type": "string", "pattern": "^[0-9]{300}$"})) == UNKNOWN
    assert 100 < obliged(bounded(Riddle.model_json_schema())) < 300
    assert obliged(bounded({"type": "object", "properties": {"a": {"type": "string", "minLength": 90}}})) > 90


@pytest.mark.parametrize("wrong", [{"properties": 3}, {"anyOf": 3}, {"enum": object()}])
def test_what_is_no_schema_is_refused_in_a_sentence(wrong: dict[str, Any]):
    with pytest.raises(RequestRefused, match=r"is none\.$"):
        bounded(wrong)


def test_a_schema_too_large_is_refused():
    with pytest.raises(RequestRefused, match="longer than"):
        bounded({"enum": ["x" * 200_000]})


@given(st.text(), st.integers(0, 50))
def test_where_a_text_is_cut_inside_a_string_is_known(text: str, at: int):
    written = json.dumps([text], ensure_ascii=False)
    cut = 2 + min(at, len(written) - 4)
    assert after(written[:cut].encode()) is not Place.OUTSIDE
    assert after(written[cut:].encode(), after(written[:cut].encode())) is Place.OUTSIDE


@pytest.mark.model
@pytest.mark.parametrize("limit", [None, 1, 70, 120, 200])
@pytest.mark.parametrize("kind", [Riddle, Tree])
async def test_every_reply_of_random_weights_is_valid_at_any_limit(tiny: LocalChatModel, kind: type, limit: int | None):
    asked = tiny.with_structured_output(kind)
    bound = asked.first.bind(temperature=1.5, **({"max_tokens": limit} if limit else {}))
    replies = await asyncio.gather(*(bound.bind(seed=seed).ainvoke("A riddle") for seed in range(8)))
    for reply in replies:
        kind.model_validate_json(reply.text)
        assert reply.response_metadata["finish_reason"] in {"stop", "length"}
    if limit:
        # A limit that no valid text could keep is raised to the shortest one.
        assert max(reply.usage_metadata["output_tokens"] for reply in replies) <= max(limit, 150)


@pytest.mark.model
async def test_what_need_not_be_begun_ends_in_time_once_it_is(tiny: LocalChatModel):
    """Its shortest text is `{}`; what may be begun takes a hundred tokens to end."""
    keys = [f"number {at}" for at in range(6)]
    part = {"type": "object", "properties": {key: {"type": "boolean"} for key in keys}, "required": keys}
    names = {"type": "array", "items": {"type": "string", "minLength": 3, "maxLength": 9}, "minItems": 9}
    schema = {"type": "object", "properties": {"names": names, "part": part}}
    asked = tiny.bind(response_format={"type": "json_schema", "json_schema": {"schema": schema}}, temperature=1.5)
    limits = range(2, 200, 9)
    replies = await asyncio.gather(*(asked.bind(max_tokens=limit, seed=limit).ainvoke("x") for limit in limits))
    for limit, reply in zip(limits, replies, strict=True):
        assert json.loads(reply.text) is not None
        assert reply.usage_metadata["output_tokens"] <= limit


@pytest.mark.model
async def test_rows_with_and_without_a_schema_share_a_batch(tiny: LocalChatModel):
    asked = tiny.with_structured_output(Riddle)
    alone = await tiny.ainvoke("Hello there", max_tokens=20)
    held, free, other = await asyncio.gather(
        asked.ainvoke("One"), tiny.ainvoke("Hello there", max_tokens=20), asked.ainvoke("Another")
    )
    assert isinstance(held, Riddle)
    assert isinstance(other, Riddle)
    assert free.text == alone.text


@pytest.mark.model
async def test_a_schema_in_the_call_is_held_too(tiny: LocalChatModel):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    reply = await tiny.ainvoke("x", response_format={"type": "json_schema", "json_schema": {"schema": schema}})
    assert set(json.loads(reply.text)) == {"n"}
    free = await tiny.ainvoke("x", response_format={"type": "json_object"}, max_tokens=60)
    assert isinstance(json.loads(free.text), dict)
    plain = await tiny.ainvoke("x", response_format={"type": "text"})
    assert plain.text == (await tiny.ainvoke("x")).text


@pytest.mark.model
@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nope"},
        {"type": "string", "pattern": "(?=x)y"},
        {"$ref": "#/nowhere"},
        {"not": {"type": "string"}},
        {"enum": []},
        {"type": "string", "minLength": 5, "maxLength": 2},
    ],
)
async def test_a_schema_that_cannot_be_held_is_told_in_one_sentence(tiny: LocalChatModel, schema: dict[str, Any]):
    with pytest.raises(RequestRefused) as raised:
        await tiny.with_structured_output(schema).ainvoke("x")
    assert str(raised.value).startswith("The JSON schema cannot be held: ")
    assert "\n" not in str(raised.value)
    assert (await tiny.ainvoke("still there")).response_metadata["finish_reason"]


@pytest.mark.model
async def test_a_schema_whose_shortest_text_is_too_long_is_refused(tiny: LocalChatModel):
    with pytest.raises(ModelError, match="too long for the local model"):
        await tiny.with_structured_output({"type": "string", "minLength": 4500}).ainvoke("x")


@pytest.mark.model
async def test_a_response_format_nobody_knows_is_refused(tiny: LocalChatModel):
    for wrong in ({"type": "xml"}, {"type": "json_schema"}, "json"):
        with pytest.raises(RequestRefused, match="response_format"):
            await tiny.ainvoke("x", response_format=wrong)


@pytest.mark.model
async def test_the_raw_reply_comes_along_where_it_is_asked_for(tiny: LocalChatModel):
    found = await tiny.with_structured_output(Riddle, include_raw=True).ainvoke("x")
    assert isinstance(found["parsed"], Riddle)
    assert found["parsing_error"] is None
    assert found["raw"].usage_metadata["output_tokens"] > 0


@pytest.mark.model
async def test_what_a_schema_cannot_say_is_an_error_of_ours(tiny: LocalChatModel):
    class Picky(BaseModel):
        word: str = Field(max_length=3)

        @field_validator("word")
        @classmethod
        def _never(cls, word: str) -> str:
            msg = f"{word} is not wanted"
            raise ValueError(msg)

    with pytest.raises(ReplyError, match="does not fit its schema"):
        await tiny.with_structured_output(Picky).ainvoke("x")
    found = await tiny.with_structured_output(Picky, include_raw=True).ainvoke("x")
    assert isinstance(found["parsing_error"], ReplyError)


def test_a_method_a_local_model_has_not_is_an_error(tiny: LocalChatModel):
    with pytest.raises(ValueError, match="not guessing"):
        tiny.with_structured_output(Riddle, method="guessing")
    with pytest.raises(ValueError, match="tools"):
        tiny.with_structured_output(Riddle, tools=[])


@pytest.mark.model
def test_without_the_package_that_holds_schemas_its_name_is_told(tiny: LocalChatModel, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "llguidance.hf", None)
    with pytest.raises(SettingsError, match="pip install llguidance"):
        tiny.with_structured_output(Riddle).invoke("x")
