"""What must not be read before the reveal: an answer and its aliases, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks import lexicon
from bot.riddles.checks.compounds import halves
from bot.riddles.checks.demonyms import key, kin
from bot.riddles.checks.families import family, kindred, origins
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.letters import latin
from bot.riddles.checks.numbers import numbers
from bot.riddles.checks.shares import groups, shares
from bot.riddles.checks.stems import function_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORD = re.compile(r"[A-Za-z0-9]+")
_SHORES = (
    ("our", "or"), ("tre", "ter"), ("ter", "tre"), ("ogue", "og"), ("ence", "ense"), ("ense", "ence"),
    ("isky", "iskey"),
    ("ise", "ize"), ("ize", "ise"), ("isation", "ization"), ("ization", "isation"),
)  # fmt: skip
_PARTICLES = frozenset("van von der den de da del della di du la le el al bin ibn st san mac".split())
REAL = 2.2
"""How common a word has to be, as a Zipf value, to be taken for one."""

MAX_NAMES = 64
MAX_NAME = 160
_EVERYDAY = frozenset("TV UK US EU CD OK AM DC".split())
"""Letters that are read everywhere and stand for what they stand for."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word that gives the answer away, with the reason; `cased` when it does so only with a capital.

    `part` marks one word of a longer name, `akin` a word of the same root.
    """

    word: str
    why: str
    proper: bool = False
    cased: bool = False
    part: bool = False
    akin: bool = False


@dataclass(slots=True)
class Secret:
    """Everything that gives an answer away."""

    terms: dict[str, Term] = field(default_factory=dict)
    stems: dict[str, Term] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    expanding: dict[str, str] = field(default_factory=dict)
    squashed: dict[str, str] = field(default_factory=dict)
    phrases: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    together: list[tuple[frozenset[str], str]] = field(default_factory=list)
    beside: list[tuple[tuple[str, str], str]] = field(default_factory=list)
    exact: list[tuple[str, str]] = field(default_factory=list)
    runs: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    numbers: dict[float, str] = field(default_factory=dict)
    met: dict[str, Term | None] = field(default_factory=dict)
    """What each word that was looked at is a form of."""

    def add(self, term: Term) -> None:
        """Keep a term unless there is one for its word; a common one by its stem as well."""
        for word in (term.word, *_spellings(term.word)):
            self.terms.setdefault(word, replace(term, word=word))
        for other in filter(_is_word, kindred(term.word)):
            self.terms.setdefault(other, Term(other, f"another form of {term.why}", akin=True))
        if not term.proper and term.word.isalpha():
            self.beside.extend((pair, term.why) for pair in halves(term.word))
            self.stems.setdefault(stem(term.word), term)
            for other in (*family(term.word), *filter(_is_word, origins(term.word))):
                if lexicon.false_friends().isdisjoint({frozenset({term.word, w}) for w in (other, stem(other))}):
                    self.add_short(Term(other, f"another form of {term.why}", akin=True))

    def add_short(self, term: Term) -> None:
        """Keep the longer or the shorter word for the same thing."""
        self.terms.setdefault(term.word, term)
        self.stems.setdefault(stem(term.word), term)


def _is_word(word: str) -> bool:
    return word not in function_words() and frequency(word) >= REAL


def _spellings(word: str) -> list[str]:
    """One of a thing said in the plural, and how the other shore of the Atlantic writes it."""
    found = [word[: -len(old)] + new for old, new in _SHORES if word.endswith(old) and len(word) > len(old) + 1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= 4 and word not in {"news", "mars"}:
        found.append(word[:-1])
    return found


def secret(answer: str, aliases: Sequence[str], *, late: bool = False) -> Secret:
    """Take an answer apart; `late` keeps its own words alone, as the last hint may give the rest."""
    names = tuple(alias[:MAX_NAME] for alias in aliases[:MAX_NAMES])
    return _secret(answer[:MAX_NAME], names, late)


@lru_cache(maxsize=64)
def _secret(answer: str, aliases: tuple[str, ...], late: bool) -> Secret:
    found = Secret()
    for name, why in [(answer, "the answer"), *((alias, "an alias of the answer") for alias in aliases)]:
        for spelling in dict.fromkeys((name, name.translate(_UMLAUTS))):
            _name(found, latin(spelling), why, late)
    return found


def _name(found: Secret, name: str, why: str, late: bool) -> None:
    raw = WORD.findall(re.sub(r"(?<=\w)'s\b|'", "", name))
    if raw and raw[0].casefold() in {"the", "a", "an"} and any(w.casefold() not in function_words() for w in raw[1:]):
        raw = raw[1:]
    if not raw or (why != "the answer" and len(raw) == 1 and raw[0].casefold() in lexicon.class_nouns()):
        return
    if all(word.casefold() in function_words() for word in raw) and not all(w.isupper() for w in raw):
        found.exact.append((" ".join(raw), why))
        return
    found.phrases.append((tuple(word.casefold() for word in raw), why))
    telling = [] if len(raw) > 1 and shares(name) else _telling(raw)
    if len(raw) == 1:
        _whole(found, raw[0], why)
    else:
        _parts(found, raw, telling, why, late)
    squashed = "".join(raw).casefold()
    for whole in (squashed, *(word.casefold() for word in telling if len(word) >= 6)):
        if len(whole) >= 4:
            found.squashed.setdefault(whole, why)
    _values(found, name, raw, why)
    for other in shares(name):
        found.phrases.append((tuple(other.split()), f"another way to say {why}"))
        if " " not in other:
            found.terms.setdefault(other, Term(other, f"another way to say {why}"))
    if not late:
        _kin(found, [" ".join(raw), *(telling if len(telling) == 1 else ())], why)
        _initials(found, raw, why)


def _telling(raw: Sequence[str]) -> list[str]:
    """The words of a name that are not said of every thing of its kind."""
    words = [word for word in raw if word.casefold() not in function_words() or word in {"May", "Will"}]
    counted = [word for word in words if numbers(word)]
    if len(counted) > 1:  # "forty-two": neither word of it tells the number
        words = [word for word in words if word not in counted]
    named = [w for w in words if _is_capital(w) and w.casefold() not in lexicon.class_nouns()]
    excused = lexicon.class_nouns() if named or all(map(_is_capital, words)) else lexicon.light()
    excused = excused | _PARTICLES if len(words) > 1 else excused
    return [w for w in words if w.casefold() not in excused and (len(w) >= 3 or w in named)]


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _whole(found: Secret, word: str, why: str) -> None:
    folded = word.casefold()
    if word.isupper() and 2 <= len(word) <= 6:
        found.acronyms.setdefault(word, why)
        if len(word) >= 3:
            found.expanding.setdefault(folded, why)
        if folded in lexicon.cased() or len(word) == 2:
            return
    found.add(Term(folded, why, proper=_is_capital(word)))


def _parts(found: Secret, raw: Sequence[str], telling: Sequence[str], why: str, late: bool) -> None:
    for word in telling:
        folded = word.casefold()
        if (word.isdigit() and any(w.isalpha() for w in telling)) or (late and len(word) < 4):
            continue
        proper = _is_capital(word)
        doubtful = proper and (folded in lexicon.ambiguous() or folded in lexicon.cased() or len(word) <= 2)
        found.add(Term(folded, f"a word of {why}", proper, doubtful, part=True))
    if not telling:
        words = [word.casefold() for word in raw if word.casefold() not in function_words()]
        if words:
            found.together.append((frozenset(map(stem, words)), why))
    content = [word.casefold() for word in telling]
    if len(content) > 1 and not lexicon.ambiguous().issuperset(content):
        found.together.append((frozenset(map(stem, content)), why))
    found.runs.extend((run, f"most of {why}") for run in _runs(raw))


def _runs(raw: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The neighbours in a long name that nearly say it, though neither does alone: "World Cup" for the FIFA's."""
    words = tuple(word.casefold() for word in raw if word.casefold() not in function_words())
    if len(words) >= 3 and all(_is_capital(word) for word in raw if word.casefold() in words):
        for size in range((len(words) + 1) // 2, len(words)):
            for run in (words[:size], words[-size:]):
                if size >= 2 and run[0] not in lexicon.offices():
                    yield run


def _kin(found: Secret, names: Iterable[str], why: str) -> None:
    for name in names:
        for other in sorted(kin(name)):
            reason = f"which stands for {why}"
            if " " in other:
                found.phrases.append((tuple(WORD.findall(other)), reason))
            elif len(other) <= 3:
                found.acronyms.setdefault(other.upper(), reason)
            else:
                found.terms.setdefault(other, Term(other, reason, proper=True, cased=other in lexicon.cased()))
        if key(name) in {"us", "uk", "usa"}:
            found.acronyms.setdefault(key(name).upper(), why)


def _initials(found: Secret, raw: Sequence[str], why: str) -> None:
    if len(raw) < 2:
        return
    named = any(map(_is_capital, raw))
    content = [word for word in raw if word.casefold() not in function_words()]
    for words in (content, raw):
        letters = "".join(word[0] for word in words).upper()
        if 2 <= len(letters) <= 8 and letters.isalpha() and (named or letters not in _EVERYDAY):
            found.acronyms.setdefault(letters, f"the initials of {why}")


def _values(found: Secret, name: str, raw: Sequence[str], why: str) -> None:
    inside = () if len(raw) > 1 and shares(name) else numbers(name)
    if len(inside) == 1 and not any(_is_capital(w) and w.isalpha() and w not in inside[0].text for w in raw[1:]):
        first = raw[0]
        if not first[0].isupper() or first in inside[0].text or len(raw) == 1:
            found.numbers.setdefault(inside[0].value, why)
            for other in groups(inside[0].value) if len(inside[0].text) >= len(name) else ():
                found.terms.setdefault(other, Term(other, f"another way to say {why}"))
