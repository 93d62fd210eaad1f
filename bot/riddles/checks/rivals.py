"""Who else the answer might be: names of its kind in the article, and words that the article joins to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.checks import lexicon
from bot.riddles.checks.demonyms import is_people, kin, parts
from bot.riddles.checks.dictionary import is_verb_alone
from bot.riddles.checks.general import asked
from bot.riddles.checks.names import names
from bot.riddles.checks.secret import WORD
from bot.riddles.checks.stems import function_words, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate
    from bot.riddles.checks.source import Source

MAX_RIVALS = 24
MAX_TWINS = 4
MIN_NAME = 2
"""Letters of a name; one alone is a grade or a shoe size."""

_NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})
_PLACE = re.compile(r"\b(?:in|at|near|from|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
_NOT_A_LAND = frozenset(
    "town city village port island lake river mountain volcano street station harbour capital".split()
)
_LANDS = frozenset({"country", "nation", "state", "land"})
_CALLED = r"\b(?:an?|the|its|another|other)\s+(?:[a-z-]+\s+)?{noun}s?\s+(?:called\s+|named\s+)?[\"']?"
_NAME = r"[A-Z][\w'-]{0,40}(?:\s+(?:(?:of|the|a|for|and|in|to)\s+){0,3}[A-Z][\w'-]{0,40}){0,5}"


def rivals(candidate: Candidate, read: Source, own: Sequence[str]) -> list[str]:
    """Other names of the kind in the article, the most frequent first."""
    if candidate.kind not in _NAMED:
        return _of_class(candidate, read, own)
    mine = _own_words(own)
    count: dict[str, int] = {}
    for one in read.sentences:
        for name in names(one.text):
            foreign = not {stem(part) for word in name.words for part in tokens(word)} & mine
            alone = name.initial and len(name.words) == 1
            if foreign and not alone and _is_kind(candidate, name.text, one.text[: name.start], own):
                count[name.text] = count.get(name.text, 0) + 1
    return sorted(count, key=lambda text: -count[text])[:MAX_RIVALS]


def _own_words(own: Sequence[str]) -> frozenset[str]:
    """The stems of the answer's names, without words for a class: another lake is a rival of a lake."""
    plain = [word for name in own for word in tokens(name)]
    telling = [word for word in plain if word not in lexicon.class_nouns()]
    return frozenset(map(stem, telling or plain))


def _is_kind(candidate: Candidate, name: str, before: str, own: Sequence[str]) -> bool:
    if is_people(name) or sum(map(str.isalpha, name)) < MIN_NAME:
        return False
    if candidate.kind is Kind.PLACE:
        wanted = asked(candidate.question)
        town = bool(wanted & _NOT_A_LAND)
        if wanted & _LANDS and not kin(name):
            return False
        place = bool(kin(name)) or bool(_PLACE.search(before[-12:])) or _same_class(name, own)
        return place and not (town and parts(name))
    return not kin(name) and (candidate.kind is not Kind.PERSON or _may_be_person(name))


def _same_class(name: str, own: Sequence[str]) -> bool:
    """Whether both have a word for their class in their name: "Lake Rossa" and "Lake Min"."""
    mine = {word for other in own for word in tokens(other)}
    return bool(mine & set(tokens(name)) & lexicon.class_nouns())


def _may_be_person(name: str) -> bool:
    """Whether a name has two words, the last of which does not say that it is a theatre or a cup."""
    last = WORD.findall(name)[-1:]
    things = lexicon.class_nouns() - lexicon.ambiguous()
    return len(WORD.findall(name)) >= 2 and last[0].casefold() not in things


def _of_class(candidate: Candidate, read: Source, own: Sequence[str]) -> list[str]:
    """What the article calls by the class the riddle asks for, or the answer is called by: "the film ..."."""
    mine = _own_words(own)
    found: dict[str, None] = {}
    for noun in sorted(_classes(candidate, read, own)):
        pattern = re.compile(_CALLED.format(noun=re.escape(noun)) + rf"({_NAME})")
        for one in read.sentences:
            for match in pattern.finditer(one.text):
                if not set(map(stem, tokens(match[1]))) & mine:
                    found.setdefault(match[1])
    return list(found)[:MAX_RIVALS]


def _classes(candidate: Candidate, read: Source, own: Sequence[str]) -> frozenset[str]:
    nouns = {word for word in asked(candidate.question) if word.isalpha()}
    for name in own[:8]:
        pattern = rf"\b([a-z]+?)s?\s+(?:called\s+|named\s+)?[\"']?{re.escape(name)}\b"
        nouns |= {match[1] for text in _holding(name, read) for match in re.finditer(pattern, text)} & _things()
    return frozenset(nouns - {"name", "called"})


def _holding(name: str, read: Source) -> list[str]:
    """The sentences in which a name stands letter by letter, whatever its case."""
    return [one.text for one in read.sentences if name.casefold() in one.text.casefold()]


def _things() -> frozenset[str]:
    return lexicon.class_nouns() | frozenset(
        "ship ferry boat yacht car snail dog cat horse bear panda elephant tortoise painting poem album single drama "
        "comedy musical statue rocket probe satellite telescope robot train tram plane aircraft comet planet".split()
    )


def joined(own: Sequence[str], read: Source) -> list[str]:
    """What the article joins to the answer by an "and"."""
    found: dict[str, None] = {}
    for name in own[:8]:
        plain = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
        bare, near = re.escape(plain), _holding(plain, read)
        other = _NAME if name[:1].isupper() else r"[a-z]{3,}"
        lead = "" if name[:1].isupper() else r"\b(?:(?:[Tt]he|[Aa]n?) )?"
        flags = re.IGNORECASE if name[:1].islower() else re.NOFLAG
        for pattern in (
            rf"{lead}\b{bare}s? (?:and|nor|or) (?:the |an? )?({other})\b",
            rf"{lead}\b({other}) (?:and|nor|or) (?:the |an? )?{bare}s?\b",
        ):
            for text in near:
                found.update(dict.fromkeys(match[1] for match in re.finditer(pattern, text, flags)))
    mine = _own_words(own)
    others = [one for one in found if not {stem(word) for word in tokens(one)} & mine]
    return [one for one in others if one not in function_words() and not is_verb_alone(one)][:MAX_TWINS]
