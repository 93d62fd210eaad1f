"""Objects from a local model: its reply is held to a schema while it is written, then read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableLambda, RunnableParallel
from langchain_core.utils.function_calling import convert_to_json_schema
from pydantic import ValidationError

from adapters.llm.schema import any_object
from bot.errors import ReplyError, RequestRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

_SHAPE = frozenset({"type", "properties", "$ref", "anyOf", "oneOf", "allOf", "enum", "const", "not"})

METHODS = ("json_schema", "json_mode", "function_calling")
"""The names LangChain has for it; here each is the same, since nothing but the schema can be written."""


def structured(
    model: BaseChatModel, schema: dict[str, Any] | type | None, method: str, *, include_raw: bool
) -> Runnable[Any, Any]:
    """The model, bound to write an object of the schema, and its reader.

    With `include_raw` a dictionary of `raw`, `parsed` and `parsing_error`, else the object alone. Raises `ValueError`
    for a method a local model does not know.
    """
    if method not in METHODS:
        msg = f"a local model knows {', '.join(METHODS)}, not {method}"
        raise ValueError(msg)
    wanted = any_object() if schema is None else _json_schema(schema)
    shown = convert_to_json_schema(schema) if isinstance(schema, type) else None
    bound = model.bind(
        response_format={"type": "json_schema", "json_schema": {"name": "reply", "schema": wanted}},
        ls_structured_output_format={"kwargs": {"method": method}, "schema": wanted if shown is None else shown},
    )
    read = _reader(schema)
    if not include_raw:
        return bound | RunnableLambda(lambda message: read(message.text), name="read")
    return RunnableParallel(raw=bound) | RunnableLambda(lambda found: _tried(found["raw"], read), name="read")


def asked_schema(response_format: Any) -> str | None:
    """The JSON text of the schema in a `response_format`, None for plain text; raises `RequestRefused` for another."""
    kind = response_format.get("type") if isinstance(response_format, dict) else None
    if response_format is None or kind == "text":
        return None
    if kind == "json_object":
        return json.dumps(any_object())
    named = response_format.get("json_schema") if kind == "json_schema" else None
    schema = named.get("schema") if isinstance(named, dict) else None
    if not isinstance(schema, dict):
        raise RequestRefused("A response_format has to be of the type json_schema with a schema, json_object or text.")
    return json.dumps(schema)


def _json_schema(schema: dict[str, Any] | type) -> dict[str, Any]:
    if isinstance(schema, dict):
        return schema if _SHAPE & schema.keys() else convert_to_json_schema(schema)
    # LangChain's own conversion loses what refers to itself.
    own = getattr(schema, "model_json_schema", None)
    return own() if own else convert_to_json_schema(schema)


def _reader(schema: dict[str, Any] | type | None) -> Callable[[str], Any]:
    validate = getattr(schema, "model_validate", None) or getattr(schema, "parse_obj", None)

    def read(text: str) -> Any:
        try:
            found = json.loads(text)
            return validate(found) if validate else found
        except (ValueError, RecursionError) as error:  # pydantic's own errors are ValueErrors
            wrong = error.error_count() if isinstance(error, ValidationError) else 1
            raise ReplyError(f"The model's reply does not fit its schema in {wrong} places.") from error

    return read


def _tried(raw: BaseMessage, read: Callable[[str], Any]) -> dict[str, Any]:
    try:
        return {"raw": raw, "parsed": read(raw.text), "parsing_error": None}
    except ReplyError as error:
        return {"raw": raw, "parsed": None, "parsing_error": error}
