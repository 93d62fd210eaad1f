"""A JSON schema of anybody's -> one whose texts and lists all end. Standard library only."""

from __future__ import annotations

import json
from typing import Any

from bot.errors import RequestRefused

TEXT_LIMIT = 500
"""Most characters of a string whose schema names no limit."""

LIST_LIMIT = 8
"""Most items of a list whose schema names no limit."""

NUMBER_LIMIT = 1_000_000_000_000
"""Largest number where the schema names no limit; without one a number of 300 digits reads as infinite."""

FREE_DEPTH = 3
"""How deep an object nests where the schema leaves it open."""

SCHEMA_LIMIT = 100_000
"""Most characters of a schema."""

UNKNOWN = 1_000_000
"""What is told of a length that no limit bounds."""

_NUMBER_LENGTH = 24
_FORMAT_LENGTH = 64
_INSIDE = ("properties", "$defs", "definitions", "patternProperties")
_CHOICES = ("anyOf", "oneOf", "allOf", "prefixItems")
_SAID_ONLY = frozenset(
    {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment"}
)
_SHAPING = frozenset({"type", "enum", "const", "$ref", "anyOf", "oneOf", "allOf"})
_NUMBER_LIMITS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_MARKS = {"minLength": "string", "maxLength": "string", "pattern": "string", "format": "string"} | {
    "items": "array", "prefixItems": "array", "minItems": "array", "maxItems": "array",
    "properties": "object", "required": "object", "additionalProperties": "object", "patternProperties": "object",
}  # fmt: skip


def bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with a limit on every string and list that has none, and no properties beside the named ones.

    Raises `RequestRefused` for what is no schema, or too large a one.
    """
    try:
        if len(json.dumps(schema)) > SCHEMA_LIMIT:
            raise RequestRefused(f"The JSON schema is longer than {SCHEMA_LIMIT} characters.")
        limited: dict[str, Any] = _bounded(schema)
    except (TypeError, ValueError, RecursionError, AttributeError):
        raise RequestRefused("What was given as a JSON schema is none.") from None
    return limited


def any_object() -> dict[str, Any]:
    """The schema of an object of any kind, nested no deeper than `FREE_DEPTH`."""
    return {"type": "object", "additionalProperties": _free(FREE_DEPTH - 1)}


def longest(schema: dict[str, Any]) -> int:
    """About how many characters the longest text in a bounded schema has; a reference into itself counts once."""
    return _longest(schema, schema, frozenset())


def obliged(schema: dict[str, Any]) -> int:
    """The most characters it may take to end a text of a bounded schema, wherever in it one is.

    `UNKNOWN` where no limit is known: a part may hold itself, or has to fit a pattern.
    """
    return min(UNKNOWN, _obliged(schema, schema, frozenset()))


# --- bounds ---------------------------------------------------------------------------------------------------------


def _bounded(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    if not _SHAPING & schema.keys():
        guessed = next((kind for key, kind in _MARKS.items() if key in schema), None)
        schema = {**schema, **({"type": guessed} if guessed else _free(FREE_DEPTH - 1))}
    made = {key: _part(key, value) for key, value in schema.items() if key not in _SAID_ONLY}
    kinds = made.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "enum" not in made and "const" not in made:
        _limit(made, kinds)
    return made


def _limit(made: dict[str, Any], kinds: list[str]) -> None:
    if ("number" in kinds or "integer" in kinds) and not _NUMBER_LIMITS & made.keys():
        made |= {"minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT}
    if "string" in kinds and not made.get("format"):
        made.setdefault("maxLength", max(TEXT_LIMIT, made.get("minLength", 0)))
    if "array" in kinds:
        made.setdefault("items", _free(FREE_DEPTH - 2))
        made.setdefault("maxItems", max(LIST_LIMIT, made.get("minItems", 0)))
    if "object" in kinds:
        if made.get("properties") or made.get("patternProperties"):
            made.setdefault("additionalProperties", False)
        elif made.get("additionalProperties", True) is True:
            made["additionalProperties"] = _free(FREE_DEPTH - 2)


def _part(key: str, value: Any) -> Any:
    if key in _INSIDE:
        return {name: _bounded(one) for name, one in value.items()}
    if key in _CHOICES:
        return [_bounded(one) for one in value]
    return _bounded(value) if key in {"items", "additionalProperties"} else value


def _free(depth: int) -> dict[str, Any]:
    """The schema of any value, nested no deeper than `depth`."""
    plain: list[dict[str, Any]] = [{"type": "string", "maxLength": TEXT_LIMIT}]
    plain += [
        {"type": "number", "minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT},
        {"type": "boolean"},
        {"type": "null"},
    ]
    if depth <= 0:
        return {"anyOf": plain}
    inner = _free(depth - 1)
    nested = [
        {"type": "array", "items": inner, "maxItems": LIST_LIMIT},
        {"type": "object", "additionalProperties": inner},
    ]
    return {"anyOf": plain + nested}


# --- lengths --------------------------------------------------------------------------------------------------------


def _longest(schema: Any, root: dict[str, Any], seen: frozenset[str]) -> int:
    if not isinstance(schema, dict):
        return 0
    if "$ref" in schema:
        name = str(schema["$ref"])
        return 0 if name in seen else _longest(_target(name, root), root, seen | {name})
    if "enum" in schema or "const" in schema:
        return max(len(json.dumps(one, ensure_ascii=False)) for one in schema.get("enum", [schema.get("const")]))
    choices = [one for key in _CHOICES[:3] for one in schema.get(key, [])]
    sizes = [_longest(one, root, seen) for one in choices]
    kinds = schema.get("type", ())
    sizes += [_size(schema, kind, root, seen) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return max(sizes, default=0)


def _size(schema: dict[str, Any], kind: str, root: dict[str, Any], seen: frozenset[str]) -> int:
    if kind == "string":
        return int(schema.get("maxLength", 64)) + 2
    if kind == "array":
        return 2 + int(schema["maxItems"]) * (1 + _longest(schema.get("items"), root, seen))
    if kind == "object":
        named = schema.get("properties", {}).items()
        free = _longest(schema.get("additionalProperties"), root, seen)
        return 2 + LIST_LIMIT * free + sum(len(name) + 4 + _longest(one, root, seen) for name, one in named)
    return _NUMBER_LENGTH


def _obliged(schema: Any, root: dict[str, Any], seen: frozenset[str]) -> int:
    if not isinstance(schema, dict):
        return 0
    if "$ref" in schema:
        name = str(schema["$ref"])
        return UNKNOWN if name in seen else _obliged(_target(name, root), root, seen | {name})
    if "enum" in schema or "const" in schema:
        return _longest(schema, root, seen)
    kinds = schema.get("type", ())
    sizes = [_due(schema, kind, root, seen) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return max(sizes, default=0) + sum(_obliged(one, root, seen) for key in _CHOICES[:3] for one in schema.get(key, []))


def _due(schema: dict[str, Any], kind: str, root: dict[str, Any], seen: frozenset[str]) -> int:
    """What a string, list or object may owe at most: everything that is required, and what else may have been begun."""
    if "pattern" in schema or "patternProperties" in schema:
        return UNKNOWN
    if kind == "string":
        return max(int(schema.get("minLength", 0)), _FORMAT_LENGTH if "format" in schema else 0) + 4
    if kind == "array":
        items = [schema.get("items"), *schema.get("prefixItems", [])]
        each = 1 + max(_obliged(one, root, seen) for one in items)
        return 2 + max(1, int(schema.get("minItems", 0)), len(items) - 1) * each
    if kind == "object":
        named = schema.get("properties", {}).items()
        free = _obliged(schema.get("additionalProperties"), root, seen)
        due = sum(len(json.dumps(name)) + 2 + _obliged(one, root, seen) for name, one in named)
        return 2 + due + max(1, int(schema.get("minProperties", 0))) * (8 + free)
    return _NUMBER_LENGTH


def _target(name: str, root: dict[str, Any]) -> Any:
    found: Any = root
    for part in name.removeprefix("#").strip("/").split("/") if name != "#" else ():
        found = found.get(part) if isinstance(found, dict) else None
    return found
