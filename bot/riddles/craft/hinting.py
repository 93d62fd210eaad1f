"""Three hints, from vague to nearly given: two of content wherever there is any, and the letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.checks import leak
from bot.riddles.craft import gates, hints
from bot.riddles.craft.asides import asides
from bot.riddles.craft.descriptions import facts_of, joined
from bot.riddles.craft.fields import field_told, world_of
from bot.riddles.craft.leaks import leaks, pieces
from bot.riddles.craft.newness import asks_kind, fresh, is_new, rest_of, telling_words, tells_more
from bot.riddles.craft.retold import in_third, ungapped
from bot.riddles.craft.telling import cleaned, repeats, telling
from bot.riddles.craft.timely import holding, year_of
from bot.riddles.craft.veil import HE, IT, SHE, UNSAID
from bot.riddles.craft.wording import is_results
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import Story
    from bot.riddles.craft.clue import Clue
    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.veil import Voice

_ROOM = 20
"""Characters kept free for the words that fill a gap."""

_HEADLINE = "The headline was: "
_HALF = 0.5
"""Share of the telling words from which a hint only repeats the riddle."""

_PLAIN = frozenset({Kind.ANIMAL, Kind.EVENT, Kind.WORK})
"""Kinds that are a hint where the question has not said them."""

_OFFICE = re.compile(r"(?:(?:He|She|It|The one you seek) is|They are) (?!set |due |to |in |at |on |\w+ing )")
"""How a line begins that says who or what the answer is."""

_PLAIN_HOME = re.compile(r"(?:It comes from|Its home is) (?:Britain|England|the United States)\.")
"""What is told of most firms in the news: said only where nothing else is."""

_ALL = 3
_NEAREST = 7
_NAMED_BESIDE = 2
_NEW_IN_HEADLINE = 2


@dataclass(frozen=True, slots=True)
class _Hint:
    """A hint and how near it comes: the vague is shown before the close."""

    text: str
    near: float


@dataclass(frozen=True, slots=True)
class _Case:
    """All that hints are made of and measured by."""

    clue: Clue
    question: str
    used: Sequence[int]
    spare: Sequence[str]
    secret: tuple[str, ...]
    reading: Reading
    story: Story

    def clean(self, text: str) -> bool:
        """Whether a text of the article may be shown at all."""
        return self.shown(text) and not gates.tainted(text)

    def shown(self, text: str) -> bool:
        """Whether a text is short enough and does not give the answer away."""
        return len(text) <= hints.MAX_HINT and not leaks(text, self.secret) and self.silent(text)

    def silent(self, text: str, *, late: bool = False) -> bool:
        """Whether the check of leaks will let a text pass, as the last hint where it is `late`."""
        return leak.leaks(self.clue.answer, self.secret, text, late=late) is None


def three_hints(
    clue: Clue,
    question: str,
    used: Sequence[int],
    spare: Sequence[str],
    secret: tuple[str, ...],
    reading: Reading,
    story: Story,
) -> tuple[str, str, str] | None:
    """The three hints; none of them a leak and no two the same."""
    case = _Case(clue, question, used, spare, secret, reading, story)
    made = _filled(_two(case), case)
    whole = len({*map(fold, made)}) == len(made) == _ALL and all(len(hint) <= hints.MAX_HINT for hint in made)
    return (made[0], made[1], made[2]) if whole else None


def _two(case: _Case) -> list[str]:
    """The two best hints of content, the vaguer first; one or none where there are no more."""
    chosen: list[_Hint] = []
    for hint in _content(case):
        if len(chosen) < 2 and case.shown(hint.text) and not any(_same(hint.text, other.text) for other in chosen):
            chosen.append(hint)
    return [hint.text for hint in sorted(chosen, key=lambda hint: hint.near)]


def _same(one: str, other: str) -> bool:
    """Whether two hints tell the same."""
    return not tells_more(one, other) or not tells_more(other, one)


def _content(case: _Case) -> Iterator[_Hint]:
    """Every hint of content, the most welcome first."""
    known = _known(case)
    facts = [rest for fact in known if (rest := rest_of(fact, case.question)) and is_new(rest, case.question)]
    whole = joined(facts)
    spare = _spare(case)
    offices = [_Hint(line, 6) for line in spare if _OFFICE.match(line)]
    reported = [hint for hint in _reported(case, spare) if case.clean(hint.text)]
    if 0 < len(whole) < len(facts) and not offices and not reported:
        whole = facts
    yield from offices[:1]
    said = [_Hint(fact, _NEAREST if fact in known[1:] else 2) for fact in whole[:1]]
    said += [_Hint(fact, _NEAREST) for fact in whole[:0:-1]]
    yield from (hint for hint in said if not _PLAIN_HOME.fullmatch(hint.text))
    yield from reported
    yield from said
    yield from _last_resorts(case)
    yield from (_Hint(fact, 1) for fact in facts if fact not in whole)


def _spare(case: _Case) -> list[str]:
    """What the riddle has held back or not used, told of the answer, and what the article says of it besides."""
    voice = _voice(case)
    lines = [in_third(line, voice) for line in dict.fromkeys((*case.spare, *case.clue.told))]
    lines += asides(case.reading, case.secret, voice)
    new = [line for line in lines if line and is_new(line, case.question) and not is_results(line)]
    clean = [line for line in new if case.clean(line)]
    return [line for line in clean if _OFFICE.match(line) or not repeats(line, case.question, _HALF)]


def _voice(case: _Case) -> Voice | None:
    """The pronouns of the answer: those of the article, else those of what we know; None for a person of neither."""
    if case.clue.kind is not Kind.PERSON:
        return IT
    if case.clue.voice != UNSAID:
        return case.clue.voice
    known = f" {' '.join(facts_of(case.clue.answer, case.clue.kind))} ".lower()
    he, she = (any(f" {word} " in known for word in voice.all) for voice in (HE, SHE))
    return None if he == she else HE if he else SHE


def _known(case: _Case) -> tuple[str, ...]:
    """What we know of the answer; a person's full name is enough to know who is meant."""
    clue = case.clue
    sure = clue.sure or (clue.kind is Kind.PERSON and " " in clue.answer)
    facts = facts_of(clue.answer, clue.kind, case.question) if sure else ()
    return tuple(holding(facts, year_of(case.story.lead), clue.kind))


def _reported(case: _Case, spare: Sequence[str]) -> Iterator[_Hint]:
    """What the article calls the answer, and what it says of it."""
    clue = case.clue
    for called in dict.fromkeys((*clue.called, clue.descriptor)) if clue.sure else ():
        line = rest_of(f"Look for {called}.", case.question) if called else ""
        if line and is_new(line, case.question):
            yield _Hint(line, 4)
    if clue.sure and clue.kind in _PLAIN and not asks_kind(case.question, clue.kind):
        yield _Hint(f"Look for {hints.category(clue.kind)}.", 1)
    yield from (_Hint(line, 5) for line in spare)
    longest = hints.MAX_HINT - _ROOM
    sentence = telling(case.reading, case.used, case.secret, case.question, longest, clue.kind)
    told = ungapped(sentence, _voice(case), clue.kind) if sentence and not is_results(sentence) else ""
    if told and is_new(told, case.question):
        yield _Hint(told, 6.5)
    headline = _headline(case)
    if headline:
        yield _Hint(headline, 5)


def _last_resorts(case: _Case) -> Iterator[_Hint]:
    """The world the story is from, and who else is in it."""
    world = world_of(case.story.lead)
    if world and case.clue.kind is not Kind.PLACE and not field_told(case.question) and is_new(world, case.question):
        yield _Hint(_in_the_world(case.clue, world), 1)
    beside = _beside(case)
    if beside:
        yield _Hint(beside, 3)


def _in_the_world(clue: Clue, world: str) -> str:
    who = clue.sort if clue.kind is Kind.PERSON else ""
    return f"Look for {who} in the world of {world}." if who else f"Look in the world of {world}."


def _beside(case: _Case) -> str:
    """The names that a sentence of the story has beside the answer, as far as the riddle has not said them."""
    asked = pieces(case.question)
    clean = [name for name in case.clue.company if not leaks(name, case.secret)]
    found = [name for name in clean if fresh(telling_words(name), asked) == telling_words(name) != []]
    shown = " and ".join(list(dict.fromkeys(found))[:_NAMED_BESIDE])
    return f"In the same breath the story names {shown}." if shown else ""


def _filled(two: Sequence[str], case: _Case) -> list[str]:
    """The three hints: the length of the name stands in for one that is not there, its ending for both."""
    answer = case.clue.answer
    silent = [next(filter(case.silent, told), "") for told in (hints.vague(answer) if len(two) < _ALL - 1 else ())]
    early = [*two, *filter(None, silent)][: _ALL - 1]
    late = (text for text in hints.near(answer, case.secret, counted=len(two) < _ALL - 1))
    return [*early, *[text for text in late if case.silent(text, late=True)][:1]]


def _headline(case: _Case) -> str:
    """The headline with the names blanked, where it says something new."""
    secret = case.secret
    parts = (part for name in secret for part in name.split() if len(part) > 3)
    hidden = tuple(dict.fromkeys([*secret, *(parts if case.clue.kind is Kind.PERSON else ())]))
    text = cleaned(hints.blanked(case.reading.title, hidden)).replace('"', "'")
    if len(words(text.replace(hints.GAP, "it"))) < 4 or len(text) > hints.MAX_HINT - 30 or hints.GAP not in text:
        return ""
    new = fresh(telling_words(text), pieces(case.question))
    enough = len(new) >= _NEW_IN_HEADLINE and not repeats(text, case.question, _HALF)
    return f'{_HEADLINE}"{text}"' if enough else ""
