"""Does one clause say the opposite of another."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.riddles.checks.names import names
from bot.riddles.checks.stems import content, function_words, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.riddles.checks.source import Sentence

_NEGATION = re.compile(
    r"\b(?:not|never|no longer|no|nobody|none|nothing|neither|nor|without|cannot|unable|nowhere)\b|n't\b"
    r"|\b(?:instead of|rather than)\b"
    r"|\b(?:refus|declin|fail|stopp?|ceas)(?:e|es|ed|ing|s)? to\b|\b(?:refus|avoid|prevent)(?:e|es|ed|ing|s)?\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:only|just|far|yet far)\b|\bnever before\b|\bnot (?=(?:\w+ ){0,6}more than\b)"
    r"|\bno (?:fewer|less|more) than\b|\bno (?:doubt|matter)\b|\bno one but\b"
    r"|\b(?:nobody|no one|never|nothing|no other \w+)\b(?= (?:\w+ ){0,5}(?:so|as|such|more|before|like|else|than)\b)",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\b(?:los(?:e|es|t|ing)|lack(?:s|ed|ing)?|forg[eo]t(?:s|ten|ting)?|miss(?:es|ed)?|stop(?:s|ped)?|ceas(?:e|es|ed)"
    r"|ban(?:s|ned)?|(?:gives?|gave) up|whoever|any(?:one|body) who)\b",
    re.IGNORECASE,
)
"""What denies without a negation, or says nothing of whether it is so: "lost its coast" for "has no coast"."""

_ALLEGED = re.compile(
    r"\b(?:reportedly|allegedly|alleg\w+|claim(?:s|ed|ing)?|accus\w+|rumou?r\w*|denie[ds]|suspect\w*)\b",
    re.IGNORECASE,
)
_BELIEVED = re.compile(r"\b(?:believ\w+|fears?|feared|hopes?)\b", re.IGNORECASE)
_BLAME = frozenset(
    "steal stole stolen lie cheat bribe brib betray mislead abus neglect kill murder poison rig forg "
    "bulli insult sabotag fraud corrupt".split()
)
"""Stems of what one may not say of anybody because somebody else has said it."""

_REPORTED = re.compile(r"\b(?:said|says?|told|tells?|according to|claim\w*|insist\w*) (?:that )?", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:said|says?|told|tells?|according|may|might|perhaps|think\w*|thought|feels?|felt|complain\w*|warn\w*|call\w*)\b",
    re.IGNORECASE,
)
_AT_THE_END = frozenset({"nothing", "nobody", "none", "nowhere"})
"""Negations that may follow the verb they govern: "paid nothing"."""

_LIGHT = frozenset("get do make take give come go be have keep".split())
"""Verbs that say nothing without an object: "did not get it"."""

_PAUSE = re.compile(r"[,;:.!?]|\b(?:but|and|because)\b")
_DIRECTED = frozenset("beat defeat hit bite sue rescu save chase replac succeed overtak outsel visit thank".split())
"""Verbs that are not the same the other way round."""

REACH = 60
"""Characters behind a negation in which the word stands that it governs."""

_DOERS = frozenset({"i", "we", "he", "she", "they"})

CONVERSE = frozenset(
    "buy sell purchas sold win lose beat lend borrow give take receiv teach learn import export".split()
)
"""Words for the two sides of one deal."""


@cache
def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    text = files("bot.riddles.checks").joinpath("antonyms.txt").read_text("utf-8")
    for pair in " ".join(line for line in text.splitlines() if not line.startswith("#")).split():
        word, others = pair.split(":")
        for other in others.split(","):
            table.setdefault(stem(word), set()).add(stem(other))
            table.setdefault(stem(other), set()).add(stem(word))
    return {word: frozenset(others - {word}) for word, others in table.items()}


_LISTED = re.compile(
    r"\bno ([\w-]+(?: [\w-]+){0,2}(?:, [\w-]+(?: [\w-]+){0,2}){0,8},? (?:or|nor) [\w-]+(?: [\w-]+)?)", re.IGNORECASE
)


@lru_cache(maxsize=4_096)
def denied_list(text: str) -> frozenset[str]:
    """The stems of all that one "no" governs: "no cast, date or theatre"."""
    match = _LISTED.search(_NO_NEGATION.sub(" ", text))
    return frozenset(content(match[1])) if match else frozenset()


_DEGREES = frozenset("more less fewer most least many few befor after".split())
"""Words that are opposites only where they are said of the same."""


@lru_cache(maxsize=4_096)
def denied(text: str) -> str | None:
    """The stem that the one negation of a clause governs, "" where it governs a name; None without one, or with two."""
    found = list(_NEGATION.finditer(_NO_NEGATION.sub(" ", text)))
    if len(found) != 1:
        return None
    plain = _NO_NEGATION.sub(" ", text)
    rest = plain[found[0].end() : found[0].end() + REACH]
    named = {stem(part) for name in names(rest) for word in name.words for part in tokens(word)}
    governed = [word for word in content(_PAUSE.split(rest, maxsplit=1)[0]) if word not in named]
    if not governed and found[0].group().casefold() in _AT_THE_END:
        governed = content(_PAUSE.split(plain[: found[0].start()])[-1])[-1:]
    if governed[:1] in (["first"], ["last"]) or (len(governed) == 1 and governed[0] in _LIGHT):
        return ""
    return next(iter(governed), "")


@lru_cache(maxsize=4_096)
def is_mixed(text: str) -> bool:
    """Whether a text has more than one negation."""
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", text))) > 1


def contradicts(claim: Sentence, found: Sentence) -> bool:
    """Whether one of two clauses denies a word that both have, and the other denies nothing."""
    mine, theirs = denied(claim.text), denied(found.text)
    one = mine if theirs is None and _affirms(found, mine) else None
    other = theirs if mine is None and _affirms(claim, theirs) else None
    if "since" in claim.words and "since" in found.words and {"first", "last"} & {*claim.words, *found.words}:
        return False  # "not since 1906" is "the first since 1906"
    shared = claim.stems & found.stems
    listed = denied_list(found.text) if not _NEGATION.search(claim.text) else frozenset()
    return one in shared or other in shared or bool(listed & shared)


def _affirms(one: Sentence, word: str | None) -> bool:
    """Whether a clause denies nothing, and leaves not unsaid what the other denies."""
    return not _NEGATION.search(one.text) and word not in _unsaid(one.text)


@lru_cache(maxsize=4_096)
def _unsaid(text: str) -> frozenset[str]:
    """The stems directly behind what leaves them unsaid."""
    behind = (text[match.end() : match.end() + REACH] for match in _UNSAID.finditer(text))
    return frozenset(word for rest in behind for word in content(_PAUSE.split(rest, maxsplit=1)[0])[:1])


def overstates(claim: Sentence, found: Sentence) -> bool:
    """Whether a claim says as a fact what the other sentence only lets somebody claim."""
    if _ALLEGED.search(claim.text) or _SAID.search(claim.text) or _BELIEVED.search(claim.text):
        return False
    believed = _BELIEVED.search(found.text)
    shared = claim.stems & found.stems
    if shared & _BLAME and _REPORTED.search(found.text):
        return True
    behind = believed and 2 * len(shared & frozenset(content(found.text[believed.end() :]))) > len(shared)
    return bool(_ALLEGED.search(found.text) or behind)


def affirms(claim: Sentence, found: Sentence, near: Iterable[Sentence]) -> bool:
    """Whether a clause without a negation has at least half of what the claim says, and a word that is denied."""
    if _NEGATION.search(found.text) or denied(claim.text) is not None:
        return False
    what = {denied(one.text) for one in near}.union(*(denied_list(one.text) for one in near))
    most = max(len(claim.stems & one.stems) for one in near)
    shared = claim.stems & found.stems
    return bool(what & shared) and len(shared) >= max(2, len(claim.stems) / 2, most - 1)


def turned(claim: Sentence, found: Sentence) -> str | None:
    """The verb of which the claim makes the one who does it the one to whom it is done."""
    if {"by", "be", "was", "were", "been"} & {*claim.words, *found.words}:
        return None
    for verb in _DIRECTED & claim.stems & found.stems:
        (mine, me), (doers, done) = _around(claim, verb), _around(found, verb)
        if mine[-1:] and me[:1] and mine[-1] in set(done) - set(doers) and me[0] in set(doers) - set(done):
            return verb
    return None


def _around(sentence: Sentence, verb: str) -> tuple[list[str], list[str]]:
    said = content(sentence.text)
    place = said.index(verb)
    return said[:place], said[place + 1 :]


def opposite(claim: Sentence, found: Sentence, own: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """A word of the claim where the other clause has its opposite; `own` are the words that "I" stands for."""
    mine, theirs = _stems(claim, own), _stems(found, frozenset())
    for place, word in enumerate(mine):
        if word == "last" and "last" not in claim.words:
            continue  # it lasted
        nuance = word in _DEGREES
        for against in sorted(_opposites().get(word, frozenset()) & set(theirs)):
            if nuance or word in theirs or against in mine:
                if not _beside(mine, word, theirs, against):
                    continue
            elif _is_other_side(mine[:place], theirs[: theirs.index(against)], {word, against}):
                continue
            elif denied(claim.text) == word and denied(found.text) != against:
                continue  # what is not open is shut
            return word, against
    return None


def _is_other_side(mine: Sequence[str], theirs: Sequence[str], pair: set[str]) -> bool:
    """Whether two words tell one deal from both sides: what one buys the other sells."""
    return pair <= CONVERSE and not set(mine) & set(theirs) - (function_words() - _DOERS)


def turned_words(claim: Sentence, found: Sentence) -> frozenset[str]:
    """The words of a claim where the other has only their opposites."""
    return frozenset(word for word in claim.stems - found.stems if _opposites().get(word, frozenset()) & found.stems)


@lru_cache(maxsize=4_096)
def _stems(sentence: Sentence, own: frozenset[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in sentence.words:
        found.extend([stem(name) for name in own] if word in {"i", "me", "we", "us"} and own else [stem(word)])
    return tuple(found)


def _beside(mine: Sequence[str], word: str, theirs: Sequence[str], against: str) -> bool:
    """Whether both say it of the same: "a third more water", "a third less water"."""
    after, others = set(pairwise(mine)), set(pairwise(theirs))
    return any(a == word and (against, b) in others and (word, b) not in others for a, b in after)
