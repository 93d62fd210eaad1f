"""Word games that spell the answer: first letters, letters shuffled or hidden, rhymes, what sounds alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks.dictionary import is_word
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.sounds import rhymes, sounds_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.riddles.checks.secret import Secret
    from bot.riddles.checks.surfaces import Token

    Hit = tuple[str, str]

MIN_LINES = 4
"""Lines or sentences whose first letters make a word that is no chance."""

MIN_WORDS = 6
"""The same for words that follow each other."""

MIN_LAST = 5
"""The same for the last letters of lines."""

MIN_HIDDEN = 4
"""Letters of an answer that is looked for inside another word, where the riddle says that it hides."""

MIN_ACROSS = 5
"""The same where it is looked for across words."""

UNKNOWN = 1.5
"""How common a word is, as a Zipf value, that is no word at all."""

SCOPE = 8
"""Words behind "rhymes with" or "sounds like" among which the other word stands."""

_BACK = re.compile(
    r"\b(?:backwards?|revers\w+|mirror\w*|from the back|from (?:the )?end|right to left|turned round)\b", re.IGNORECASE
)
_MIXED = re.compile(
    r"\b(?:anagram\w*|shuffl\w+|scrambl\w+|jumbl\w+|rearrang\w+|reorder\w*"
    r"|letters (?:\w+ ){0,3}(?:mix\w*|make|spell|give)|mix\w* (?:\w+ ){0,3}(?:up|letters))\b",
    re.IGNORECASE,
)
_HIDES = re.compile(r"\b(?:hid(?:e|es|den|ing)|inside|within|middle|heart|contain\w*|look in(?:to)?)\b", re.IGNORECASE)
_OF_WORDS = re.compile(r"\b(?:my name|the answer|the (?:last )?words?|letters?|spell\w*)\b", re.IGNORECASE)
_HIDES_IN = re.compile(
    r"\b(?:hid(?:e|es|den|ing) (?:in|inside|within)|look (?:in|inside|into|within)|(?:middle|heart|centre|center) of)"
    r"\W{1,3}(?:(?:an?|the|every|each|all)\W{1,3})?(\w+)",
    re.IGNORECASE,
)
_RHYMES = re.compile(r"\brhym\w+", re.IGNORECASE)
_SOUNDS = re.compile(
    r"\b(?:sounds? (?:\w+ ){0,2}like|homophones?"
    r"|(?:pronounced|spoken|said|spelt|spelled|heard) (?:\w+ ){0,2}(?:like|as))\b",
    re.IGNORECASE,
)
_LETTERS = dict(
    zip(
        "ay bee cee dee ee eff gee aitch eye jay kay ell em en oh pee cue ar ess tee you vee doubleyou ex why zed"
        " a be see de e ef g h i j k el m n o p queue are es t u v w x y zee".split(),
        "abcdefghijklmnopqrstuvwxyz" * 2,
        strict=True,
    )
)
"""How letters are said."""

_RADIO = {
    word: word[0]
    for word in (
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa"
        " quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
    ).split()
}
"""How letters are said over the air."""


def played(known: Secret, text: str, tokens: Sequence[Token]) -> Hit | None:
    """The word game by which a text spells the answer, or None; games that need a cue are played where it stands."""
    wholes = _wholes(known)
    if not wholes:
        return None
    return (
        _acrostic(wholes, text)
        or _letter_names(wholes, tokens)
        or _shuffled(wholes, tokens, cued=bool(_MIXED.search(text)))
        or (_mirrored(wholes, tokens) if _BACK.search(text) else None)
        or (_inside(wholes, text, tokens) if _HIDES.search(text) else None)
        or _alike(wholes, text)
    )


def _wholes(known: Secret) -> dict[str, str]:
    """The answer's names as letters without blanks, and their single words, with the reason."""
    words = {word: term.why for word, term in known.terms.items() if not (term.part or term.akin)}
    return {word: why for word, why in {**known.squashed, **words}.items() if len(word) >= 3 and word.isalpha()}


def _acrostic(wholes: Mapping[str, str], text: str) -> Hit | None:
    for letters, least in _columns(text):
        for whole, why in wholes.items():
            begins = letters.startswith(whole) and len(whole) >= least
            if begins or (len(whole) > least and whole in letters):
                return whole, f"what its letters spell down the riddle, {why}"
    return None


def _columns(text: str) -> Iterator[tuple[str, int]]:
    """First letters of lines, of sentences and of words, and last letters of lines; how many are no chance."""
    lines = [line for line in (re.sub(r"[^a-z]", "", row.casefold()) for row in text.split("\n")) if line]
    yield "".join(line[0] for line in lines), MIN_LINES
    yield "".join(line[-1] for line in lines), MIN_LAST
    for pattern, least in ((r"(?:^|[.!?;]\s{1,3})\W{0,4}([A-Za-z])", MIN_LINES), (r"\b([A-Za-z])", MIN_WORDS)):
        yield "".join(re.findall(pattern, text)).casefold(), least


def _letter_names(wholes: Mapping[str, str], tokens: Sequence[Token]) -> Hit | None:
    """Letters said one by one: "eff, eye, eff, ay", "papa echo romeo uniform"."""
    for table in (_LETTERS, _RADIO):
        run = ""
        for token in (*tokens, None):
            letter = table.get(token.word) if token else None
            if letter:
                run += letter
                continue
            found = next((whole for whole in wholes if len(run) >= 3 and whole in run), None)
            if found:
                return found, f"said letter by letter, {wholes[found]}"
            run = ""
    return None


def _shuffled(wholes: Mapping[str, str], tokens: Sequence[Token], *, cued: bool) -> Hit | None:
    """The answer's letters in another order: any words where the riddle speaks of it, else what is no word."""
    wanted = {"".join(sorted(whole)): why for whole, why in wholes.items() if len(whole) >= (4 if cued else 5)}
    for n, token in enumerate(tokens):
        if not cued and (is_word(token.word) or frequency(token.word) >= UNKNOWN):
            continue
        letters = ""
        for other in tokens[n : n + (4 if cued else 1)]:
            letters += other.word
            why = wanted.get("".join(sorted(letters)))
            if why:
                return letters, f"an anagram of {why}"
    return None


def _mirrored(wholes: Mapping[str, str], tokens: Sequence[Token]) -> Hit | None:
    return next(((t.raw, f"backwards, {wholes[t.word[::-1]]}") for t in tokens if t.word[::-1] in wholes), None)


def _inside(wholes: Mapping[str, str], text: str, tokens: Sequence[Token]) -> Hit | None:
    """The answer inside another word, or across words where the riddle speaks of words and letters."""
    spoken = bool(_OF_WORDS.search(text))
    line = "".join(token.word for token in tokens) if spoken else ""
    near = {match[1].casefold() for match in _HIDES_IN.finditer(text)}
    for whole, why in wholes.items():
        inside = (t.raw for t in tokens if (spoken or t.word in near) and whole in t.word)
        found = next(inside, None) if len(whole) >= MIN_HIDDEN else None
        if found or (len(whole) >= MIN_ACROSS and whole in line):
            return found or whole, f"where the riddle hides {why}"
    return None


def _alike(wholes: Mapping[str, str], text: str) -> Hit | None:
    """A word that the riddle says the answer rhymes with, or sounds like, and that does."""
    for cue, match in ((_RHYMES, rhymes), (_SOUNDS, sounds_alike)):
        for found in cue.finditer(text):
            for word in re.findall(r"[a-z]+", text[found.end() :].casefold())[:SCOPE]:
                hit = next((why for whole, why in wholes.items() if len(word) >= 3 and match(word, whole)), None)
                if hit:
                    return word, f"which sounds like {hit}"
    return None
