"""Whether a word is the answer's in another form: inflected, derived, compounded, backwards, misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks import lexicon
from bot.riddles.checks.demonyms import is_known
from bot.riddles.checks.families import origins
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.numbers import numbers
from bot.riddles.checks.secret import Term
from bot.riddles.checks.stems import stem

if TYPE_CHECKING:
    from bot.riddles.checks.secret import Secret

MIN_COMPOUND = 5
"""Letters of a name that may give itself away inside a longer word."""

MIN_RUN = 8
"""Letters of a name that are no chance inside a longer run of letters, as an address has."""

RARE, COMMON, VERY_COMMON = 2.5, 3.2, 4.2
"""How common the rest of a compound has to be, as a Zipf value; the shorter it is the more."""

_DOUBLED = frozenset({"er", "ers", "ed", "ing", "y"})
"""What follows a letter written twice: "swimmer", "drummer"."""

_LOST = {"a": "ey", "e": "ey", "i": "eyo", "o": "ey", "u": "ey", "y": "e"}
"""The vowels a word may lose before an ending that begins with another."""

_HISSING = ("s", "x", "z", "ch", "sh", "o")


def term_of(known: Secret, word: str) -> Term | None:
    """The term of the answer that a folded word is a form of, or None."""
    if word not in known.met:
        known.met[word] = _term(known, word)
    return known.met[word]


def _term(known: Secret, word: str) -> Term | None:
    if word in known.terms:
        return known.terms[word]
    if len(word) < 3 or not word.isascii():
        return None
    for whole, why in known.squashed.items():
        if len(whole) >= 4 and (word in {whole, whole + "s"} or (_is_run(known, whole) and whole in word)):
            return Term(word, why)
    term = (
        _inflected(known, word)
        or (None if is_known(word) else _derived(known, word) or _young(known, word) or _compound(known, word))
        or _backwards(known, word)
        or _misspelt(known, word)
    )
    return None if term and frozenset({term.word, word}) in lexicon.false_friends() else term


def _is_run(known: Secret, whole: str) -> bool:
    return len(whole) >= MIN_RUN and whole not in known.terms


def _inflected(known: Secret, word: str) -> Term | None:
    root = stem(word)
    if root in known.stems:
        return known.stems[root]
    for other, kindred in known.stems.items():
        if _is_kindred(other, root):
            return kindred
    return _singular(known, word) or next(
        (term for other in origins(word) if (term := known.terms.get(other)) and not (term.proper or term.akin)), None
    )


def _singular(known: Secret, word: str) -> Term | None:
    for suffix in ("s", "es"):
        base = word.removesuffix(suffix)
        if base != word and base in known.terms and (suffix == "s" or base.endswith(_HISSING)):
            return known.terms[base]
    return known.terms.get(word[:-3] + "y") if word.endswith("ies") else None


def _is_kindred(one: str, other: str) -> bool:
    """Whether one stem only has an ending more: "elect" and "elector" for election and electoral."""
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_COMPOUND and long.startswith(short) and long[len(short) :] in lexicon.stem_endings()


def _derived(known: Secret, word: str) -> Term | None:
    """The word with an ending, or with an ending and the plural's: "Canberrans"."""
    return _with_ending(known, word) or (_with_ending(known, word[:-1]) if word.endswith("ns") else None)


def _with_ending(known: Secret, word: str) -> Term | None:
    for cut in range(4, len(word)):
        lost = _LOST.get(word[cut], "")
        bases = (known.terms.get(word[:cut] + vowel) for vowel in ("", *lost))
        term = next((base for base in bases if base and not base.akin), None)
        doubled = term is not None and word[cut] == word[cut - 1] and word[cut + 1 :] in _DOUBLED
        if term and (doubled or _may_follow(term, word[cut:])):
            return term
    return _shorter(known, word)


def _shorter(known: Secret, word: str) -> Term | None:
    """The word without the ending that the answer has: "parliament" for "parliamentary"."""
    if len(word) < MIN_COMPOUND:
        return None
    for term in known.terms.values():
        if not term.proper and term.word.startswith(word) and term.word[len(word) :] in lexicon.suffixes():
            return term
    return None


def _young(known: Secret, word: str) -> Term | None:
    """The small, the young and the female: "owlet", "duckling", "lioness", "tigress"."""
    for suffix in lexicon.young():
        base = word.removesuffix(suffix)
        if base == word or len(base) < 3:
            continue
        found = known.terms.get(base) or (known.terms.get(f"{base[:-1]}e{base[-1]}") if base[-1] == "r" else None)
        found = found or (known.terms.get(f"{base[:-1]}o{base[-1]}") if base[-1] == "r" else None)
        if found and not found.proper:
            return found
    return None


def _may_follow(term: Term, rest: str) -> bool:
    if term.proper:
        return rest in lexicon.proper_suffixes() and not (term.cased and term.part)
    return len(term.word) >= MIN_COMPOUND and rest in lexicon.suffixes()


def _compound(known: Secret, word: str) -> Term | None:
    for cut in range(3, min(len(word), 30) - 2):
        for part, rest in ((word[:cut], word[cut:]), (word[cut:], word[:cut])):
            term = known.terms.get(part)
            if term and not term.cased and not numbers(part) and _is_compound(term, rest, first=part == word[:cut]):
                return term
    return None


def _is_compound(term: Term, rest: str, *, first: bool) -> bool:
    size = len(term.word)
    if term.akin or rest in lexicon.chance() or (not first and term.word in lexicon.suffixes() | lexicon.chance()):
        return False
    if term.proper:
        return size >= MIN_COMPOUND and len(rest) >= 3 and _is_common(rest, COMMON)
    if size == 3:
        return _is_short_compound(term.word, rest, first=first)
    return size >= 4 and len(rest) >= 3 and _is_common(rest, COMMON - 0.3)


def _is_common(rest: str, least: float) -> bool:
    return frequency(rest) >= {3: VERY_COMMON, 4: COMMON}.get(len(rest), least)


def _is_short_compound(word: str, rest: str, *, first: bool) -> bool:
    """Three letters stand in many words by chance: what is beside them has to be a word of its own."""
    if first and rest in lexicon.heads():
        return True
    return (rest if first else word) not in lexicon.tails() and len(rest) >= 4 and frequency(rest) >= 3.9


def _backwards(known: Secret, word: str) -> Term | None:
    if len(word) < 5 or word in lexicon.semordnilaps():
        return None
    return known.terms.get(word[::-1])


def _misspelt(known: Secret, word: str) -> Term | None:
    """The word with one letter wrong, left out, added or exchanged with the next."""
    return _near(known, word) or (_near(known, word[:-1]) if word.endswith("s") and frequency(word) < RARE else None)


def _near(known: Secret, word: str) -> Term | None:
    if len(word) < 5 or not word.isalpha() or len(word) > 30:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    for term in known.terms.values():
        near = len(term.word) >= 6 and term.word[0] == word[0] and abs(len(term.word) - len(word)) <= 1
        common = COMMON if term.proper and len(term.word) >= 7 else RARE
        if near and not term.cased and OSA.distance(term.word, word, score_cutoff=1) == 1 and frequency(word) < common:
            return term
    return None
