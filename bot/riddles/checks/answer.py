"""Whether the answer stands in the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.checks.letters import latin
from bot.riddles.checks.numbers import numbers
from bot.riddles.checks.say import failed, passed, skipped
from bot.riddles.checks.source import Source, source
from bot.riddles.checks.stems import content, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "answer"
MAX_NAMES = 64
WINDOW = 2
"""Neighbouring sentences in which the words of a described event have to stand."""


def check(candidate: Candidate, context: Context) -> Check:
    """Look for the answer, then for each alias, in title and text."""
    if context.story is None:
        return skipped(NAME, "There is no article to look the answer up in.")
    read = source(context.story)
    for name in (candidate.answer, *candidate.aliases[:MAX_NAMES]):
        if stands(name[:200], read):
            return passed(NAME, f'"{name[:80]}" stands in the article.')
    if candidate.kind is Kind.EVENT and _is_described(candidate.answer[:200], read):
        return passed(NAME, "The words of the answer stand together in the article.")
    return failed(NAME, f'The answer "{candidate.answer[:80]}" does not stand in the article.')


def stands(name: str, read: Source) -> bool:
    """Whether a name stands in a text, whatever its case, accents, number or article."""
    wanted = _plain(name)
    if not wanted:
        return False
    stems = [stem(word) for word in wanted]
    if any(_holds(sentence.words, wanted, stems) for sentence in read.sentences):
        return True
    return _number_stands(name, read)


def _plain(name: str) -> list[str]:
    found = tokens(latin(name))
    return found[1:] if len(found) > 1 and found[0] in {"the", "a", "an"} else found


def _holds(words: Sequence[str], wanted: Sequence[str], stems: Sequence[str]) -> bool:
    size = len(wanted)
    for n in range(len(words) - size + 1):
        window = words[n : n + size]
        if all(a == b or stem(a) == c for a, b, c in zip(window, wanted, stems, strict=True)):
            return True
    return False


def _number_stands(name: str, read: Source) -> bool:
    """A number may be written another way; the words beside it still have to stand in the same sentence."""
    inside = numbers(name)
    if len(inside) != 1:
        return False
    rest = set(content(name[: inside[0].start] + " " + name[inside[0].end :]))
    return any(
        rest <= sentence.stems and any(n.value == inside[0].value for n in numbers(sentence.text))
        for sentence in read.sentences
    )


def _is_described(answer: str, read: Source) -> bool:
    wanted = set(content(latin(answer)))
    if not wanted:
        return False
    stems = [sentence.stems for sentence in read.sentences]
    return any(wanted <= frozenset().union(*stems[n : n + WINDOW]) for n in range(len(stems)))
