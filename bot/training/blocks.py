"""What a teacher wrote, taken apart: examples in labelled lines, one behind each line of hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.domain import Difficulty, Form, Kind
from bot.text import one_line, plain
from bot.training.example import LINED, MAX_ALIASES, Example, RowError, Wrong, example_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.training.formats import Origin

MOST_TEXT: Final = 100_000
"""Characters of a reply that are looked at."""

MOST_BLOCKS: Final = 40
"""Examples of one reply that are looked at."""

LABELS: Final[Mapping[str, str]] = {
    "topic": "Topic",
    "title": "Title",
    "article": "Article",
    "summary": "Summary",
    "form": "Form",
    "kind": "Kind",
    "question": "Riddle",
    "answer": "Answer",
    "aliases": "Aliases",
    "hint1": "Hint 1",
    "hint2": "Hint 2",
    "hint3": "Hint 3",
    "explanation": "Explanation",
    "difficulty": "Difficulty",
}
"""How each part of an example is called, in the order in which it is shown."""

_HEAD = re.compile(r"^[ \t>*]*#{2,}[^\n]*$", re.MULTILINE)
_LABEL = re.compile(
    r"^[ \t>*_#\-\d.)]{0,8}(topic|title|headline|article|story|summary|form|kind|type|riddle|question|answer"
    r"|aliases|alias|hint[ _]?[1-3]|explanation|difficulty)[ \t]*\**[ \t]*:[ \t]*\**[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_SAME = {"headline": "title", "story": "article", "type": "kind", "riddle": "question", "alias": "aliases"}
_FENCE = re.compile(r"^[ \t]*(?:`{3,}\w*|-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_BOLD = re.compile(r"\*{2,3}|__")
_NO_NAME = re.compile(r"^(?:none|no|n/?a|-+)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One example of a reply, as it was written; `whole` is False for the last one of a reply that was cut off."""

    text: str
    whole: bool = True


def blocks(text: str, *, whole: bool = True) -> tuple[Block, ...]:
    """The examples of a reply in their order; without lines of hashes, a label that comes again parts them."""
    pieces = [piece for part in _HEAD.split(text[:MOST_TEXT]) for piece in _parted(part)][:MOST_BLOCKS]
    return tuple(Block(piece, whole or at < len(pieces)) for at, piece in enumerate(pieces, 1))


def shown(example: Example, number: int, *, article: bool) -> str:
    """An example as a teacher is shown it."""
    parts = {
        **{key: getattr(example, key) for key in ("topic", "title", "article", "summary", "question", "answer")},
        "form": example.form.value,
        "kind": example.kind.value,
        "aliases": "; ".join(example.aliases) or "none",
        "explanation": example.explanation,
        "difficulty": example.difficulty.value,
        **{f"hint{at}": hint for at, hint in enumerate(example.hints, 1)},
    }
    if not article:
        parts.pop("article")
    lines = [f"{label}: {_closed(parts[key])}" for key, label in LABELS.items() if parts.get(key)]
    return "\n".join([f"### {number}", *lines])


def read_block(block: Block, known_as: str, origin: Origin) -> Example:
    """The example of a block; raises `RowError` with what is wrong with it."""
    if not block.whole:
        raise RowError(Wrong.VALUE, "The reply was cut off in it.")
    found = _fields(block.text)
    for key in ("question", "answer", "summary"):
        if not found.get(key):
            raise RowError(Wrong.ANSWER if key == "answer" else Wrong.EMPTY, f"It has no {LABELS[key].lower()}.")
    return example_of(_row(found) | {"id": known_as} | _origin(origin))


def _parted(text: str) -> list[str]:
    """A piece between two lines of hashes, cut where a part comes that was there before."""
    starts, seen = [0], set[str]()
    for label in _LABEL.finditer(text):
        key = _key(label[1])
        if key in seen:
            starts.append(label.start())
            seen.clear()
        seen.add(key)
    cut = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [piece for piece in cut if piece and _LABEL.search(piece)]


def _fields(text: str) -> dict[str, str]:
    parts = _LABEL.split(_FENCE.sub("", text))
    return {_key(label): _plain(value) for label, value in zip(parts[1::2], parts[2::2], strict=True)}


def _key(label: str) -> str:
    key = re.sub(r"[ _]", "", label.lower())
    return _SAME.get(key, key)


def _plain(value: str) -> str:
    text = re.sub(r"\n{3,}", "\n\n", _BOLD.sub("", plain(value, MOST_TEXT)))
    quoted = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1].strip() if quoted else text


def _row(found: dict[str, str]) -> dict[str, Any]:
    """The fields as a row has them; what a teacher garbles without harm is put right."""
    texts = {key: value if key in LINED else one_line(value, 20_000) for key, value in found.items()}
    aliases = [name.strip() for name in re.split(r"[;|]", texts.get("aliases", "")) if name.strip()]
    hints = [texts[key] for key in ("hint1", "hint2", "hint3") if texts.get(key)]
    return {
        **{key: texts.get(key, "") for key in ("topic", "title", "article", "summary", "question", "explanation")},
        "form": _one_of(Form, texts.get("form", "")),
        "kind": _one_of(Kind, texts.get("kind", "")) or Kind.THING.value,
        "difficulty": _one_of(Difficulty, texts.get("difficulty", "")) or Difficulty.MEDIUM.value,
        "answer": texts["answer"].strip(" ."),
        "aliases": [name for name in aliases if not _NO_NAME.fullmatch(name)][:MAX_ALIASES],
        "hints": hints if len(hints) == 3 else [],
    }


def _one_of(kind: type[Form | Kind | Difficulty], text: str) -> str:
    said = re.sub(r"[\s\-]+", "_", text.strip(" .\"'").lower())
    return said if said in {member.value for member in kind} else ""


def _origin(origin: Origin) -> dict[str, str]:
    return {"source": origin.source, "licence": origin.licence, "terms": origin.terms}


def _closed(text: str) -> str:
    """A text that ends no block and begins no part of another: what a model wrote is shown to a model again."""
    return _LABEL.sub(lambda label: f"{label[1]} - ", _HEAD.sub("", text)) if text else ""
