"""The whole answer with something beside it that says what or where it is: `Kyiv, the capital of Ukraine`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import evasion, knowledge
from bot.game.describing import adorned, at_home, describes, follows, is_of, may_describe, precedes
from bot.game.matching import Key, same_words
from bot.game.numerals import is_number
from bot.game.sheet import made_by, phrase
from bot.game.sorts import one_of_many
from bot.game.titles import OF

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.game.sheet import Sheet

RUNG = "described: the answer and what it is"
_ARTICLES = frozenset({"the", "a", "an", "its"})
MOST_PARTS = 3
"""Parts of a guess, each the answer or a description of it."""
_PARTED = re.compile(
    r"\s*(?:,?\s(?:aka|a\.k\.a\.?|also known as|also called|i\.e\.|alias|formerly known as|formerly|previously)\s"
    r"|,\s|\s[-–—]+\s|[()\[\]]|:\s)\s*",
    re.IGNORECASE,
)
MOST_OF_NUMBER = 4
"""Words that are said of a number."""
_NUMBERS = frozenset({"number", "no", "figure", "digit", "total"})
_SIGNS = frozenset(",-–—()[]:")
_NAMED = re.compile(r"\s(?:aka|a\.k\.a|also|i\.e|alias|formerly|previously)\b", re.IGNORECASE)
_BOUND = re.compile(r"\s(?=(?:the|a|an|in|from|of|at|near|on|by|for|who|which|that|with)\s)", re.IGNORECASE)
_OWNED = re.compile(r"\s*(?:the\s+)?(.{2,30}?)['’]s\s+(?=\S)", re.IGNORECASE)
_CALLED = re.compile(r"\s(?:is |are |was )?(?:called|named|known as)\s", re.IGNORECASE)
_CORRECTED = re.compile(
    r"(?<=[^\s,.;:])[\s,.;:–—-]+"
    r"(?:(?:i|u) mean(?:t)?|no wait|wait no|scratch that|or rather|correction|make that)[\s,:.]+(?=\S)",
    re.IGNORECASE,
)
_CONTRASTED = re.compile(r"([^,;()]+?)\s*(?:,|\(|\s[-–—])\s*not\s+([^,;()]+?)\)?[\s.!]*", re.IGNORECASE)
_CUES = re.compile(r"mean|wait|scratch|rather|correction|make", re.IGNORECASE)
_LISTING = re.compile(r"[;/|+\n\r\t]")


def corrected(text: str) -> str:
    """What is said last, after a correction: `southern sudan, i mean south sudan`; nothing where nothing is."""
    if " " not in text or not _CUES.search(text):
        return ""
    parts = _CORRECTED.split(text)
    return parts[-1] if len(parts) > 1 else ""


def contrasted(text: str) -> tuple[str, str]:
    """A guess and another known name that it is told apart from: `Austria (not Australia)`; nothing where none is."""
    found = _CONTRASTED.fullmatch(text.strip()) if "not " in text.lower() else None
    other = phrase(Key(found[2])) if found else ""
    known = other and (knowledge.known(other) or other in knowledge.same() or other in knowledge.apart())
    return (found[1], found[2]) if found and known else ("", "")


def told(said: Key, riddle: Sheet, right: Callable[[Key], bool]) -> str:
    """The rung on which a guess is the answer with a description, or nothing; `right` judges a name alone."""
    text = said.text
    if " " not in text or _LISTING.search(text):
        return ""
    if riddle.made_by and not riddle.made_by.issuperset(made_by(said)):
        return ""
    if one_of_many(said, riddle):
        return ""
    if riddle.event:
        return RUNG if "," in text and _dated(text, riddle, right) else ""
    if _SIGNS.isdisjoint(text) and not _NAMED.search(text):
        found = _beside(said.base, riddle) or _bound(text, riddle, right) or _called(text, riddle, right)
        found = found or _owned(text, riddle, right)
        return RUNG if found and not evasion.turning(said, riddle.words) else ""
    parts = [part for part in _PARTED.split(text.strip(" ?!.")) if part.strip()]
    if not 1 < len(parts) <= MOST_PARTS:
        parts = [text]
    found = _parted(parts, riddle, right) if len(parts) > 1 else _bound(text, riddle, right)
    return RUNG if found and not evasion.turning(said, riddle.words) else ""


def _dated(text: str, riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    """`the revolution in France, 1789`: an event with its year or words of its own behind a comma."""
    head, *parts = text.split(",")
    for part in parts:
        words = Key(part).base
        if not words or not all(word in riddle.words or word in riddle.its_years for word in words):
            return False
    joined = Key(" ".join((head, *parts)))
    return not evasion.turning(joined, riddle.words) and right(joined)


def _beside(words: tuple[str, ...], riddle: Sheet) -> bool:
    """`NASA space agency`, `korean kimchi`: a name with plain words right behind or before it."""
    kind = riddle.kinds[0] if len(riddle.kinds) == 1 else None
    if kind is None or riddle.every.isdisjoint((words[0], words[-1])):
        return False
    for name in riddle.names:
        size, own = len(name.base), name.base
        if 0 < size < len(words) and (len(own) > 1 or not riddle.person):
            if words[:size] == own and follows(words[size:], riddle, kind):
                return True
            front = words[:-size]
            if same_words(words[-size:], own) and _may_precede(front, riddle, kind):
                return True
    return False


def _parted(parts: list[str], riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    """Each part is the answer, with or without a description, or a description; the answer is among them."""
    if riddle.kind is Kind.NUMBER:
        return len(parts) == 2 and bool(parts[0].strip()) and right(Key(parts[0])) and _of_number(Key(parts[1]))
    if not all(_may_begin(part, riddle) or may_describe(part, riddle.kinds[0], apart=True) for part in parts):
        return False
    names = [part for part in parts if _is_right(part, riddle, right)]
    if not names or (len(names) > 1 and not riddle.proper and all(len(Key(name).words) == 1 for name in names)):
        return False
    if _listed(parts, names, riddle):
        return False
    size = len(Key(names[0]).words)
    return len({Key(name).base for name in names}) == len(names) and all(
        part in names or describes(part, riddle, size, apart=True) or _is_core(part, riddle) for part in parts
    )


def _of_number(said: Key) -> bool:
    """`unlucky number`: what is said of a number, in which there is none."""
    words = said.base
    return 0 < len(words) <= MOST_OF_NUMBER and words[-1] in _NUMBERS and not any(map(is_number, words))


def _listed(parts: list[str], names: list[str], riddle: Sheet) -> bool:
    """`ship, submarine, boat`: what stands on both sides of the answer, before a common noun, or bare behind it."""
    if len(parts) == MOST_PARTS and parts[1] in names and parts[0] not in names and parts[2] not in names:
        return True
    if riddle.proper:
        return False
    return parts[0] not in names or any(part not in names and len(part.split()) == 1 for part in parts)


def _is_core(part: str, riddle: Sheet) -> bool:
    """`gatsby - the great gatsby`: words of the answer alone."""
    words = Key(part).base
    return riddle.kind is Kind.WORK and set(words) < set(riddle.names[0].base) and all(len(word) > 3 for word in words)


def _is_right(part: str, riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    if not _may_begin(part, riddle):
        return False
    key = Key(part)
    return (
        bool(key.words)
        and _may_be(key, riddle)
        and (right(key) or (" " in part and (_beside(key.base, riddle) or _bound(part, riddle, right))))
    )


def _may_precede(words: tuple[str, ...], riddle: Sheet, kind: Kind) -> bool:
    if precedes(words, riddle, kind) or adorned(words, riddle, kind):
        return True
    return kind is Kind.ORGANISATION and at_home(words, riddle)


def _may_be(said: Key, riddle: Sheet) -> bool:
    """A cheap look whether a name may stand in a text: a word of it, or about as many letters."""
    if not riddle.words.isdisjoint(said.words):
        return True
    size = len(said.joined)
    return size in riddle.nearly and said.letters[:1] in riddle.letters


def _may_begin(text: str, riddle: Sheet) -> bool:
    """The same of a text that is not read yet."""
    words = text.lower().split()
    if not riddle.words.isdisjoint(words):
        return True
    size = sum(map(len, words[1:] if words[0] in _ARTICLES else words))
    return size in riddle.nearly


def _bound(text: str, riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    """`the BBC in London`, `Simone Biles the gymnast`: a name, and a description that is bound to it."""
    for found in _BOUND.finditer(text):
        if found.start() < 2:
            continue
        if not _may_begin(text[: found.start()], riddle):
            continue
        head = Key(text[: found.start()])
        if text[found.end() :].startswith("of ") and head.base[-1:] and head.base[-1] not in riddle.every:
            continue
        if not head.words or not _may_be(head, riddle):
            continue
        if describes(text[found.end() :], riddle, len(head.words), apart=False) and (
            right(head) or _beside(head.base, riddle)
        ):
            return True
    return False


def _owned(text: str, riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    """`Canada's Justin Trudeau`, `Australia's Great Barrier Reef`: where it is, with an s before its whole name."""
    owner = _OWNED.match(text) if "'" in text or "’" in text else None
    if owner is None or len(riddle.kinds) != 1 or not is_of(Key(owner[1]).base, riddle, riddle.kinds[0]):
        return False
    key = Key(text[owner.end() :])
    return bool(key.words) and _may_be(key, riddle) and right(key)


def _called(text: str, riddle: Sheet, right: Callable[[Key], bool]) -> bool:
    """`the lake called Lake Victoria`."""
    parts = _CALLED.split(text, maxsplit=1) if "called" in text or "named" in text or "known" in text else []
    if not parts and riddle.kind is Kind.PLACE and " of " in text:
        parts = text.split(" of ", 1)
        parts = parts if parts[0].split()[-1].lower() in OF else []
    if len(parts) < 2 or not describes(parts[0], riddle, 2, apart=True):
        return False
    return right(Key(parts[1]))
