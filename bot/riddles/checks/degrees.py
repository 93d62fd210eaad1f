"""How much and how many: more told as less, some told as all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import COVERED, pieces
from bot.riddles.checks.stems import content

if TYPE_CHECKING:
    from bot.riddles.checks.source import Sentence, Source

_UP = (
    "more|higher|bigger|larger|greater|longer|faster|older|better|warmer|hotter|heavier|taller|richer|later|deeper"
    "|wider"
)
_DOWN = "less|fewer|lower|smaller|shorter|slower|younger|worse|colder|cooler|lighter|poorer|earlier|shallower|narrower"
_THAN = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?: \w+){{0,4}}? than (?P<tail>\w+(?: \w+)?)", re.IGNORECASE
)
_TIMES = re.compile(r"\b(?:twice|times) as (?:\w+ ){1,3}?as (\w+(?: \w+)?)", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:no|not|any|ever|never)\s+$", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|every|everyone|everybody|each|none|entire|whole)\b", re.IGNORECASE)
_SOME = re.compile(
    r"\b(?:some|most|many|several|a few|half|thirds?|quarters?|almost all|nearly all|part of|the majority|per ?cent"
    r"|one of)\b|%",
    re.IGNORECASE,
)


def wrong_degree(claim: Sentence, read: Source) -> str | None:
    """What a claim says of more or less, or of all, where the story says it otherwise."""
    for piece in pieces(claim):
        ways = _ways(piece)
        told = {way for one in read.sentences for way in _ways(one)} if ways else set()
        if any((not up, tail) in told and (up, tail) not in told for up, tail in ways):
            return piece.text.strip()[:60]
        if _ALL.search(piece.text) and not _SOME.search(piece.text) and _is_of_some(piece, read):
            return piece.text.strip()[:60]
    return None


def _ways(sentence: Sentence) -> set[tuple[bool, str]]:
    """Each comparison: whether it is upwards, and with what; bounds of numbers are none."""
    times = {(True, match[1].casefold()) for match in _TIMES.finditer(sentence.text)}
    return times | {
        (bool(match["up"]), match["tail"].casefold())
        for match in _THAN.finditer(sentence.text)
        if not match["tail"][0].isdigit() and not _BOUND.search(sentence.text[: match.start()])
    }


def _is_of_some(piece: Sentence, read: Source) -> bool:
    """Whether every sentence that says as much only says it of some."""
    if len(piece.stems) < 2:
        return False
    clauses = [clause for one in read.sentences for clause in one.clauses]
    last = content(piece.text)[-1]
    near = [
        one
        for one in clauses
        if last in one.stems and len(piece.stems & one.stems) >= max(1, COVERED * (len(piece.stems) - 1))
    ]
    most = max((len(piece.stems & one.stems) for one in near), default=0)
    best = [one for one in near if len(piece.stems & one.stems) == most]
    return bool(best) and all(_SOME.search(one.text) and not _ALL.search(one.text) for one in best)
