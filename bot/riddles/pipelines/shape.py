"""How a model answers, and how much it can take."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.text import sentences, words


class Style(StrEnum):
    """The form of a model's reply."""

    SCHEMA = "schema"
    """An object in a schema, by whatever means the model's server has."""

    LINES = "lines"
    """`Riddle: ... Answer: ...` lines, for models too small for JSON."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a model answers, and its budgets.

    Words of the article it is given, words and number of the worked examples before a request, tokens of the examples
    of a text to go on with, tokens it may write. A budget of None leaves the limit to the model's own client: a
    reasoning model spends tokens before it answers.
    """

    style: Style
    article_words: int
    summary_tokens: int | None = None
    riddle_tokens: int | None = None
    example_words: int = 3000
    shown: int = 4
    """Worked examples before a composition, at least half of them summary riddles."""
    example_tokens: int = 4000
    """Most tokens of the examples in a text to go on with; a short context gets fewer."""
    context: int = 8_192
    """Tokens it takes in all, where the model does not tell."""
    temperature: float = 0.8
    steered: bool = True
    """Whether temperature, seed and length are asked for; some vendors refuse them."""
    short: bool = False
    """Whether it needs short prompts with examples, and does not gain from being asked again."""
    no_repeat: int = 0
    """Tokens of the shortest run that may not come twice in a reply, 0 for any: small models fall into loops."""

    @property
    def shows(self) -> bool:
        """Whether it can be shown worked examples: whole objects."""
        return self.style is Style.SCHEMA


HOSTED = Shape(Style.SCHEMA, article_words=1800, example_tokens=6000, context=12_000, steered=False)
"""A hosted model, or a server of one's own: contexts of 12,000 tokens and more."""

LOCAL = Shape(Style.SCHEMA, article_words=700, summary_tokens=160, riddle_tokens=900, example_words=1000, shown=2)
"""A local model of a billion parameters or more, context of 4,000 tokens or more.

Its tokens are more than the schema lets it write, so that no object is cut off.
"""

LINES = Shape(Style.LINES, article_words=400, summary_tokens=120, riddle_tokens=260, example_tokens=1500)
"""A local model of less than a billion parameters, as its name tells."""

SMALL = Shape(Style.LINES, article_words=200, summary_tokens=60, riddle_tokens=96, short=True, no_repeat=8)
"""The embedded model: 135 million parameters at some 50 tokens a second."""

GOING_ON = replace(SMALL, article_words=110, example_tokens=500, temperature=0.3)
"""The same, going on with examples: an article much longer than theirs leads it astray, and so does chance."""

BILLION = 1_000_000_000

_SIZE = re.compile(r"(?<![\w.])(\d{1,4}(?:\.\d{1,2})?)([bm])(?![a-z])", re.IGNORECASE)


def shape_for(model: str, pipeline: str | None = None) -> Shape:
    """The shape of a model by its setting: `embedded`, `local:...` or `provider:model`; asked by a pipeline."""
    if model == "embedded":
        return GOING_ON if pipeline == "few_shot" else SMALL
    if not model.startswith("local:"):
        return HOSTED
    told = parameters(model)
    return LINES if told is not None and told < BILLION else LOCAL


def parameters(model: str) -> float | None:
    """How many parameters a model has by its name (`Qwen3-0.6B`, `smollm2-135m`); None where it does not tell."""
    found = _SIZE.findall(model.rstrip("/").rsplit("/", 1)[-1])
    return float(found[0][0]) * {"b": BILLION, "m": 1_000_000}[found[0][1].lower()] if found else None


def cut(text: str, limit: int, *, within: bool = False) -> str:
    """The leading sentences of a text within `limit` words; a first sentence that is too long is cut at a word.

    `within` cuts a later one too, where it alone is longer than all that may be kept.
    """
    kept: list[str] = []
    left = limit
    for sentence in sentences(text):
        length = len(words(sentence))
        if length > left:
            if within and kept and length > limit:
                kept.append(" ".join(sentence.split()[:left]))
            break
        kept.append(sentence)
        left -= length
    return " ".join(kept) if kept else " ".join(text.split()[:limit])


def whole(text: str) -> str:
    """A text that was cut off without its last sentence, or else its last line, where one stands before it."""
    stripped = text.strip()
    if stripped.endswith((".", "!", "?", '"', "”", ")")):
        return stripped
    end = max(stripped.rfind(mark + gap) for mark in ".!?" for gap in " \n")
    return stripped[: end + 1] if end > 0 else stripped.rpartition("\n")[0] or stripped
