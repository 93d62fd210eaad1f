"""Whether every claim of the riddle stands in the story: numbers, dates, names, quotations, negation, and the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks import polarity
from bot.riddles.checks.binding import misplaced
from bot.riddles.checks.contradiction import contradiction, told_apart
from bot.riddles.checks.crossing import crossed, wrong_day
from bot.riddles.checks.degrees import wrong_degree
from bot.riddles.checks.demonyms import kin, parts
from bot.riddles.checks.direction import turned_round
from bot.riddles.checks.figures import wrong_number
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.general import body
from bot.riddles.checks.hedges import overhasty
from bot.riddles.checks.names import Name, dates, names
from bot.riddles.checks.roles import wrong_role
from bot.riddles.checks.say import skipped, verdict
from bot.riddles.checks.source import Sentence, Source, source, take_apart
from bot.riddles.checks.speakers import wrong_doer
from bot.riddles.checks.stems import stem, tokens
from bot.riddles.checks.swaps import swapped
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "grounding"
MAX_TEXT = 3_000
MAX_CLAIMS = 40
MAX_CLAIM = 800
MAX_NUMBERS = 24
MIN_SUPPORT = 0.25
"""Share of a sentence's content words that the story has; low, since a riddle veils."""

MIN_SUBSTANCE = 5
"""Content words from which a sentence can be told to be about something else."""

MIN_SUPPORT_ALL = 0.34
"""The same for the whole text."""

OVERSTATED = 0.7
"""Share of a claim's content words from which a sentence that only reports an allegation is what it was made from."""

MIN_SAME = 3

_BLANK = re.compile(r"_{2,}")
_QUOTED = re.compile(r'"([^"\n]{8,300})"')
_VEIL = frozenset(
    """
    am name call city town country nation land river place thing compani firm team club person peopl man woman someon
    anim creatur bird fish tree plant book film song show event year day week month time hour say tell ask see find know
    come go get make take give hold keep stand stay live work want need use look hear let word news today now stori
    world home hous water number kind sort part way one two i guess riddl
    nobodi everybodi somebodi anybodi noth everyth someth anyth everyon anyon
    fill gap miss blank complet answer wonder who what
    """.split()
)


def check(candidate: Candidate, context: Context) -> Check:
    """Hold question, summary and explanation against the article, sentence by sentence."""
    if context.story is None:
        return skipped(NAME, "There is no article to hold it against.")
    read = source(context.story)
    own = (candidate.answer[:200], *(alias[:200] for alias in candidate.aliases[:40]))
    parts = (
        ("The question", _BLANK.sub(candidate.answer[:200].replace("\\", ""), candidate.question[:MAX_TEXT])),
        ("The summary", candidate.summary.text),
        ("The explanation", candidate.explanation),
    )
    for name, text in parts:
        defect = unsupported(text[:MAX_TEXT], read, own)
        if defect:
            return verdict(NAME, f"{name} is not true to the article: {defect}.", "")
    return verdict(NAME, None, "Every claim of it stands in the article.")


def unsupported(text: str, read: Source, own: Sequence[str] = ()) -> str | None:
    """Tell what a text says that the article does not, or None; `own` are the names that "I" stands for."""
    claims = [take_apart(one) for one in sentences(body(text)) if any(map(str.isalnum, one))]
    if len(claims) > MAX_CLAIMS:
        return f"it makes {len(claims)} claims, more than can be checked"
    if any(len(claim.text) > MAX_CLAIM or len(claim.numbers) > MAX_NUMBERS for claim in claims):
        return "a sentence of it says more than can be checked"
    allowed = frozenset(word for name in own for word in tokens(name))
    for claim in claims:
        defect = (
            _quotation(claim, read)
            or wrong_number(claim, read)
            or _date(claim, read)
            or _name(claim, read, allowed)
            or _swapped(claim, read, allowed)
            or misplaced(claim, read)
            or wrong_role(claim, read, allowed)
            or _turned(claim, read)
            or _doer(claim, read)
            or _crossed(claim, read)
            or _otherwise(claim, read)
            or contradiction(claim, read, allowed)
            or _hasty(claim, read)
            or _overstated(claim, read)
            or _thin(claim, read)
        )
        if defect:
            return defect
    return _thin_all(claims, read)


def _quotation(claim: Sentence, read: Source) -> str | None:
    for match in _QUOTED.finditer(claim.text):
        said = tokens(match.group(1))
        if len(said) >= 3 and not _stands(said, read):
            return f'the quotation "{match.group(1)[:80]}" does not stand there'
    return None


def _stands(said: Sequence[str], read: Source) -> bool:
    return f" {' '.join(said)} " in read.line


def _date(claim: Sentence, read: Source) -> str | None:
    wanted = dates(claim.text)
    if not wanted:
        return None
    day = next(iter(sorted(wanted - dates(read.text))), None)
    return f'the article does not name "{day.capitalize()}"' if day else None


def _name(claim: Sentence, read: Source, allowed: frozenset[str]) -> str | None:
    found = names(claim.text)
    if sum(len(name.words) for name in found) > 0.6 * len(claim.words):
        return None  # a headline: every word has a capital
    for name in found:
        missing = [word for word in name.words if not _is_known(word, read, allowed)]
        if missing and _is_surely_name(name, missing) and not _is_region(name.text, read, allowed):
            return f'the article does not name "{name.text}"'
    return None


def _swapped(claim: Sentence, read: Source, allowed: frozenset[str]) -> str | None:
    pair = swapped(claim, read, allowed)
    return f'the article says "{pair[0]}" where it has "{pair[1]}"' if pair else None


def _is_known(word: str, read: Source, allowed: frozenset[str]) -> bool:
    pieces = tokens(word)
    if all(piece in read.words or piece in allowed or stem(piece) in read.stems for piece in pieces):
        return True
    return _is_region(word, read, allowed)


def _is_region(name: str, read: Source, allowed: frozenset[str]) -> bool:
    """Whether a name is another word for a place of the article, or what that place lies in."""
    return any(_is_named(other, read, allowed) for other in (*kin(name), *parts(name)))


def _is_named(place: str, read: Source, allowed: frozenset[str]) -> bool:
    return f" {place} " in read.line if " " in place else place in read.words or place in allowed


def _is_surely_name(name: Name, missing: Sequence[str]) -> bool:
    """A single word at the beginning has its capital from the sentence, unless it is rare or a place."""
    if not name.initial or (len(name.words) > 1 and missing != list(name.words[:1])):
        return True
    return bool(kin(missing[0])) or (len(missing[0]) > 3 and frequency(missing[0]) < 3.2)


def _overstated(claim: Sentence, read: Source) -> str | None:
    """What somebody claims is not what is: the sentences that say the same have to say it as a fact as well."""
    shared = [(len(claim.stems & one.stems), one) for one in read.sentences]
    most = max((count for count, _ in shared), default=0)
    same = [one for count, one in shared if count == most]
    enough = max(min(MIN_SAME, len(claim.stems)), OVERSTATED * len(claim.stems), 2)
    if most >= enough and all(polarity.overstates(claim, one) for one in same):
        return f'the article only has somebody claim "{claim.text.strip()[:80]}"'
    return None


def _turned(claim: Sentence, read: Source) -> str | None:
    turned = turned_round(claim, read)
    return f'the article has it the other way round in "{claim.text.strip()[:80]}"' if turned else None


def _doer(claim: Sentence, read: Source) -> str | None:
    name = wrong_doer(claim, read)
    return f'the article does not say it of "{name}"' if name else None


def _crossed(claim: Sentence, read: Source) -> str | None:
    found = wrong_day(claim, read)
    if found:
        return f"the article does not have {found}"
    mixed = crossed(claim, read)
    return f'the article says "{mixed}" of another' if mixed else None


def _otherwise(claim: Sentence, read: Source) -> str | None:
    found = wrong_degree(claim, read)
    return f'the article says it of more, of less or of some, where it has "{found}"' if found else None


def _hasty(claim: Sentence, read: Source) -> str | None:
    verb = overhasty(claim, read)
    return f'the article leaves open what "{claim.text.strip()[:80]}" tells as done' if verb else None


def _thin(claim: Sentence, read: Source) -> str | None:
    told = _substance(claim)
    if len(told - _counted(claim)) >= MIN_SUBSTANCE and _support(told, read, _counted(claim)) < MIN_SUPPORT:
        return f'nothing in the article supports "{claim.text.strip()[:80]}"'
    return None


def _thin_all(claims: Sequence[Sentence], read: Source) -> str | None:
    told = frozenset().union(*map(_substance, claims))
    counted = frozenset().union(*map(_counted, claims))
    thin = len(told) >= 6 and _support(told, read, counted) < MIN_SUPPORT_ALL
    return "too little of it stands there" if thin else None


def _substance(claim: Sentence) -> frozenset[str]:
    """What a claim says besides names, dates and words that veil."""
    return (told_apart(claim) - _VEIL) | _counted(claim)


def _counted(claim: Sentence) -> frozenset[str]:
    """The stems of a claim's numbers, which are held against the article by their value."""
    return frozenset(stem(word) for number in claim.numbers for word in tokens(number.text))


def _support(told: frozenset[str], read: Source, counted: frozenset[str]) -> float:
    return sum(word in counted or _has(word, read) for word in told) / len(told)


def _has(word: str, read: Source) -> bool:
    return word in read.stems or (len(word) >= 6 and any(other.startswith(word[:6]) for other in read.stems))
