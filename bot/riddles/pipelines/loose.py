"""Finding what a model meant in what it wrote: thoughts, greetings, fences, comments and tags around it do no harm."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REPLY_LIMIT = 20_000
"""Most characters of a reply that are looked at, the thoughts before it not counted."""

THOUGHT_LIMIT = 400_000
"""Most characters of thoughts and reply together."""

MOST_STARTS = 20
"""Most braces at which an object is looked for."""

_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad"
_THOUGHT_BEGINS = re.compile(rf"<(?:{_NAMES})>|\[THINK\]", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(
    rf"</(?:{_NAMES})>|\[/THINK\]|<\|channel\|>\s*final\s*<\|message\|>", re.IGNORECASE
)  # the last is how one family of open models opens its answer
_CONTROL = re.compile(r"<\|[^|<>\n]{0,40}\|>|</?s>|\[/?INST\]|<(?:start|end)_of_turn>")
_PARTS = "summary|form|kind|type|riddle|question|answer|aliases|alias|hint[ #]?[1-3]|explanation"
_LABEL = re.compile(rf"^[\s*#>\-\d.)]{{0,6}}({_PARTS}|the answer is)\s*\**\s*:\s*\**", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(rf"^[ \t]*[#*]{{1,6}}[ \t]*({_PARTS})[ \t*]*:?[ \t*]*$", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(
    r"<(summary|form|kind|riddle|question|answer|aliases|explanation|hint[ _]?[1-3]?)>([^<]{0,2000})</\1>",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:(?:sure(?: thing)?|certainly|of course|okay|absolutely)[!.,:]\s*)?"
    r"(?:here(?:'s| is| are)\b[^\n:]{0,40}\b(?:riddle|json|reply)\b[^\n:]{0,40}:\s*)?(?:(?:the )?riddle\s*:\s*)?",
    re.IGNORECASE,
)

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|[^"/,]+|.', re.DOTALL)
_SPARE = re.compile(r"(?:\s|//[^\n]*(?:\n|$)|/\*[^*]*\*/)*[}\]]")


def spoken(text: str) -> str:
    """The reply within its bound, without the thoughts some models put before it and the marks of their turns."""
    text = text[:THOUGHT_LIMIT]
    ends = [found.end() for found in _THOUGHT_ENDS.finditer(text)]
    if ends and text[ends[-1] :].strip():
        text = text[ends[-1] :]
    elif begun := _THOUGHT_BEGINS.search(text):
        text = text[: begun.start()]
    return _CONTROL.sub("", text[:REPLY_LIMIT]).strip()


def objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object that begins somewhere in a reply: first as it is, then without comments and spare commas."""
    text = spoken(text)
    decoder = json.JSONDecoder(strict=False)
    for version in (text, _mended(text)):
        for match in list(re.finditer(r"\{", version))[:MOST_STARTS]:
            try:
                found, _ = decoder.raw_decode(version, match.start())
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found


def labelled(text: str) -> dict[str, str]:
    """The parts of a reply of labelled lines; from the first repeated label on it is dropped."""
    parts = _LABEL.split(_HEADING.sub(r"\1:", spoken(text)))
    found: dict[str, str] = {}
    for label, value in zip(parts[1::2], parts[2::2], strict=True):
        key = _key(label)
        if key in found:
            break
        found[key] = value.strip().split("\n\n")[0].strip()
    return found


def tagged(text: str) -> dict[str, str]:
    """The parts of a reply that stand in tags of their names; the first of each counts."""
    found: dict[str, str] = {}
    for tag, value in _TAG.findall(spoken(text)):
        key = _key(tag)
        if key == "hint":
            key = next((f"hint{at}" for at in (1, 2, 3) if f"hint{at}" not in found), key)
        found.setdefault(key, value.strip())
    return found


def begins_anew(text: str) -> bool:
    """Whether a reply that was begun for the model starts with a label of its own instead of going on."""
    return _LABEL.match(spoken(text)) is not None


def greeted(text: str) -> str:
    """A text without a greeting before it: "Sure! Here is your riddle:"."""
    return text[_end(text) :].lstrip()


def _end(text: str) -> int:
    found = _GREETING.match(text)
    return found.end() if found and found.group().rstrip().endswith((":", "!")) else 0


def _key(label: str) -> str:
    key = re.sub(r"[ #_]", "", label.lower())
    return {"question": "riddle", "alias": "aliases", "type": "kind", "theansweris": "answer"}.get(key, key)


def _mended(text: str) -> str:
    """JSON without the comments and the spare commas that are not allowed in it; its strings stay as they are."""
    kept: list[str] = []
    for match in _TOKENS.finditer(text):
        piece = match.group()
        spare = piece[0] == "," and _SPARE.match(text, match.end())
        if not spare and not piece.startswith(("//", "/*")):
            kept.append(piece)
    return "".join(kept)
