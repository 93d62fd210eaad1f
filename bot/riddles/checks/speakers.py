"""Who says what, who does what, and who wins: another name than the story's directly before the verb."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import COVERED, MIN_SHARED
from bot.riddles.checks.names import names
from bot.riddles.checks.stems import content, function_words, stem, tokens
from bot.riddles.checks.verbs import is_past

if TYPE_CHECKING:
    from bot.riddles.checks.source import Sentence, Source

    Who = frozenset[str]

_SAYS = re.compile(
    r"\W{1,3}(?:has |had |also |once )?(?:said|says?|told|tells?|argue[ds]|warn(?:s|ed)|promise[ds]|explain(?:s|ed)"
    r"|add(?:s|ed)|insist(?:s|ed)|call(?:s|ed)|claim(?:s|ed)|complain(?:s|ed))\b"
)
_SAID_BY = re.compile(r"\b(?:said|says|added|explained|according to)\W{1,3}$")
_BEAT = re.compile(r"\b(?:beat|beats|defeat(?:s|ed)|overcame|knock(?:s|ed) out|oust(?:s|ed)|edg(?:es|ed))\b")
_WINS = re.compile(r"\W{1,3}(?:has |had |have )?(?:won|wins|win|beat|beats|defeats|defeated|triumphed)\b")
_BEATEN = re.compile(
    r"\W{1,3}(?:was|were|is|are|been|got) (?:beaten|defeated|knocked out)\b|\W{1,3}(?:has |had )?lost\b"
)
_LOST_TO = re.compile(r"\b(?:lost|loses?|losing) to (?:the |a |an |his |her |its )?(\w+)", re.IGNORECASE)
_SPEECH = frozenset("say tell argu warn promis explain add insist call claim complain accord".split())
FAR = 45
"""Characters between "beat" and whom."""


def wrong_doer(claim: Sentence, read: Source) -> str | None:
    """The name to which a claim gives what the story gives to another."""
    return _speaker(claim, read) or _winner(claim, read) or _doer(claim, read)


@lru_cache(maxsize=4_096)
def _named(sentence: Sentence) -> tuple[tuple[Who, str, int, int], ...]:
    """Every name of a sentence with its words and its place."""
    found = []
    for name in names(sentence.text):
        start = sentence.text.find(name.text, max(0, name.start - 2))
        words = frozenset(part for word in name.words for part in tokens(word))
        found.append((words, name.text, start, start + len(name.text)))
    return tuple(found)


@lru_cache(maxsize=4_096)
def _speakers(sentence: Sentence) -> tuple[tuple[Who, str], ...]:
    text = sentence.text
    return tuple(
        (who, name)
        for who, name, start, end in _named(sentence)
        if _SAYS.match(text, end) or _SAID_BY.search(text[:start])
    )


def _speaker(claim: Sentence, read: Source) -> str | None:
    for who, name in _speakers(claim):
        told = claim.stems - {stem(word) for word in who} - _SPEECH
        shared = [len(told & one.stems) for one in read.sentences]
        most = max(shared, default=0)
        if len(told) < MIN_SHARED or most < max(MIN_SHARED, COVERED * len(told)):
            continue
        near = [one for one, count in zip(read.sentences, shared, strict=True) if count == most]
        others = [_speakers(one) for one in near]
        if all(others) and not any(who & other for found in others for other, _ in found):
            return name
    return None


def _winner(claim: Sentence, read: Source) -> str | None:
    """Who wins in the claim and is only beaten in the story, or to whom one loses who was beaten."""
    for who, name, _, end in _named(claim):
        if _WINS.match(claim.text, end) and any(who & lost for lost in _losers(read)):
            won = (w for one in read.sentences for w, _, _, at in _named(one) if _WINS.match(one.text, at))
            if not any(who & other for other in won):
                return name
    for match in _LOST_TO.finditer(claim.text):
        beaten = [one for one in read.sentences if _beats(one, stem(match[1].casefold()))]
        if beaten and not any(_LOST_TO.search(one.text) for one in read.sentences):
            return match[1]
    return None


def _beats(sentence: Sentence, whom: str) -> bool:
    """Whether a sentence says "beat" of the next thing."""
    return any(whom in content(sentence.text[match.end() :])[:2] for match in _BEAT.finditer(sentence.text))


@lru_cache(maxsize=16)
def _losers(read: Source) -> tuple[Who, ...]:
    found: list[Who] = []
    for one in read.sentences:
        ends = [match.end() for match in _BEAT.finditer(one.text)]
        for who, _, start, end in _named(one):
            after = any(0 <= start - at <= FAR and not re.search(r"[;.]| and ", one.text[at:start]) for at in ends)
            if _BEATEN.match(one.text, end) or (after and _is_next(one, start, ends)):
                found.append(who)
    return tuple(found)


def _is_next(sentence: Sentence, start: int, ends: list[int]) -> bool:
    """Whether no other name stands between "beat" and this one."""
    last = max(at for at in ends if at <= start)
    return not any(last <= other < start for _, _, other, _ in _named(sentence))


def _doer(claim: Sentence, read: Source) -> str | None:
    """A name directly before a verb that the story only has directly behind other names."""
    for _, name, _, end in _named(claim):
        verb = _verb_after(claim, end)
        if not verb or verb in _SPEECH:
            continue
        told = [one for one in read.sentences if verb in one.stems]
        if told and all(_is_of_another(one, tokens(name), verb) for one in told):
            return name
    return None


def _verb_after(sentence: Sentence, end: int) -> str:
    word = re.match(r" ([a-z]+)\b", sentence.text[end:])
    return stem(word[1]) if word and is_past(word[1]) and word[1] not in function_words() else ""


def _is_of_another(sentence: Sentence, name: list[str], verb: str) -> bool:
    """Whether a sentence has the verb behind another name; two of one family are told by what they are called first."""
    if name[0] in sentence.words:
        return False
    doers = [who for who, _, _, end in _named(sentence) if _verb_after(sentence, end) == verb]
    return bool(doers) and not any(who <= set(name) for who in doers)
