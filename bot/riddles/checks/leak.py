"""Whether the riddle, or an early hint, gives its answer away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.riddles.checks import lexicon
from bot.riddles.checks.demonyms import flag, is_known
from bot.riddles.checks.letters import latin, unleet
from bot.riddles.checks.numbers import numbers
from bot.riddles.checks.say import failed, passed
from bot.riddles.checks.secret import WORD, Secret, Term, secret
from bot.riddles.checks.stems import function_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "leak"
MAX_TEXT = 6_000
"""Characters of one surface; a longer text is not shown to players anyway."""

MIN_COMPOUND = 5
"""Letters of a name that may give itself away inside a longer word."""

_SPACED = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9][\s.\-_*·•/|,+~:]{1,3}){2,40}[A-Za-z0-9](?![A-Za-z0-9])")
_CHUNK = re.compile(r"\S{3,80}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_DRAWN_OUT = re.compile(r"\b[A-Za-z]*?([A-Za-z])\1{2,}[A-Za-z]*\b")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_MONTHS = frozenset({"may", "march", "april", "june", "august"})
_BEFORE_MONTH = frozenset("in by since until till last next early late mid this on from of".split())


@dataclass(frozen=True, slots=True)
class _Token:
    raw: str
    word: str
    initial: bool
    before: str
    after: str


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Look through the question and the hints; the last hint may give letters, not words."""
    surfaces = [("The question", candidate.question), *_hints(candidate.hints)]
    for name, text in surfaces:
        reason = _find(candidate.answer, candidate.aliases, text, late=name == "Hint 3")
        if reason:
            return failed(NAME, f"{name} {reason}")
    return passed(NAME, "Neither the question nor an early hint gives the answer away.")


def leaks(answer: str, aliases: Sequence[str], text: str) -> str | None:
    """Tell how a text that is shown before the reveal gives the answer away, or None."""
    reason = _find(answer, aliases, text)
    return f"It {reason}" if reason else None


def _hints(hints: Sequence[str]) -> Iterator[tuple[str, str]]:
    for n, hint in enumerate(hints[:4], 1):
        yield f"Hint {n}", hint


def _find(answer: str, aliases: Sequence[str], text: str, *, late: bool = False) -> str | None:
    if len(text) > MAX_TEXT:
        return "is too long to be searched for the answer."
    known = secret(answer, aliases, late=late)
    for plain in _readings(text):
        hit = _search(known, plain, late)
        if hit:
            found, why = hit
            return f'contains "{found[:60]}", {why if why.startswith("which") else f"which is {why}"}.'
    return None


def _readings(text: str) -> Iterator[str]:
    """The text as it is read, then as an address or a run of names hides it."""
    flags = _FLAG.sub(lambda m: f" {flag(latin(m.group())) or ''} ", text)
    plain = latin(flags)
    yield plain
    if _ESCAPE.search(plain):
        yield latin(unquote(plain))
    if _HUMP.search(plain):
        yield _HUMP.sub(" ", plain)


def _search(known: Secret, text: str, late: bool) -> tuple[str, str] | None:
    tokens = _tokens(text)
    searches = (_single, _phrase, _joined)
    for search in searches:
        hit = search(known, tokens)
        if hit:
            return hit
    return _hidden(known, text) or _number(known, text) or (None if late else _initialism(known, text, tokens))


def _tokens(text: str) -> list[_Token]:
    matches = list(WORD.finditer(text))
    words = [match.group().casefold() for match in matches]
    found = []
    for n, match in enumerate(matches):
        gap = text[matches[n - 1].end() if n else 0 : match.start()]
        initial = n == 0 or (any(c in gap for c in '.!?\n:;"“”'))
        before, after = words[n - 1] if n else "", words[n + 1] if n + 1 < len(words) else ""
        found.append(_Token(match.group(), words[n], initial, before, after))
    return found


def _single(known: Secret, tokens: Sequence[_Token]) -> tuple[str, str] | None:
    seen: set[tuple[str, bool]] = set()
    for token in tokens:
        mark = (token.raw, token.initial)
        if mark in seen and token.word not in _MONTHS:
            continue
        seen.add(mark)
        term = _term(known, token.word)
        if term and not (term.cased and _is_ordinary(token)):
            return token.raw, term.why
    return None


def _is_ordinary(token: _Token) -> bool:
    """Whether a word that may be a name is meant as the ordinary word here."""
    if not token.raw[0].isupper() or (token.initial and token.word in lexicon.modal()):
        return True
    return token.word in _MONTHS and (
        token.before in _BEFORE_MONTH or token.before.isdigit() or token.after[:1].isdigit()
    )


def _term(known: Secret, word: str) -> Term | None:
    if word in known.terms:
        return known.terms[word]
    if len(word) < 3 or not word.isascii():
        return None
    if len(word) >= 4 and word in known.squashed:
        return Term(word, known.squashed[word])
    term = (
        _inflected(known, word)
        or (None if is_known(word) else _derived(known, word) or _compound(known, word))
        or _backwards(known, word)
        or _misspelt(known, word)
    )
    return None if term and frozenset({term.word, word}) in lexicon.false_friends() else term


def _inflected(known: Secret, word: str) -> Term | None:
    root = stem(word)
    if root in known.stems:
        return known.stems[root]
    for other, term in known.stems.items():
        if _is_kindred(other, root):
            return term
    for suffix in ("s", "es"):
        base = word.removesuffix(suffix)
        if base != word and base in known.terms:
            return known.terms[base]
    if word.endswith("ies") and word[:-3] + "y" in known.terms:
        return known.terms[word[:-3] + "y"]
    return None


def _is_kindred(one: str, other: str) -> bool:
    """Whether one stem only has an ending more: "elect" and "elector" for election and electoral."""
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_COMPOUND and long.startswith(short) and long[len(short) :] in lexicon.stem_endings()


def _derived(known: Secret, word: str) -> Term | None:
    for cut in range(4, len(word)):
        term = (
            known.terms.get(word[:cut])
            or known.terms.get(word[:cut] + "e")
            or known.terms.get(word[:cut] + "y")
            or known.terms.get(word[:cut] + "o")
        )
        if term and _may_follow(term, word[cut:]):
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


def _may_follow(term: Term, rest: str) -> bool:
    if term.proper:
        return rest in lexicon.proper_suffixes() and not (term.cased and term.part)
    return len(term.word) >= MIN_COMPOUND and rest in lexicon.suffixes()


def _compound(known: Secret, word: str) -> Term | None:
    for cut in range(3, min(len(word), 30) - 2):
        for part, rest in ((word[:cut], word[cut:]), (word[cut:], word[:cut])):
            term = known.terms.get(part)
            if term and not term.cased and _is_compound(term, rest):
                return term
    return None


def _is_compound(term: Term, rest: str) -> bool:
    size = len(term.word)
    if term.proper:
        return size >= MIN_COMPOUND and len(rest) >= 3 and _frequency(rest) >= 3.2
    if size == 3:
        return len(rest) >= 4 and _frequency(rest) >= 3.9
    return size >= 4 and len(rest) >= 3 and _frequency(rest) >= (4.2 if len(rest) == 3 else 3.2)


def _backwards(known: Secret, word: str) -> Term | None:
    if len(word) < 5 or word in lexicon.semordnilaps():
        return None
    return known.terms.get(word[::-1])


def _misspelt(known: Secret, word: str) -> Term | None:
    if len(word) < 5 or not word.isalpha() or len(word) > 30:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    for term in known.terms.values():
        near = len(term.word) >= 6 and term.word[0] == word[0] and abs(len(term.word) - len(word)) <= 1
        common = 3.2 if term.proper and len(term.word) >= 7 else 2.5
        if near and not term.cased and OSA.distance(term.word, word, score_cutoff=1) == 1 and _frequency(word) < common:
            return term
    return None


def _frequency(word: str) -> float:
    """How common a word is, as a Zipf value (3 is once in a million words)."""
    from wordfreq import zipf_frequency  # noqa: PLC0415 - a third of a second, and rarely needed

    return float(zipf_frequency(word, "en"))


def _phrase(known: Secret, tokens: Sequence[_Token]) -> tuple[str, str] | None:
    words = [token.word for token in tokens]
    for phrase, why in known.phrases:
        if len(phrase) < 2:
            continue
        for n in range(len(words) - len(phrase) + 1):
            if words[n] == phrase[0] and tuple(words[n : n + len(phrase)]) == phrase:
                return " ".join(token.raw for token in tokens[n : n + len(phrase)]), why
    if known.together:
        present = {stem(word) for word in words}
        for together, why in known.together:
            if together <= present:
                return " ... ".join(sorted(together)), f"every word of {why}"
    raw = " " + " ".join(token.raw for token in tokens) + " "
    for name, why in known.exact:
        place = raw.find(f" {name} ")
        if place > 0 or (place == 0 and " " in name):
            return name, why
    return None


def _joined(known: Secret, tokens: Sequence[_Token]) -> tuple[str, str] | None:
    """The answer cut into several words: "New castle", "fin land"."""
    for n in range(len(tokens)):
        joined = tokens[n].word
        for end in range(n + 1, min(n + 5, len(tokens))):
            joined += tokens[end].word
            if len(joined) > 40:
                break
            if len(joined) >= 6 and joined in known.squashed and _is_cut(known, joined, tokens[n : end + 1]):
                return " ".join(token.raw for token in tokens[n : end + 1]), known.squashed[joined]
    return None


def _is_cut(known: Secret, joined: str, pieces: Sequence[_Token]) -> bool:
    term = known.terms.get(joined)
    common = term is not None and not term.proper
    return not (common and all(piece.word in function_words() for piece in pieces))


def _hidden(known: Secret, text: str) -> tuple[str, str] | None:
    """Letters apart, digits for letters, points or signs inside a word, letters drawn out."""
    for shown, word in (*_spaced(text), *_disguised(text), *_drawn_out(text)):
        why = _spelt(known, word)
        if why:
            return shown, why
    return None


def _spaced(text: str) -> Iterator[tuple[str, str]]:
    for match in _SPACED.finditer(text):
        letters = WORD.findall(match.group())
        yield match.group(), "".join(letters)
        for cut in range(1, min(4, len(letters) - 3)):  # "I a L-i-s-b-o-n": a word of one letter stands before it
            yield match.group(), "".join(letters[cut:])


def _disguised(text: str) -> Iterator[tuple[str, str]]:
    for match in _CHUNK.finditer(text):
        chunk = match.group().strip(".,;:?!\"'()[]{}<>*_~`")
        pieces = WORD.findall(chunk)
        if len(pieces) > 1 and not chunk.startswith("http"):
            yield chunk, "".join(pieces)
        for reading in unleet(chunk):
            yield from ((chunk, part) for part in ("".join(WORD.findall(reading)), *WORD.findall(reading)))


def _drawn_out(text: str) -> Iterator[tuple[str, str]]:
    for match in _DRAWN_OUT.finditer(text):
        yield match.group(), re.sub(r"(.)\1+", r"\1", match.group())
        yield match.group(), re.sub(r"(.)\1{2,}", r"\1\1", match.group())


def _spelt(known: Secret, word: str) -> str | None:
    folded = word.casefold()
    if len(folded) >= 4 and folded in known.squashed:
        return known.squashed[folded]
    term = known.terms.get(folded) if len(folded) >= 3 else None
    if term and not term.cased:
        return term.why
    return known.acronyms.get(word) if word.isupper() and len(word) >= 3 else None


def _number(known: Secret, text: str) -> tuple[str, str] | None:
    if known.numbers:
        for number in numbers(text):
            if number.value in known.numbers:
                return number.text, known.numbers[number.value]
    return None


def _initialism(known: Secret, text: str, tokens: Sequence[_Token]) -> tuple[str, str] | None:
    letters = [c for c in text if c.isalpha()]
    shouting = sum(c.isupper() for c in letters) > 0.6 * len(letters)
    if known.acronyms and not shouting:
        dotted = (re.sub(r"\W", "", m.group()) for m in re.finditer(r"\b(?:[A-Z]\.\s?){2,8}", text))
        clock = {token.raw for token in tokens if token.before.isdigit()}
        for word in (*(token.raw for token in tokens), *dotted):
            if word in known.acronyms and not (word in {"PM", "AM"} and word in clock):
                return word, known.acronyms[word]
            if word.endswith("s") and word[:-1] in known.acronyms and word[:-1].isupper():
                return word, known.acronyms[word[:-1]]
    return _expansion(known, tokens)


def _expansion(known: Secret, tokens: Sequence[_Token]) -> tuple[str, str] | None:
    """The words that an answer's letters stand for."""
    if not known.expanding:
        return None
    for every in (True, False):
        kept = [t for t in tokens if every or t.word not in function_words()]
        for n in range(len(kept)):
            for acronym, why in known.expanding.items():
                run = kept[n : n + len(acronym)]
                if len(run) == len(acronym) and all(t.word[0] == c for t, c in zip(run, acronym, strict=True)):
                    capitals = sum(t.raw[0].isupper() for t in run if t.word not in function_words())
                    if capitals >= len(run) - 1 or (len(run) >= 4 and not every):
                        return " ".join(t.raw for t in run), f"what the letters of {why} stand for"
    return None
