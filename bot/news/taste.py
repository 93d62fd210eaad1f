"""What no riddle is made of, decided by patterns: the same text always gets the same answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import Strictness
from bot.news.lexicon import MILD, WEIGHTS, contexts, lexicon
from bot.news.soft import ENOUGH, sadness
from bot.text import sentences, straight, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.news.lexicon import Entry

LIMIT = 0.5
"""From here on an article is refused: rather a harmless story too few than a grave one too many."""

READ = 2_500
"""Characters of the text that are read: what an article is about stands far above."""

LEAD_SENTENCES = 4
SHORT = 130
"""A text of at most so many words is all lead."""

_SAD = 0.25
"""From which score on a short text reads like a loss; a long one names what it is about sooner or later."""

_TITLE, _LEAD, _MENTION, _BODY = 1.4, 1.0, 0.4, 0.12
_OPENING = 2
"""Sentences of a long text in which it says what it is about; what only the next ones name may be named by the way."""
_SMALL_MOST = 0.45
_ASIDE = 0.2
_LIGHTER = 0.3
_MILD_FOR = {
    "violence": MILD,
    "a grave illness": MILD,
    "an accident": MILD - {"talk"},
    "hunger or hardship": MILD - {"talk"},
    "war": frozenset({"game", "stage"}),
    "a disaster": MILD - {"talk"},
    "hatred": frozenset({"stage"}),
    "sexual matters": MILD - {"talk"},
}
"""Which settings use a subject's faint words of themselves ("attack", "hit", "doctor")."""

_PUBLIC = frozenset({"sport", "game", "stage", "trade", "talk", "tech", "dealings", "fiction"})
"""Settings in which few losses are told."""

_NEVER_BY_THE_WAY = frozenset({"abuse", "a suicide or self-harm", "a child in distress"})
"""Subjects that weigh the same wherever in the first sentences they are named."""

_TOPICS = {
    Strictness.GENTLE: frozenset({"politics", "religion", "war", "crime", "health", "world politics", "conflict"}),
    Strictness.STANDARD: frozenset({"obituaries", "obituary", "true crime", "conflict"}),
    Strictness.OPEN: frozenset({"obituaries", "obituary"}),
}


@dataclass(slots=True)
class _Tally:
    """What has been found so far: points by subject, and each pattern only once."""

    lead: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    small: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    words: dict[str, tuple[float, str]] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)

    def add(self, entry: Entry, phrase: str, points: float, *, small: bool) -> None:
        """Count a phrase at the best place it was found."""
        more = points - self.seen.get(phrase, 0.0)
        if more <= 0:
            return
        self.seen[phrase] = points
        (self.small if small else self.lead)[entry.subject] += more
        if entry.subject not in self.words or points > self.words[entry.subject][0]:
            self.words[entry.subject] = points, phrase

    @property
    def total(self) -> float:
        """All points; the body and what is lightened can never refuse alone."""
        return sum(self.lead.values()) + min(_SMALL_MOST, sum(self.small.values()))

    def worst(self) -> str:
        """The subject with the most points; of equal ones, the one whose word stands in the best place."""
        names = sorted({*self.lead, *self.small})
        return max(names, key=lambda name: (self.lead.get(name, 0.0) + self.small.get(name, 0.0), self.words[name][0]))


def refusal(title: str, text: str, strictness: Strictness, topics: Sequence[str] = ()) -> str | None:
    """Tell why no riddle is made of an article, in a sentence that names the subject; None when it is harmless."""
    banned = sorted(_TOPICS[strictness] & {topic.casefold() for topic in topics})
    if banned:
        return f"Its source files it under {banned[0]}."
    return weighed(title, text, strictness) or _softly(title, text)


def weighed(title: str, text: str, strictness: Strictness) -> str | None:
    """Tell what grave subject an article's words name, or None."""
    found = _worst(title, text, strictness)
    return f'It is about {found[0]} ("{found[1]}").' if found else None


def subject(title: str, text: str, strictness: Strictness) -> str:
    """The grave subject an article's words name most, or nothing."""
    found = _worst(title, text, strictness)
    return found[0] if found else ""


def _worst(title: str, text: str, strictness: Strictness) -> tuple[str, str] | None:
    """The worst subject, and the words that name it; who listens closely hears what others hear, too."""
    found = _heard(title, text, strictness)
    if found is None and strictness is Strictness.GENTLE:
        found = _heard(title, text, Strictness.STANDARD)
    return found


def _heard(title: str, text: str, strictness: Strictness) -> tuple[str, str] | None:
    tally = _Tally()
    zones = tuple(_zones(title, text))
    about = _about(zones)
    for zone, sentence in zones:
        _read(tally, zone, sentence, about, strictness)
    if tally.total < LIMIT:
        return None
    worst = tally.worst()
    return worst, tally.words[worst][1]


def _softly(title: str, text: str) -> str | None:
    """Tell that a short story without grave words reads like a loss; never of one set in sport, trade or debate."""
    if not ENOUGH <= len(words(text[:READ])) <= SHORT:
        return None
    score, telling = sadness(title, text)
    if score < _SAD or _about(tuple(_zones(title, text))) & _PUBLIC:
        return None
    told = '", "'.join(telling)
    return f'It reads like a loss told softly ("{told}").'


def _zones(title: str, text: str) -> Iterable[tuple[float, str]]:
    """The title and each sentence, in plain letters, with the weight of its place."""
    yield _TITLE, straight(title).casefold()
    short = len(words(text[:READ])) <= SHORT
    for place, sentence in enumerate(sentences(text[:READ])):
        yield (_LEAD if short else _weight(place)), straight(sentence).casefold()


def _weight(place: int) -> float:
    """The weight of a sentence of a long text."""
    if place < _OPENING:
        return _LEAD
    return _MENTION if place < LEAD_SENTENCES else _BODY


def _read(tally: _Tally, zone: float, sentence: str, about: frozenset[str], strictness: Strictness) -> None:
    kinds: frozenset[str] | None = None
    for entry, phrase in lexicon(strictness).find(sentence):
        if entry.subject:
            kinds = _kinds(sentence) if kinds is None else kinds
            factor = _factor(entry, kinds, about)
            place = _LEAD if zone == _MENTION and entry.subject in _NEVER_BY_THE_WAY else zone
            tally.add(entry, phrase, entry.weight * place * factor, small=zone == _BODY or factor == _ASIDE)


def _kinds(sentence: str) -> frozenset[str]:
    """What kind of sentence it is; where people are named, neither animals nor dealings excuse it."""
    return _excuses(frozenset(entry.subject for entry, _ in contexts().find(sentence)))


def _excuses(kinds: frozenset[str]) -> frozenset[str]:
    return kinds - {"animals", "dealings"} if "people" in kinds else kinds


def _about(zones: Sequence[tuple[float, str]]) -> frozenset[str]:
    """The kinds that two of the first sentences share."""
    counted = Counter(kind for _, sentence in zones[: LEAD_SENTENCES + 1] for kind in _kinds(sentence))
    return frozenset(kind for kind, times in counted.items() if times > 1) - {"people"}


def _passes(entry: Entry, settings: frozenset[str]) -> bool:
    """Whether a faint word is an everyday one in such a setting."""
    return (
        "sport" in settings
        or bool(entry.aside & settings)
        or bool(_MILD_FOR.get(entry.subject, frozenset()) & settings)
    )


def _factor(entry: Entry, kinds: frozenset[str], about: frozenset[str]) -> float:
    """How much of its weight a phrase keeps in a sentence of some kinds, in an article about some."""
    if entry.aside & kinds:
        return _ASIDE
    about = _excuses(about | kinds & {"people"})
    if entry.weight < WEIGHTS["strong"]:
        return _ASIDE if _passes(entry, kinds | about) else 1.0
    return _LIGHTER if "history" in kinds or entry.aside & about else 1.0
