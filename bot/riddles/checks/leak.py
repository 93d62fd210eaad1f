"""Whether the riddle, or an early hint, gives its answer away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks import lexicon
from bot.riddles.checks.dictionary import is_ordinary, is_word
from bot.riddles.checks.numbers import numbers
from bot.riddles.checks.puzzles import played
from bot.riddles.checks.say import failed, passed
from bot.riddles.checks.secret import secret
from bot.riddles.checks.stems import function_words, stem
from bot.riddles.checks.surfaces import hidden_words, readings, tokens_of
from bot.riddles.checks.wordforms import term_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context
    from bot.riddles.checks.secret import Secret, Term
    from bot.riddles.checks.surfaces import Token

NAME = "leak"
MAX_TEXT = 6_000
"""Characters of one surface; a longer text is not shown to players anyway."""

NEAR = 12
"""Words among which all those of a name are found together."""

_LITTLE = frozenset({"a", "an", "the", "and", "my", "its", "one"})
_MONTHS = frozenset({"may", "march", "april", "june", "august"})
_BEFORE_MONTH = frozenset("in by since until till last next early late mid this on from of".split())


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Look through the question and the hints; the last hint may give letters, not words."""
    surfaces = [("The question", candidate.question), *_hints(candidate.hints)]
    for name, text in surfaces:
        reason = _find(candidate.answer, candidate.aliases, text, late=name == "Hint 3")
        if reason:
            return failed(NAME, f"{name} {reason}")
    return passed(NAME, "Neither the question nor an early hint gives the answer away.")


def leaks(answer: str, aliases: Sequence[str], text: str, *, late: bool = False) -> str | None:
    """Tell how a text that is shown before the reveal gives the answer away, or None; `late` for the last hint."""
    reason = _find(answer, aliases, text, late=late)
    return f"It {reason}" if reason else None


def first_leak(answer: str, aliases: Sequence[str], surfaces: Mapping[str, str]) -> str | None:
    """Tell which text that is shown before the reveal (a title, a link, an alt text, a thread's name) gives it away."""
    found = ((name, _find(answer, aliases, text)) for name, text in surfaces.items())
    return next((f"{name} {reason}" for name, reason in found if reason), None)


def _hints(hints: Sequence[str]) -> Iterator[tuple[str, str]]:
    for n, hint in enumerate(hints[:4], 1):
        yield f"Hint {n}", hint


def _find(answer: str, aliases: Sequence[str], text: str, *, late: bool = False) -> str | None:
    if len(text) > MAX_TEXT:
        return "is too long to be searched for the answer."
    known = secret(answer, aliases, late=late)
    for plain in readings(text):
        hit = _search(known, plain, late)
        if hit:
            found, why = hit
            return f'contains "{found[:60]}", {why if why.startswith("which") else f"which is {why}"}.'
    return None


def _search(known: Secret, text: str, late: bool) -> tuple[str, str] | None:
    tokens = tokens_of(text)
    searches = (_single, _phrase, _joined)
    for search in searches:
        hit = search(known, tokens)
        if hit:
            return hit
    return _hidden(known, text) or _number(known, text) or (None if late else _lettered(known, text, tokens))


def _single(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    seen: set[tuple[str, bool]] = set()
    for token in tokens:
        mark = (token.raw, token.initial)
        if mark in seen and token.word not in _MONTHS:
            continue
        seen.add(mark)
        term = term_of(known, token.word)
        if term and not _is_another(term, token):
            return token.raw, term.why
    return None


def _is_another(term: Term, token: Token) -> bool:
    """Whether the word means something else here than in the name: "a wall of hay" for Wall Street."""
    small = term.proper and term.part and token.raw.islower()
    return (term.cased and _is_ordinary(token)) or (small and is_ordinary(token.word))


def _is_ordinary(token: Token) -> bool:
    """Whether a word that may be a name is meant as the ordinary word here."""
    if not token.raw[0].isupper() or (token.initial and token.word in lexicon.modal()):
        return True
    return token.word in _MONTHS and (
        token.before in _BEFORE_MONTH or token.before.isdigit() or token.after[:1].isdigit()
    )


def _phrase(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The answer word by word, or so much of it that the rest is plain."""
    for phrase, why in known.phrases:
        for found in _runs(phrase, tokens) if len(phrase) > 1 else ():
            return _shown(found), why
    for run, why in known.runs:
        for found in _runs(run, tokens):
            if all(token.raw[0].isupper() for token in found):
                return _shown(found), why
    return _together(known, tokens) or _beside(known, tokens) or _exact(known, tokens)


def _runs(phrase: tuple[str, ...], tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The places where the words of a phrase follow each other."""
    for n in range(len(tokens) - len(phrase) + 1):
        if tokens[n].word == phrase[0] and tuple(token.word for token in tokens[n : n + len(phrase)]) == phrase:
            yield tokens[n : n + len(phrase)]


def _shown(tokens: Sequence[Token]) -> str:
    return " ".join(token.raw for token in tokens)


def _together(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """Every word of a name, close to each other, where none of them tells it alone."""
    stems = [stem(token.word) for token in tokens] if known.together else []
    for together, why in known.together:
        for n, one in enumerate(stems):
            if one in together and together <= set(stems[n : n + NEAR]):
                return " ... ".join(sorted(together)), f"every word of {why}"
    return None


def _beside(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The two words of a compound put together by little words alone: "a foot, a ball", "a house of light"."""
    for (one, other), why in known.beside:
        for n, token in enumerate(tokens):
            after = _after(tokens, n) if token.word in {one, other} else ("", "")
            if after in {(one, "of"), (other, "")} and after[0] != token.word:
                return f"{token.raw} ... {after[0]}", f"the words of which {why} is made"
    return None


def _after(tokens: Sequence[Token], n: int) -> tuple[str, str]:
    """The next word that says something, and the "of" before it, "-" for any other word between."""
    between = ""
    for token in tokens[n + 1 : n + 5]:
        if token.word not in function_words():
            return token.word, between
        if token.word not in _LITTLE:
            between = "of" if token.word == "of" and not between else "-"
    return "", between


def _exact(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """A name of the commonest words, letter by letter."""
    raw = f" {_shown(tokens)} "
    for name, why in known.exact:
        place = raw.find(f" {name} ")
        if place > 0 or (place == 0 and " " in name):
            return name, why
    return None


def _joined(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The answer cut into several words: "New castle", "fin land"."""
    for n in range(len(tokens)):
        joined = tokens[n].word
        for end in range(n + 1, min(n + 5, len(tokens))):
            joined += tokens[end].word
            if len(joined) > 40:
                break
            for whole in (joined, joined.removesuffix("s"), joined.removesuffix("es")):
                if len(whole) >= 6 and whole in known.squashed and _is_cut(known, whole, tokens[n : end + 1]):
                    return _shown(tokens[n : end + 1]), known.squashed[whole]
    return None


def _is_cut(known: Secret, joined: str, pieces: Sequence[Token]) -> bool:
    term = known.terms.get(joined)
    common = term is not None and not term.proper
    return not (common and all(piece.word in function_words() for piece in pieces))


def _hidden(known: Secret, text: str) -> tuple[str, str] | None:
    for shown, word in hidden_words(text):
        why = _spelt(known, word)
        if why:
            return shown, why
    return None


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


def _lettered(known: Secret, text: str, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """What the last hint may do: play with letters."""
    return _initialism(known, text, tokens) or played(known, text, tokens)


def _initialism(known: Secret, text: str, tokens: Sequence[Token]) -> tuple[str, str] | None:
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
    return _expansion(known, tokens) or _small(known, tokens)


def _small(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """Initials in small letters, as an address has them, where they are no word: "imf-loan"."""
    for token in tokens:
        why = known.acronyms.get(token.word.upper()) if len(token.word) >= 3 and token.raw.islower() else None
        if why and not is_word(token.word):
            return token.raw, why
    return None


def _expansion(known: Secret, tokens: Sequence[Token]) -> tuple[str, str] | None:
    """The words that an answer's letters stand for."""
    if not known.expanding:
        return None
    for every in (True, False):
        kept = [t for t in tokens if t.before != "co" and (every or t.word not in function_words())]
        for n in range(len(kept)):
            for acronym, why in known.expanding.items():
                run = kept[n : n + len(acronym)]
                if len(run) == len(acronym) and all(t.word[0] == c for t, c in zip(run, acronym, strict=True)):
                    capitals = sum(t.raw[0].isupper() for t in run if t.word not in function_words())
                    if capitals >= len(run) - 1 or (len(run) >= 4 and not every) or _is_plain_name(run):
                        return " ".join(t.raw for t in run), f"what the letters of {why} stand for"
    return None


def _is_plain_name(run: Sequence[Token]) -> bool:
    """Three words of content in a row, as in "value added tax": chance seldom puts the right letters there."""
    return len(run) == 3 and all(len(token.word) >= 3 and token.word not in function_words() for token in run)
