"""What may be, will be or is wanted, told as if it had been done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import COVERED, MIN_SHARED, pieces
from bot.riddles.checks.stems import function_words, stem, tokens
from bot.riddles.checks.verbs import is_past

if TYPE_CHECKING:
    from bot.riddles.checks.source import Sentence, Source

_SURE = r"will|would|shall|'ll|is to|are to|due to|set to|going to|about to|wants? to|plans? to|agreed to|to be"
_UNSURE = (
    r"ha[sd] to|have to|yet to|must|(?:plan|proposal|bid|idea) to|"
    r"may|might|could|can|should|likely to|expected to|hopes? to|hoping to|planning to|"
    r"expects? (?:\w+ )?to|aims? to|needs? to|threaten\w* to|vow\w* to|promis\w* to|intend\w* to|wants? to|ought to"
)
_NOT_YET = re.compile(
    rf"\b(?P<mark>{_UNSURE}|{_SURE})\s+(?:(?:also|soon|only|not|be|have|need to|even|\w+ly)\s+){{0,3}}(?P<verb>[a-z]+)",
    re.IGNORECASE,
)
_DOUBT = re.compile(rf"\b(?:{_UNSURE}|perhaps|maybe|possib\w+|if|whether|almost|nearly)\b", re.IGNORECASE)
_WISH = re.compile(
    rf"\b(?:{_UNSURE}|{_SURE}|to|if|whether|perhaps|maybe|almost|nearly|not|never|must)\b", re.IGNORECASE
)
_PLANNED = re.compile(r"\b(?:is|are) (?:planning|considering|discussing)\b|\bplans? for\b", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:would like|hop(?:es?|ing)|wants?|wanted|plans?|aims?) to (?P<what>[^,.;:]{3,80})", re.IGNORECASE
)
_WILL = re.compile(r"\b(?:will|shall)\s+(?:(?:also|soon|not|be|\w+ly)\s+){0,2}(?P<verb>[a-z]+)", re.IGNORECASE)


def overhasty(claim: Sentence, read: Source) -> str | None:
    """The verb that a claim tells as done, or as sure, where every sentence that says the same leaves it open."""
    for piece in pieces(claim):
        around = _near(piece, read)
        for verb, sure in _told_as_done(piece) + _told_as_sure(piece):
            near = [one for one in around if verb in one.stems]
            if near and all(_is_open(verb, one, sure=sure) for one in near):
                return verb
            if not sure and around and not near and all(_PLANNED.search(one.text) for one in around):
                return verb
    return None


def _near(piece: Sentence, read: Source) -> list[Sentence]:
    shared = [(len(piece.stems & one.stems), one) for one in read.sentences]
    enough = max(MIN_SHARED, COVERED * len(piece.stems))
    return [one for count, one in shared if count >= enough]


def _told_as_done(piece: Sentence) -> list[tuple[str, bool]]:
    """The verbs in the past, where nothing before them says that it is a wish."""
    wish = _WISH.search(piece.text)
    said = re.findall(r"\b[a-z]+\b", piece.text[: wish.end()] if wish else piece.text)
    done = (word for word in said if is_past(word) and word not in function_words())
    return [(verb, False) for verb in dict.fromkeys(map(stem, done))]


def _told_as_sure(piece: Sentence) -> list[tuple[str, bool]]:
    return [(stem(match["verb"].casefold()), True) for match in _WILL.finditer(piece.text)]


def _is_open(verb: str, found: Sentence, *, sure: bool) -> bool:
    """Whether a sentence has a verb only behind a mark that it is not done, or not even sure."""
    marks = [match for match in _NOT_YET.finditer(found.text) if stem(match["verb"].casefold()) == verb]
    if sure:
        marks = [match for match in marks if _DOUBT.fullmatch(match["mark"])]
    if not sure and any(stem(word) == verb for mark in _WISHED.finditer(found.text) for word in tokens(mark["what"])):
        return True
    times = sum(stem(word) == verb for word in tokens(found.text))
    return bool(marks) and len(marks) == times
