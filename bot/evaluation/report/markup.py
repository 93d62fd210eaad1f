"""HTML and SVG made of parts; whatever is not made here is escaped, so that no text of a run can open a tag."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Attribute = str | int | float | None

_VOID = frozenset({"br", "col", "hr", "img", "input", "meta"})
_DRAWN = frozenset({"circle", "line", "path", "polygon", "polyline", "rect"})
_UNFIT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls, marks that turn the direction of what follows them (text of the page included), halves of characters."""


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def clean(text: str) -> str:
    """A text without what no page may hold."""
    return _UNFIT.sub("", text)


def safe(text: str) -> Markup:
    """A text as markup: escaped, unless it is markup."""
    return text if isinstance(text, Markup) else Markup(escape(clean(text)))


def tag(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """An element; attributes are named as Python can (`class_`, `aria_label`), and those that are None stay away."""
    told = "".join(f' {_named(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    if name in _DRAWN:
        return Markup(f"<{name}{told}/>")
    return Markup(f"<{name}{told}>{together(children)}</{name}>")


def together(parts: Iterable[str]) -> Markup:
    """Parts one after the other."""
    return Markup("".join(safe(part) for part in parts))


def said(text: str, name: str = "p", class_: str = "said") -> Markup:
    """A text from outside, in the direction of its own letters and with its own line breaks."""
    return tag(name, text, class_=class_, dir="auto")


def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(clean(str(value)))
