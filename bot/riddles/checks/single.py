"""Whether the riddle has one answer: others of the kind are put in its place, by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.checks import general
from bot.riddles.checks.names import names
from bot.riddles.checks.rivals import joined, rivals
from bot.riddles.checks.say import failed, passed, skipped
from bot.riddles.checks.source import Sentence, opening, source, take_apart
from bot.riddles.checks.stems import content, stem, tokens
from bot.riddles.checks.whose import Shares, mentions
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context
    from bot.riddles.checks.source import Source

    Clue = tuple[frozenset[str], list[Sentence]]

NAME = "single"
MIN_ELSEWHERE = 5
"""Words the clues share with their own story from which another that has as many cannot be chance."""

MAX_OTHERS = 40
MAX_QUESTION = 1_500
MIN_CLUES = 2
"""Words of a clue that a sentence has to share before it counts as the sentence the clue was made from."""

MIN_FITTING = 2
"""Words of a riddle that an article has to tell of a rival before the riddle may mean it."""

_COUNTED = frozenset({Kind.NUMBER})


def check(candidate: Candidate, context: Context) -> Check:
    """Look whether a rival fits every clue at least as well as the answer."""
    question = candidate.question[:MAX_QUESTION]
    read = source(context.story) if context.story else None
    if candidate.kind not in _COUNTED and general.tells(question, read) < general.ENOUGH:
        return failed(NAME, "What it tells is true of many others: it needs a detail that only the answer has.")
    if read is None:
        return skipped(NAME, "There is no article that names others.")
    own = _own(candidate)
    elsewhere = _elsewhere(_clues(question, read, own), context, own)
    if elsewhere:
        return failed(NAME, f'The clues fit another story of the day as well: "{elsewhere[:80]}".')
    others = _unnamed(dict.fromkeys((*joined(own, read), *rivals(candidate, read, own))), question)
    return _among(question, others, read, own)


def _among(question: str, others: Sequence[str], read: Source, own: tuple[str, ...]) -> Check:
    if not others:
        return passed(NAME, "The article names no other of its kind.")
    told = frozenset(content(general.body(question))) - _naming(own)
    rival = next((other for other in others if _fits(told, Shares(read, own, other))), None)
    if rival:
        return failed(NAME, f'"{rival[:80]}" fits every clue as well as the answer does.')
    return passed(NAME, f'Of the names in the article ("{others[0][:80]}" is another), only the answer fits.')


def _fits(told: frozenset[str], shares: Shares) -> bool:
    """Whether the article tells nothing of the riddle of the answer alone, and enough of it of the rival."""
    return not told & shares.mine and len(told & shares.theirs) >= MIN_FITTING


def _naming(own: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for name in own for word in tokens(name))


def _own(candidate: Candidate) -> tuple[str, ...]:
    return tuple(name[:120] for name in (candidate.answer, *candidate.aliases[:40]))


def _unnamed(others: Iterable[str], question: str) -> list[str]:
    """Those that the question itself does not name, since whom it names it does not ask for."""
    said = {word for name in names(question) for word in tokens(name.text)}
    return [other for other in others if not said & set(tokens(other)[-1:])]


def _clues(question: str, read: Source, own: Sequence[str]) -> list[Clue]:
    """Each clue with the sentences on the answer that share most words with it."""
    about = [one for one in _told_of(own, read) if one.words]
    found = []
    for text in sentences(question):
        clue = take_apart(text).stems
        best = max((len(clue & one.stems) for one in about), default=0)
        if best >= MIN_CLUES:
            found.append((clue, [one for one in about if len(clue & one.stems) == best]))
    return found


def _told_of(own: Sequence[str], read: Source) -> list[Sentence]:
    """The sentences that name the answer, and those that go on with a pronoun."""
    kept: list[Sentence] = []
    for n, one in enumerate(read.sentences):
        pronoun = one.words[:1] and one.words[0] in {"he", "she", "it", "they", "his", "her", "its", "their", "the"}
        if mentions(own, one) or (pronoun and n and read.sentences[n - 1] in kept):
            kept.append(one)
    return kept


def _elsewhere(clues: Sequence[Clue], context: Context, own: Sequence[str]) -> str | None:
    """The title of another story of the day that has every clue in as many words."""
    shared = sum(len(clue & found[0].stems) for clue, found in clues)
    for story in context.others[:MAX_OTHERS] if shared >= MIN_ELSEWHERE else ():
        if context.story and story.lead.id == context.story.lead.id:
            continue
        told = opening(story)
        if any(mentions(own, one) for one in told):
            continue
        if all(
            max((len(clue & one.stems) for one in told), default=0) >= len(clue & found[0].stems)
            for clue, found in clues
        ):
            return story.lead.title
    return None
