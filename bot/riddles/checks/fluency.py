"""Whether the riddle reads as if somebody had written it with care. Mild: it looks for what is surely wrong."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.riddles.checks.machine import machine_talk
from bot.riddles.checks.say import verdict
from bot.riddles.checks.stems import tokens
from bot.text import fold, sentences, straight, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "fluency"
MAX_TEXT = 2_000
MAX_REPEAT = 3
"""Times that three words in a row may stand in one riddle."""

MIN_LOOP = 14
LOOP = 0.55
"""Share of different words below which a short text goes round in a circle."""

MIN_STATEMENT = 4
"""Words of a statement that may not stand in another one."""

_DOUBLED = re.compile(r"\b([a-z]+)[ \n]+\1\b", re.IGNORECASE)
_MAY_DOUBLE = frozenset(
    "had that very so no bye ha knock chop tut hear there now round again far long many much more never on over up "
    "down in out pom bora tick tock yo walla cha".split()
)
_ARTICLE = re.compile(r"\b([Aa]|[Aa]n) +([A-Za-z][A-Za-z'-]*)")
_CONSONANT_SOUND = re.compile(
    r"^(?:uni(?!n|m)|use|usu|usa|eu|ewe|one|once|ufo|ut[aeio]|ura|uran|ukr|uk\b|us\b|ub[ie])", re.IGNORECASE
)
_VOWEL_SOUND = re.compile(r"^(?:hour|honou?r|honest|heir|herb)", re.IGNORECASE)
_LAST = frozenset(
    "the a an of to and or but with for from by at in on as than that which who my your his her its their".split()
)
_QUESTION_END = re.compile(
    r"\b(?:to|of|for|with|from|by|at|in|on|about|which|who|that|than|as)\W*\?\W*$", re.IGNORECASE
)
_MISSING, _VERB, _ORDER = "a word is missing", "the verb does not fit", "the words stand in the wrong order"
_BROKEN = (
    (re.compile(r"(?<![Ii]f )\bI (?:is|are|has|does)\b"), _VERB),
    (re.compile(r"\bme (?:has|have|is|am|was|will)\b"), _VERB),
    (re.compile(r"\bI (?:\d|an?\b|the\b)"), _MISSING),
    (
        re.compile(r"\bI (?:chief|executive|president|manager|chairman|spokes\w+|shares|company|members|fans)\b"),
        _MISSING,
    ),
    (re.compile(r"^(?:Three|Two|Four|Five|Six|Ten|Last) (?:\w+s )?I (?:was|were|am)\b", re.MULTILINE), _MISSING),
    (re.compile(r"\b(?:On|To|For|From|By|With|In) me, the [^,.]{3,60}, [a-z]+ed\b"), _ORDER),
    (re.compile(r"\b(?:[Ss]wept|[Pp]ushed|[Bb]rushed|[Pp]ut|[Tt]ook|[Cc]ast) (?:aside|away|off) me\b"), _ORDER),
    (re.compile(r"\bI am an? [\w-]+'s (?:most|best|biggest|first|largest)\b"), "the article does not fit"),
    (re.compile(r"\b(?:[Mm]y|[Yy]our|[Hh]is|[Tt]he|[Aa]n?) (?:the|an?|my|your|his|their)\b"), "two articles meet"),
    (re.compile(r"\bI (?:still |am |was |have )?(?:\w+ed )?me\b"), "it speaks of itself twice"),
    (re.compile(r"\b(?:the|an?) of\b"), _MISSING),
    (re.compile(r"\b(?:the|an?|because|whose|the \w+ of)[.!](?=\s|$)"), "a statement ends too early"),
    (re.compile(r"\b(?:[Tt]hey|[Ww]e) (?:was|is|has|am)\b"), _VERB),
    (
        re.compile(r"\b(?:[Mm]y|[Tt]he|[Oo]ur) [a-z]+(?<![su])(?:er|or)s (?:wants|needs|likes|gets|says|is|was|has)\b"),
        _VERB,
    ),
    (re.compile(r"\bI to (?:be|have|[a-z]+)\b"), _VERB),
    (re.compile(r"\b(\w+ \w+) \1\b", re.IGNORECASE), "the same words come twice running"),
    (re.compile(r"(?<!\S)-[a-z]{2,}"), "half a word is missing"),
    (re.compile(r"\be-(?:us|we|me|I)\b"), "a word was replaced in the wrong place"),
    (re.compile(r"\b(?:of|by|with|from|to) I\b(?!')"), '"I" should be "me"'),
    (re.compile(r"[,;:]{2,}|\.{4,}|[?!]{3,}|\s[,;](?=\s)"), "the punctuation is broken"),
    (re.compile(r"\(\s*\)|\[\s*\]|\"\s*\""), "brackets or quotes are empty"),
)


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Read the question as a careful editor does."""
    return verdict(NAME, _defect(candidate), "It reads well.")


def _defect(candidate: Candidate) -> str | None:
    question = straight(candidate.question[:MAX_TEXT]).strip()
    rules: Sequence[Callable[[str], str | None]] = (
        machine_talk,
        _doubled,
        _article,
        _start,
        _end,
        _pairs,
        _loop,
        _lines,
        _told_twice,
        _broken,
    )
    for name, text in (("The question", question), *_hints(candidate)):
        chosen = rules if name == "The question" else (machine_talk, _doubled, _article, _pairs, _broken)
        defect = next((found for rule in chosen if (found := rule(text))), None)
        if defect:
            return f"{name} does not read well: {defect}."
    return None


def _hints(candidate: Candidate) -> list[tuple[str, str]]:
    return [(f"Hint {n}", straight(hint[:400])) for n, hint in enumerate(candidate.hints[:3], 1)]


def _doubled(text: str) -> str | None:
    for match in _DOUBLED.finditer(text):
        if match[1].lower() not in _MAY_DOUBLE:
            return f'"{match[1]}" stands twice'
    return None


def _article(text: str) -> str | None:
    for match in _ARTICLE.finditer(text):
        article, word = match[1].lower(), match[2]
        if _is_letter(match, text):
            continue
        if len(word) > 1 and not word.isupper() and _wants(word) != article:
            return f'"{match.group()}" should be "{_wants(word)} {word}"'
    return None


def _is_letter(match: re.Match[str], text: str) -> bool:
    """Whether "A" is a letter here: "it begins with A and L"."""
    if match[2].lower() in {"and", "or", "to"}:
        return True
    before = text[: match.start()].rstrip(" ")
    return match[1] == "A" and bool(before) and before[-1] not in ".!?:;\n\"'(-"


def _wants(word: str) -> str:
    if _VOWEL_SOUND.match(word):
        return "an"
    return "an" if word[0] in "aeiouAEIOU" and not _CONSONANT_SOUND.match(word) else "a"


def _start(text: str) -> str | None:
    first = next((c for c in text if c.isalnum()), "")
    return "it begins with a small letter" if first.islower() else None


def _end(text: str) -> str | None:
    if _QUESTION_END.search(text):
        return None  # "What am I made of?"
    found = words(text)
    return f'it ends in "{found[-1]}"' if found and found[-1].lower() in _LAST else None


def _pairs(text: str) -> str | None:
    for opening, closing in ("()", "[]", "{}"):
        if text.count(opening) != text.count(closing):
            return "a bracket is not closed"
    return "a quotation is not closed" if text.count('"') % 2 else None


def _loop(text: str) -> str | None:
    found = [fold(word) for word in words(text)]
    runs = Counter(zip(found, found[1:], found[2:], strict=False))
    common = next(iter(runs.most_common(1)), None)
    if common and common[1] > MAX_REPEAT:
        return f'"{" ".join(common[0])}" comes again and again'
    if len(found) > MIN_LOOP and len(set(found)) < LOOP * len(found) and max(Counter(found).values()) >= MAX_REPEAT:
        return "it says the same words over and over"
    return "it says the same words over and over" if len(found) > 20 and len(set(found)) < 0.35 * len(found) else None


def _lines(text: str) -> str | None:
    lines = Counter(" ".join(fold(line).split()) for line in text.splitlines() if line.strip())
    return "a line comes twice" if any(count > 1 for count in lines.values()) else None


def _told_twice(text: str) -> str | None:
    """A statement that another one has in it: "I am the oldest. I am the oldest of five."."""
    told = (one for one in sentences(text) if not one.endswith("?"))
    said = [[word for word in tokens(one) if word not in {"the", "a", "an"}] for one in told]
    lines = [f" {' '.join(one)} " for one in said if len(one) >= MIN_STATEMENT]
    twice = any(one in other for n, one in enumerate(lines) for other in lines[:n] + lines[n + 1 :])
    return "it tells the same twice" if twice else None


def _broken(text: str) -> str | None:
    for pattern, what in _BROKEN:
        found = pattern.search(text)
        if found:
            return f'{what} at "{found.group()[:40]}"'
    return None
