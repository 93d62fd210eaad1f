"""Where names stand in the sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.riddles.craft.engine import frequency
from bot.riddles.craft.lists import known, nouns, phrase_set
from bot.riddles.craft.titles import titles, with_the
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from bot.riddles.craft.reading import Reading, Sentence

MISTERS = frozenset(
    {"mr", "mrs", "ms", "miss", "sir", "dr", "prof", "professor", "dame", "lord", "lady", "mr.", "mrs.", "dr."}
)
_TAGS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT"})
_LONGEST = 6
_SMALL = frozenset({"i", "e"})
"""Small letters that a name may begin with: "iPod", "eBay"."""

_VERY_RARE = 2.6
_UNHEARD = 1.5
_RARE = 3.3
"""Zipf frequency below which a listed word is hardly ever a common noun."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands: sentence, first token, token after the last, and the tagger's word for it."""

    sentence: int
    start: int
    end: int
    text: str
    tag: str
    mister: bool = False


def spot(reading: Reading) -> list[Mention]:
    """Every mention of every name, in the order of the text."""
    found: dict[tuple[int, int], Mention] = {}
    for (number, start, end), is_work in titles(reading):
        span = reading.sentences[number].doc[start:end]
        if len(span) <= _LONGEST and _is_name(span.text) and fold(span.text) not in phrase_set("too_broad"):
            tag = "WORK_OF_ART" if is_work else _tag_over(span)
            _keep(found, Mention(number, start, end, span.text, tag))
    works = {mention.text for mention in found.values() if mention.tag == "WORK_OF_ART"}
    for sentence in reading.sentences:
        tagged, listed = _tagged(sentence), _listed(sentence)
        for mention in _whole(listed, sentence) + tagged + listed + _runs(sentence):
            _keep(found, replace(mention, tag="WORK_OF_ART") if mention.text in works else mention)
    tags: dict[str, str] = {mention.text: mention.tag for mention in found.values() if mention.text[0].isupper()}
    by_length: dict[int, set[str]] = defaultdict(set)
    for text in tags:
        by_length[len(text.split())].add(text)
    for sentence in reading.sentences:
        for mention in _repeats(sentence, by_length):
            _keep(found, mention)
    inner = {mention.text for mention in found.values() if mention.start}
    return [found[key] for key in sorted(found) if _is_trusted(found[key], inner)]


def _tag_over(span: Span) -> str:
    """The tagger's word for the longest name it saw inside a title; none for a person's or a place's."""
    inside = [entity for entity in span.ents if entity.label_ in {"WORK_OF_ART", "ORG", "EVENT", "PRODUCT"}]
    return max(inside, key=len).label_ if inside else ""


def _whole(listed: list[Mention], sentence: Sentence) -> list[Mention]:
    """Listed names of several words that are not a part of what the tagger saw: "Halley's Comet"."""
    spans = [(span.start, span.end) for span in sentence.doc.ents if span.label_ in _TAGS]
    return [
        mention
        for mention in listed
        if mention.end - mention.start > 1
        and not any(start <= mention.start and mention.end <= end for start, end in spans)
    ]


def _is_trusted(mention: Mention, inner: set[str]) -> bool:
    """Whether a single word has its capital for another reason than its place at the start."""
    if mention.start or " " in mention.text or fold(mention.text) in known() or mention.text in inner:
        return True
    return mention.text.isupper() or frequency(fold(mention.text)) < _RARE


def _keep(found: dict[tuple[int, int], Mention], mention: Mention) -> None:
    """Keep a mention unless one that overlaps it is there."""
    for start in range(mention.start - _LONGEST, mention.end):
        there = found.get((mention.sentence, start))
        if there is not None and there.end > mention.start:
            return
    found[mention.sentence, mention.start] = mention


def _mention(sentence: Sentence, span: Span, tag: str) -> Mention | None:
    doc = sentence.doc
    start, end = _trim(doc, span.start, span.end)
    if tag == "PERSON" and end - start > 2 and doc[start].text.isupper() and len(doc[start].text) > 2:
        start += 1
    start = with_the(doc, start, end) if start < end else start
    if start >= end or end - start > _LONGEST:
        return None
    text = doc[start:end].text
    if (
        tag != "WORK_OF_ART"
        and doc[start].text != "The"
        and doc[start].pos_ not in {"PROPN", "NUM", "ADJ"}
        and not _is_namelike(doc[start])
        and fold(text) not in known()
    ):
        return None
    if " - " in text or (doc[start].pos_ == "NUM" and start and doc[start - 1].pos_ == "PROPN"):
        return None
    if not _is_name(text) or fold(text) in nouns():
        return None
    mister = start > 0 and fold(doc[start - 1].text) in MISTERS
    return Mention(sentence.number, start, end, text, tag, mister)


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Take off articles, titles, descriptors and the genitive that the tagger glued to a name."""
    inner = [i for i in range(start, end - 1) if doc[i].text.islower() and fold(doc[i].text) in nouns()]
    start = inner[-1] + 1 if inner else start
    while start < end and _glued(doc, start, end):
        start += 1
    while end > start and doc[end - 1].text in {"'s", "'", ",", ".", "-", '"', ")", "("}:
        end -= 1
    return start, end


def _glued(doc: Doc, start: int, end: int) -> bool:
    token = doc[start]
    word = fold(token.text)
    if fold(doc[start:end].text) in known():
        return False
    if word in {"the", "a", "an", '"', "'", "new", "former", "ex"} or word in MISTERS or not token.text[0].isalnum():
        return True
    if token.text[0].islower() and not any(c.isupper() for c in token.text):
        return True
    alone = end - start > 1 and token.is_sent_start
    return bool(alone and (word in nouns() or token.pos_ in {"ADV", "SCONJ", "CCONJ", "ADP", "PRON", "VERB"}))


def _is_name(text: str) -> bool:
    return len(text) >= 2 and any(char.isupper() for char in text) and all(c.isalnum() or c in " .'-&!/" for c in text)


def _tagged(sentence: Sentence) -> list[Mention]:
    spans = [span for span in sentence.doc.ents if span.label_ in _TAGS]
    return [mention for span in spans if (mention := _mention(sentence, span, span.label_)) is not None]


def _listed(sentence: Sentence) -> list[Mention]:
    """Names known beforehand that the tagger passed over."""
    doc, found, start = sentence.doc, [], 0
    while start < len(doc):
        first, sizes = doc[start].text[:1], range(min(4, len(doc) - start), 0, -1)
        sizes = sizes if first.isupper() or first in _SMALL or first.isdigit() else range(0)
        length = next((n for n in sizes if _is_listed(doc[start : start + n])), 0)
        if length:
            text = doc[start : start + length].text
            found.append(Mention(sentence.number, start, start + length, text, ""))
        start += length or 1
    return found


def _is_namelike(token: Token) -> bool:
    if token.ent_type_ or not token.text[:1].isupper():
        return False
    return token.pos_ == "PROPN" or (token.pos_ == "NOUN" and frequency(token.lower_) < _UNHEARD)


def _is_listed(span: Span) -> bool:
    text = span.text
    if not text[0].isupper() and text[:1] not in _SMALL and not (text[0].isdigit() and " " in text):
        return False
    if fold(text) not in known() or fold(text) in phrase_set("too_broad"):
        return False
    return text != text.lower() and (len(span) > 1 or _is_proper(span[0]))


def _is_proper(token: Token) -> bool:
    """Whether a listed word is meant as a name: a capital alone proves nothing where a sentence begins."""
    if token.pos_ == "PROPN":
        return True
    return (
        token.text[0].isupper() and (token.i > 0 or frequency(token.lower_) < _RARE) and token.pos_ in {"NOUN", "ADJ"}
    )


def _runs(sentence: Sentence) -> list[Mention]:
    """Proper nouns that the tagger passed over: two or more in a row, or one that is no common word."""
    doc, found, start = sentence.doc, [], 0
    while start < len(doc):
        end = start
        while end < len(doc) and _is_namelike(doc[end]):
            end += 1
        long = end - start >= 2 or (end - start == 1 and frequency(doc[start].lower_) < _VERY_RARE)
        mention = _mention(sentence, doc[start:end], "") if long else None
        found += [mention] if mention is not None else []
        start = max(end, start + 1)
    return found


def _repeats(sentence: Sentence, by_length: dict[int, set[str]]) -> list[Mention]:
    """Further places of a name that was tagged once."""
    doc, found = sentence.doc, []
    for length, texts in by_length.items():
        for start in range(len(doc) - length + 1):
            text = doc[start : start + length].text
            if text in texts and doc[start].pos_ in {"PROPN", "NOUN"} and not _inside_name(doc, start, start + length):
                mister = start > 0 and fold(doc[start - 1].text) in MISTERS
                found.append(Mention(sentence.number, start, start + length, text, "", mister))
    return found


def _inside_name(doc: Doc, start: int, end: int) -> bool:
    """Whether the neighbours belong to a longer name."""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    return any(
        token is not None and token.pos_ == "PROPN" and token.text[0].isupper() and fold(token.text) not in MISTERS
        for token in (before, after)
    )
