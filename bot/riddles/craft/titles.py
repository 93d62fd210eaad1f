"""Titles that the tagger tears: "Ocean's Twelve", "The Return", "Top of the Pops"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import known, nouns
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from bot.riddles.craft.reading import Reading

Place = tuple[int, int, int]
"""Sentence, first token, token after the last."""

_SMALL = frozenset("of the a an and to in on for with at from me my".split())
_WHERE = frozenset("in on for with at from to".split())
_PLACES = frozenset({"GPE", "LOC", "FAC", "PERSON", "ORG", "DATE", "NORP"})
"""Where, when and with whom something is: no part of its title."""

_OPENING = frozenset({'"', "'", ":", ".", "?", "!", "-", "(", "...", ";"})
_LONGEST = 6
_TIES = frozenset({"of", "of the"})


def titles(reading: Reading) -> list[tuple[Place, bool]]:
    """Where titles of several words stand, and whether a noun for a work stands before them in the story.

    The others are words that come twice, or stand in the headline.
    """
    found = [place for sentence in reading.sentences for place in _after_works(sentence.doc, sentence.number)]
    torn = [(sentence.number, start, end) for sentence in reading.sentences for start, end in _torn_runs(sentence.doc)]
    said = Counter(_text(reading, place) for place in torn)
    sure = {_text(reading, place) for place in found}
    found += [
        place for place in torn if (text := _text(reading, place)) in sure or said[text] > 1 or text in reading.title
    ]
    return [(place, _text(reading, place) in sure) for place in _longest(found)]


def with_the(doc: Doc, start: int, end: int) -> int:
    """Where a name begins, with a capital The before it that no sentence or quotation begins with."""
    before = start - 1
    text = fold(doc[start:end].text)
    if before < 1 or doc[before].text != "The" or doc[before].is_sent_start or text in known():
        return start
    return start if doc[before - 1].text in _OPENING else before


def _text(reading: Reading, place: Place) -> str:
    return str(reading.sentences[place[0]].doc[place[1] : place[2]].text)


def _after_works(doc: Doc, number: int) -> list[Place]:
    """What follows "the film", "her new album": a capital word and what belongs to it."""
    found = []
    for token in doc[:-1]:
        noun = nouns().get(token.text)
        if noun is None or noun.kind is not Kind.WORK or token.pos_ in {"VERB", "AUX"}:
            continue
        quoted = doc[token.i + 1].text in {'"', "'"}
        start = token.i + 1 + quoted
        end = _run_end(doc, start)
        words = [word for word in doc[start:end] if word.text[:1].isalnum()]
        if len(words) > 1 and not _is_person(doc, start, end):
            found.append((number, start, end))
    return found


def _is_person(doc: Doc, start: int, end: int) -> bool:
    """Whether it is a person's name after all: "in the film Ada Quill plays ..."."""
    return all(token.ent_type_ == "PERSON" for token in doc[start:end])


def _run_end(doc: Doc, start: int) -> int:
    """The token after the last capital word or number that small words tie to the first."""
    end = start
    for i in range(start, min(start + _LONGEST, len(doc))):
        token = doc[i]
        if _is_capital(token) or (i > start and token.like_num and token.ent_type_ != "DATE"):
            end = i + 1
        elif not _may_tie(doc, i, start):
            break
    return end


def _may_tie(doc: Doc, i: int, start: int) -> bool:
    """Whether a small word, or a genitive before a capital, may stand inside a title."""
    after = doc[i + 1] if i + 1 < len(doc) else None
    if i == start or after is None:
        return False
    if doc[i].text in {"'s", "n't"}:
        return _is_capital(after)
    entry = known().get(fold(after.text))
    outside = after.ent_type_ in _PLACES and doc[i].ent_type_ == ""
    place = outside or (entry is not None and entry.kind is Kind.PLACE)
    return fold(doc[i].text) in _SMALL and not (fold(doc[i].text) in _WHERE and place)


def _is_capital(token: Token) -> bool:
    return bool(token.text[:1].isupper())


def _torn_runs(doc: Doc) -> list[tuple[int, int]]:
    """Capital words that "of", "of the" or a genitive tie together."""
    found, start = [], 0
    while start < len(doc):
        end = _tied_end(doc, start)
        held = end > start and any(fold(doc[i].text) in nouns() for i in (start, end - 1))
        if end > start and not held:
            found.append((start, end))
        start = max(end, start + 1)
    return found


def _tied_end(doc: Doc, start: int) -> int:
    """The end of a run with a tie in it; its start where there is none."""
    if not _is_capital(doc[start]) or doc[start].pos_ not in {"PROPN", "NOUN", "ADJ"}:
        return start
    end, tied = start + 1, False
    while end < min(len(doc), start + _LONGEST):
        step = _tie(doc, end)
        if not step:
            break
        tied = tied or step > 1
        end += step
    return end if tied else start


def _tie(doc: Doc, at: int) -> int:
    """How many tokens lead to the next capital word; none where the run ends."""
    for size in (0, 1, 2):
        if at + size >= len(doc) or not _is_capital(doc[at + size]):
            continue
        small = doc[at : at + size]
        genitive = size == 1 and small[0].tag_ == "POS" and not doc[at - 1].ent_type_
        if not size or genitive or fold(small.text) in _TIES:
            return size + 1
    return 0


def _longest(places: Sequence[Place]) -> list[Place]:
    """The places that lie in no other."""
    return [
        one
        for one in dict.fromkeys(places)
        if not any(
            other[0] == one[0] and other[1] <= one[1] and one[2] <= other[2] and other != one for other in places
        )
    ]
