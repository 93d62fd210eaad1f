"""Whether the story says the opposite of a claim: by a negation, by a word, or with doer and done-to turned round."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks import polarity
from bot.riddles.checks.binding import pieces
from bot.riddles.checks.names import dates, names
from bot.riddles.checks.stems import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.riddles.checks.source import Sentence, Source

MIN_MATCH = 0.5
"""Share of a clause's content words from which a clause of the story is taken to say the same thing."""

_SAYING = frozenset({"say", "tell"})


def contradiction(claim: Sentence, read: Source, allowed: frozenset[str]) -> str | None:
    """Tell which part of a claim the nearest clauses of the story deny, turn round, or say with the opposite word."""
    clauses = _clauses(read)
    if claim.stems <= {stem(word) for word in allowed} and polarity.denied(claim.text) is None:
        return None  # it only says what the answer is
    for part in dict.fromkeys((*claim.clauses, claim)):
        near = _nearest(part, clauses, least=1 if len(claim.stems) == 1 else 2)
        turned = next((c for c in near if polarity.turned(part, c)), None)
        denied = near and all(polarity.contradicts(part, c) for c in near)
        if turned or (denied and not any(polarity.affirms(part, c, near) for c in clauses)):
            return f'the article says the opposite of "{part.text.strip()[:80]}"'
        held = [c for c in clauses if c is not claim and _holds_number(part, c)]
        if any(_is_plainly_turned(part, c, allowed) for c in held):
            return f'"{part.text.strip()[:60]}" turns what the article says into its opposite'
        found = {pair for c in near if (pair := polarity.opposite(part, c, allowed))}
        if any(_is_turned(pair, part, near, read) for pair in found):
            return f'"{part.text.strip()[:60]}" turns what the article says into its opposite'
    return None


@lru_cache(maxsize=16)
def _clauses(read: Source) -> tuple[Sentence, ...]:
    """Every clause of a story."""
    return tuple(clause for one in read.sentences for clause in _pieces(one))


def _pieces(one: Sentence) -> list[Sentence]:
    """The clauses of a sentence and the whole, unless what it denies cannot be told from what it does not."""
    if polarity.denied_list(one.text):
        return [one]
    mixed = polarity.is_mixed(one.text)
    whole = () if len(one.clauses) > 1 and mixed else (one,)
    return list(dict.fromkeys((*one.clauses, *whole, *(pieces(one) if mixed else ()))))


def _holds_number(part: Sentence, clause: Sentence) -> bool:
    """Whether a clause has all numbers of a claim, which it therefore was made from."""
    values = {number.value for number in part.numbers}
    return bool(values) and values <= {number.value for number in clause.numbers} and len(clause.clauses) <= 1


def _is_plainly_turned(part: Sentence, clause: Sentence, allowed: frozenset[str]) -> bool:
    """Whether all that a claim says stands in a clause, but for the opposite of one word."""
    pair = polarity.opposite(part, clause, allowed)
    if not pair or pair[0] in clause.stems or pair[0] in polarity.CONVERSE:
        return False
    rest = part.stems - {pair[0]}
    return len(rest) >= 2 and len(rest & clause.stems) >= 0.75 * len(rest)


def _is_turned(pair: tuple[str, str], part: Sentence, near: Iterable[Sentence], read: Source) -> bool:
    """Whether no clause has the claim's own word, and it does not tell both sides of one sale."""
    word, against = pair
    both = word in polarity.CONVERSE and {word, against} <= part.stems and {word, against} <= read.stems
    return not both and not any(word in c.stems for c in near if against not in c.stems)


def _nearest(part: Sentence, clauses: Sequence[Sentence], least: int) -> list[Sentence]:
    scored = [(len(part.stems & c.stems - _SAYING), c) for c in clauses if _is_near(part, c, least)]
    best = max((score for score, _ in scored), default=0)
    return [c for score, c in scored if score == best and best >= MIN_MATCH * len(_common(part, c) - _SAYING)]


def _common(part: Sentence, clause: Sentence) -> frozenset[str]:
    """What a clause says, less the names and the opposites that may be what is wrong with it."""
    named = part.stems - told_apart(part)
    return part.stems - (named - clause.stems) - polarity.turned_words(part, clause)


def _is_near(part: Sentence, clause: Sentence, least: int) -> bool:
    """Some words in common, and one of them more than a name."""
    shared = part.stems & clause.stems - _SAYING
    return len(shared) >= least and bool(told_apart(part) & shared)


@lru_cache(maxsize=4_096)
def told_apart(claim: Sentence) -> frozenset[str]:
    """What a claim says, without whom and when it names."""
    named = (word for name in names(claim.text) if not name.initial or len(name.words) > 1 for word in name.words)
    whom = {stem(part) for word in (*named, *dates(claim.text)) for part in tokens(word)}
    return claim.stems - whom
