"""Text from outside made plain, and cut into sentences and words. Pure; no model."""

from __future__ import annotations

import html
import re
import unicodedata

ELLIPSIS = "…"

_BREAKS = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]+")
_BLANKS = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "´": "'", "`": "'"}
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st rev gen lt col sgt capt cmdr hon gov sen rep pres vs etc inc ltd co corp no fig al "
    "approx dept est jan feb mar apr jun jul aug sep sept oct nov dec mt ft u.s u.k u.n e.u a.m p.m i.e e.g".split()
)
_END = re.compile(r"""(?<![.!?…])[.!?…]+["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9À-ÞŒŠŽ])""")


def plain(text: str, limit: int = 1_000_000) -> str:
    r"""Make untrusted text plain: entities decoded once, no controls, no invisible or direction-changing characters.

    Line breaks stay as "\n", other white space becomes one blank; at most `limit` characters come back.
    """
    text = unicodedata.normalize("NFC", html.unescape(text[: limit * 2]))
    text = _BREAKS.sub(lambda run: "\n\n" if run.group().count("\n") > 1 else "\n", text)
    kept = "".join(char for char in text if char == "\n" or char.isspace() or unicodedata.category(char)[0] != "C")
    lines = (_BLANKS.sub(" ", line).strip() for line in kept.split("\n"))
    return "\n".join(lines).strip()[:limit].strip()


def one_line(text: str, limit: int = 300) -> str:
    """Make untrusted text plain and put it on one line, cut at a word with an ellipsis."""
    return shorten(" ".join(plain(text, limit * 20).split()), limit)


def shorten(text: str, limit: int) -> str:
    """Cut at a word so that at most `limit` characters remain, the ellipsis included."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip(" ,;:-") + ELLIPSIS


def straight(text: str) -> str:
    """Turn typographic quotes into straight ones, so that two spellings of a word are one."""
    return text.replace("`", "'") if text.isascii() else text.translate(_QUOTES)


def fold(text: str) -> str:
    """Fold case, accents, width and quotes: what two people would call the same letters."""
    if text.isascii():
        return straight(text).casefold()
    decomposed = unicodedata.normalize("NFKD", straight(text))
    return unicodedata.normalize("NFKC", "".join(c for c in decomposed if not unicodedata.combining(c))).casefold()


def words(text: str) -> tuple[str, ...]:
    """The words of a text in its own case; inner apostrophes, points, hyphens and ampersands belong to them."""
    return tuple(match.group() for match in _WORD.finditer(text))


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text into sentences; a paragraph always ends one."""
    found: list[str] = []
    for paragraph in re.split(r"\n+", text):
        start = 0
        for end in _END.finditer(paragraph):
            if _is_abbreviation(paragraph[start : end.start() + 1]):
                continue
            found.append(paragraph[start : end.end()].strip())
            start = end.end()
        found.append(paragraph[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def _is_abbreviation(head: str) -> bool:
    if not head.endswith("."):
        return False
    last = head[:-1].rsplit(None, 1)[-1].lstrip("(\"'“‘[") if head[:-1].strip() else ""
    return (len(last) == 1 and last.isalpha() and last.isupper()) or last.casefold() in _ABBREVIATIONS
