"""Who did what: a name of a claim in the place where the story has another, or doer and done-to turned round."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import COVERED, MIN_SHARED, pieces
from bot.riddles.checks.demonyms import kin
from bot.riddles.checks.names import is_asked, names
from bot.riddles.checks.stems import function_words, stem, tokens
from bot.riddles.checks.verbs import may_be_verb, verb_stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.riddles.checks.names import Name
    from bot.riddles.checks.source import Sentence, Source

REACH = 2
"""Sentences before one in which whom it means by a pronoun may be named."""

FAR = 6
"""Words between a verb and whom it is about."""

_SELF = frozenset({"i", "me", "we", "us", "my", "our"})
_WHERE = re.compile(r"\b(?:in|near|off|outside) (?:the )?$", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*(?:and |but |so |yet )?(?:I|[Ww]e)\b")
MIN_OWN = 3
"""Words that a claim about "I" has to share with a clause about somebody else."""

COVERED_OWN = 0.75
_AUXILIARY = frozenset("is was has had will would can could may might must are were have did does do".split())

_BOTH_WAYS = frozenset(
    "meet marri play fight join share face draw talk tie split divorc clash merg agre compet wed unit".split()
)
"""Verbs that are the same the other way round."""

_NO_ROLE = frozenset("say tell add call name know think believ be have do get".split())


def wrong_role(claim: Sentence, read: Source, allowed: frozenset[str]) -> str | None:
    """What is wrong with whom a claim names; `allowed` are the words of the name that "I" stands for."""
    for piece in pieces(claim):
        turned = _turned(piece, read, allowed)
        if turned:
            return f'the article has doer and done-to the other way round in "{piece.text.strip()[:60]}"'
        other = _mine_instead(piece, read, allowed)
        if other:
            return f'the article says it of "{other}", not of the answer'
        for name in _known(piece, read):
            if is_asked(piece.text, name):
                continue
            other = _instead(piece, name, read, allowed)
            if other:
                return f'the article says "{other}" where it has "{name.text}"'
    return None


def _known(piece: Sentence, read: Source) -> list[Name]:
    """The names of a piece; one word at the beginning counts where the article has it as a name within a sentence."""
    return [
        name
        for name in names(piece.text)
        if name.text[0].isalpha()
        and name.text != "New Year"
        and (not name.initial or len(name.words) > 1 or name.words[0].casefold() in read.named)
    ]


@lru_cache(maxsize=4_096)
def _words(name: Name) -> frozenset[str]:
    return frozenset(part for word in name.words for part in tokens(word))


def _same_kind(name: Name, other: Name) -> bool:
    return bool(kin(name.text)) == bool(kin(other.text))


def _instead(piece: Sentence, name: Name, read: Source, allowed: frozenset[str]) -> str | None:
    """The name that a sentence which says the same has in the place of this one."""
    mine = _words(name)
    counted = {stem(word) for number in piece.numbers for word in tokens(number.text)}
    told = piece.stems - {stem(word) for word in mine} - _NO_ROLE - counted
    if len(told) < MIN_SHARED:
        return None
    shared = [(len(told & one.stems), at) for at, one in enumerate(read.sentences)]
    most = max((count for count, _ in shared), default=0)
    if most < max(MIN_SHARED, COVERED * len(told)):
        return None
    near = [at for count, at in shared if count == most]
    others = [_rival(piece, name, at, read, allowed) for at in near]
    return others[0] if all(others) else None


def _mine_instead(piece: Sentence, read: Source, allowed: frozenset[str]) -> str | None:
    """Whom the story tells it of, where the piece says "I" and the answer stands in no clause that says as much."""
    if not allowed or not _SUBJECT.match(piece.text) or len(piece.stems) < MIN_OWN:
        return None
    clauses = [c for one in read.sentences if not allowed & set(one.words) for c in one.clauses]
    most = max((len(piece.stems & clause.stems) for clause in clauses), default=0)
    near = [clause for clause in clauses if len(piece.stems & clause.stems) == most]
    if most < max(MIN_OWN, COVERED_OWN * len(piece.stems)):
        return None
    doers = [_doer(one, read) for one in near]
    return doers[0] if all(doers) else None


def _doer(clause: Sentence, read: Source) -> str | None:
    """The name that a clause begins with, where a verb follows it."""
    first = next((name for name in _known(clause, read) if name.start == 0), None)
    after = tokens(clause.text[len(first.text) :])[:1] if first and clause.text.startswith(first.text + " ") else []
    return first.text if first and after and (may_be_verb(after[0]) or after[0] in _AUXILIARY) else None


def _rival(piece: Sentence, name: Name, at: int, read: Source, allowed: frozenset[str]) -> str | None:
    """Another name in the sentence, where this one is not, nor in those before, or stands in another place."""
    found = read.sentences[at]
    mine = allowed if _SELF & set(piece.words) else frozenset()
    others = [other for other in _known(found, read) if not _words(other) & (_words(name) | mine)]
    here = [other for other in others if not _words(other) & set(piece.words)]
    slot = _slot(piece, name)
    placed = {_words(one): _slot(piece, one) for one in _known(piece, read)}
    active = ("by" in piece.words) == ("by" in found.words)
    rivals = here if not active else [other for other in others if placed.get(_words(other)) != slot]
    taken = next((one for one in rivals if slot and _slot(found, one) == slot and not _is_short(one, name)), None)
    if taken and not any(_slot(found, same) == slot for same in _known(found, read) if _words(same) & _words(name)):
        return taken.text
    before = read.sentences[max(0, at - REACH) : at + 1]
    near = {word for one in before for word in one.words}
    alike = [other for other in here if _same_kind(name, other) and not _words(other) & allowed]
    if not kin(name.text) and not _is_where(piece, name):
        alike = [other for other in alike if not _is_where(found, other)]
    return alike[0].text if alike and not _stands(name, near) and not _is_epithet(piece, name) else None


def _is_epithet(piece: Sentence, name: Name) -> bool:
    """Whether a place only says whence somebody is, and may veil who: "the US star"."""
    return bool(kin(name.text)) and tokens(piece.text[: name.start])[-1:] in (["the"], ["a"], ["an"])


def _is_where(sentence: Sentence, name: Name) -> bool:
    """Whether a name says where something is: "an apple tree in Lincolnshire"."""
    return bool(_WHERE.search(sentence.text[: sentence.text.find(name.text, max(0, name.start - 2))]))


def _is_short(one: Name, other: Name) -> bool:
    """Whether one of two names is the initials of the other: "PSP" and "PlayStation Portable"."""
    short, long = sorted((one.text, other.text), key=len)
    letters = iter(long.casefold())
    return short.isupper() and all(letter in letters for letter in short.casefold())


def _stands(name: Name, words: set[str]) -> bool:
    mine = _words(name) | kin(name.text)
    return bool(mine & words)


def _slot(sentence: Sentence, name: Name) -> tuple[str, str] | None:
    """The verb that a name stands before, or the noun and preposition that it stands after."""
    start = sentence.text.find(name.text, max(0, name.start - 2))
    before = tokens(sentence.text[:start])[-2:]
    if len(before) == 2 and before[1] in {"in", "at", "to", "from", "for", "of", "by", "with"}:
        if before[0] not in function_words():
            return (stem(before[0]), before[1])
        return None
    after = [word for word in tokens(sentence.text[start + len(name.text) :])[:4] if word not in function_words()]
    return (stem(after[0]), "") if after and stem(after[0]) not in _NO_ROLE else None


def _turned(piece: Sentence, read: Source, allowed: frozenset[str]) -> bool:
    """Whether the story has the same two and the same verb, and always the other way round."""
    for doer, verb, done in _deeds(piece, allowed):
        told = [deed for one in read.sentences if doer & set(one.words) for deed in _deeds(one, allowed)]
        same = any(v == verb and a & doer and b & done for a, v, b in told)
        if not same and any(v == verb and a & done and b & doer for a, v, b in told):
            return True
    return False


def _deeds(sentence: Sentence, allowed: frozenset[str]) -> Iterator[tuple[frozenset[str], str, frozenset[str]]]:
    """Who, what and to whom, for each verb with a name close on either side."""
    whole = _actors(sentence, allowed)
    for (end, first), (start, second) in pairwise(whole):
        middle = sentence.text[end[1] : start[0]]
        verbs = [verb_stem(word) for word in tokens(middle) if word not in function_words() and may_be_verb(word)]
        verbs = [verb for verb in verbs[:1] if verb not in _NO_ROLE | _BOTH_WAYS]
        if not verbs or len(middle.split()) > FAR or re.search(r"[,;:.]\s|\band\b|\bor\b", middle):
            continue
        passive = bool(re.search(r"\bby\b\W*(?:the\b\W*)?$", middle))
        yield (second, verbs[0], first) if passive else (first, verbs[0], second)


def _actors(sentence: Sentence, allowed: frozenset[str]) -> list[tuple[tuple[int, int], frozenset[str]]]:
    """Every name, and every "I" and "me" as the name it stands for, with its place."""
    found = []
    for name in names(sentence.text):
        start = sentence.text.find(name.text, max(0, name.start - 2))
        found.append(((start, start + len(name.text)), _words(name)))
    if allowed:
        found.extend((match.span(), allowed) for match in re.finditer(r"\b(?:I|me|we|us|We)\b", sentence.text))
    return sorted(found, key=_place)


def _place(actor: tuple[tuple[int, int], Sequence[str] | frozenset[str]]) -> tuple[int, int]:
    return actor[0]
