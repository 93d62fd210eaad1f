"""Whether the riddle has one answer: other names of the kind are put in its place, by rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.checks import lexicon
from bot.riddles.checks.demonyms import is_people, kin
from bot.riddles.checks.names import names
from bot.riddles.checks.say import failed, passed, skipped
from bot.riddles.checks.secret import WORD
from bot.riddles.checks.source import Sentence, opening, source, take_apart
from bot.riddles.checks.stems import stem, tokens
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context
    from bot.riddles.checks.source import Source

    Clue = tuple[frozenset[str], list[Sentence]]

NAME = "single"
MAX_RIVALS = 24
MIN_ELSEWHERE = 5
"""Words the clues share with their own story from which another that has as many cannot be chance."""

MAX_OTHERS = 40
MAX_QUESTION = 1_500
MIN_CLUES = 2
"""Words of a clue that a sentence has to share before it counts as the sentence the clue was made from."""

MIN_PARALLEL = 3
"""Words of a clue that a sentence on a rival has to share before the rival counts as fitting."""

MIN_NAME = 2
"""Letters of a name; one alone is a grade or a shoe size."""

_NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})
_SINGULAR = frozenset({"he", "she", "it", "his", "her", "its"})
_LINK = r"(?:\s*,\s*|\s+(?:and|or|&|v|vs|versus|against)\s+|\s*,\s*and\s+)"
_PLACE = re.compile(r"\b(?:in|at|near|from|to|of)\s+(?:the\s+)?$", re.IGNORECASE)


def check(candidate: Candidate, context: Context) -> Check:
    """Look whether a rival fits every clue at least as well as the answer."""
    if context.story is None:
        return skipped(NAME, "There is no article that names others.")
    read = source(context.story)
    own = _own(candidate)
    clues = _clues(candidate, read, own)
    elsewhere = _elsewhere(clues, context, own)
    if elsewhere:
        return failed(NAME, f'The clues fit another story of the day as well: "{elsewhere[:80]}".')
    twin = _twin(candidate, read, own)
    if twin:
        return failed(NAME, f'The article tells the clues of "{twin}" as well, together with the answer.')
    if candidate.kind not in _NAMED:
        return skipped(NAME, "Whether another thing fits cannot be told by rule.")
    return _among(clues, _unnamed(rivals(candidate, read, own), candidate), read, own)


def _among(clues: Sequence[Clue], others: Sequence[str], read: Source, own: Sequence[str]) -> Check:
    if not others:
        return passed(NAME, "The article names no other of its kind.")
    if not clues:
        return skipped(NAME, "No clue can be traced to one sentence of the article.")
    rival = next((r for r in others if all(_fits(r, clue, found, read, own) for clue, found in clues)), None)
    if rival:
        return failed(NAME, f'"{rival}" fits every clue as well as the answer does.')
    return passed(NAME, f'Of the names in the article ("{others[0]}" is another), only the answer fits.')


def _own(candidate: Candidate) -> tuple[str, ...]:
    return tuple(name[:120] for name in (candidate.answer, *candidate.aliases[:40]))


def _clues(candidate: Candidate, read: Source, own: Sequence[str]) -> list[Clue]:
    """Each clue with the sentences on the answer that share most words with it."""
    about = [one for one in _told_of(own, read) if one.words]
    found = []
    for text in sentences(candidate.question[:MAX_QUESTION]):
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
        if _mentions(own, one) or (pronoun and n and read.sentences[n - 1] in kept):
            kept.append(one)
    return kept


def _mentions(own: Iterable[str], one: Sentence) -> bool:
    """Whether a sentence has a name, or the last word of it."""
    for name in own:
        words = tokens(name)
        if words and (set(words) <= set(one.words) or (len(words[-1]) > 3 and words[-1] in one.words)):
            return True
    return False


def _twin(candidate: Candidate, read: Source, own: Sequence[str]) -> str | None:
    """A name that the article joins to the answer, where no clue was made from a sentence on the answer alone."""
    clues = [take_apart(text).stems for text in sentences(candidate.question[:MAX_QUESTION])]
    for twin in _unnamed(_joined(own, read), candidate):
        alone = _alone(own, twin, read)
        both = [one for one in read.sentences if one not in alone]
        if not any(_best(clue, alone) >= max(MIN_CLUES, _best(clue, both)) for clue in clues):
            return twin
    return None


def _unnamed(others: Iterable[str], candidate: Candidate) -> list[str]:
    """Those that the question itself does not name, since whom it names it does not ask for."""
    said = {word for name in names(candidate.question[:MAX_QUESTION]) for word in tokens(name.text)}
    return [other for other in others if not said & set(tokens(other)[-1:])]


def _best(clue: frozenset[str], told: Iterable[Sentence]) -> int:
    return max((len(clue & one.stems) for one in told), default=0)


def _alone(own: Sequence[str], twin: str, read: Source) -> list[Sentence]:
    """The sentences on the answer that leave its twin out."""
    kept: list[Sentence] = []
    for n, one in enumerate(read.sentences):
        goes_on = bool(one.words) and one.words[0] in _SINGULAR and n > 0 and read.sentences[n - 1] in kept
        if (_mentions(own, one) or goes_on) and not _mentions((twin,), one):
            kept.append(one)
    return kept


def _joined(own: Sequence[str], read: Source) -> list[str]:
    found: dict[str, None] = {}
    for name in own[:8]:
        bare = re.escape(re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE))
        other = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}" if name[:1].isupper() else r"[a-z]{3,}"
        lead = "" if name[:1].isupper() else r"\b(?:[Tt]he|[Aa]n?) "
        for pattern in (
            rf"{lead}\b{bare} and (?:the |an? )?({other})",
            rf"{lead}\b({other}) and (?:the |an? )?{bare}\b",
        ):
            for one in read.sentences:
                found.update(dict.fromkeys(match[1] for match in re.finditer(pattern, one.text)))
    mine = {stem(word) for name in own for word in tokens(name)}
    return [twin for twin in found if not {stem(word) for word in tokens(twin)} & mine][:4]


def rivals(candidate: Candidate, read: Source, own: Sequence[str]) -> list[str]:
    """Other names of the kind in the article, the most frequent first."""
    mine = {stem(word) for name in own for word in tokens(name)}
    count: dict[str, int] = {}
    for one in read.sentences:
        for name in names(one.text):
            foreign = not {stem(part) for word in name.words for part in tokens(word)} & mine
            if (
                foreign
                and not (name.initial and len(name.words) == 1)
                and _is_kind(candidate.kind, name.text, one.text[: name.start])
            ):
                count[name.text] = count.get(name.text, 0) + 1
    return sorted(count, key=lambda text: -count[text])[:MAX_RIVALS]


def _is_kind(kind: Kind, name: str, before: str) -> bool:
    if is_people(name) or sum(map(str.isalpha, name)) < MIN_NAME:
        return False
    place = bool(kin(name)) or bool(_PLACE.search(before[-12:]))
    if kind is Kind.PLACE:
        return place
    return not kin(name) and (kind is not Kind.PERSON or _may_be_person(name))


def _may_be_person(name: str) -> bool:
    """Whether a name has two words, the last of which does not say that it is a theatre or a cup."""
    last = WORD.findall(name)[-1:]
    things = lexicon.class_nouns() - lexicon.ambiguous()
    return len(WORD.findall(name)) >= 2 and last[0].casefold() not in things


def _fits(rival: str, clue: frozenset[str], found: Sequence[Sentence], read: Source, own: Sequence[str]) -> bool:
    """Whether the rival stands beside the answer in the clue's sentence, or has a sentence as good of its own."""
    if all(_stand_together(rival, one, own) for one in found):
        return True
    enough = max(MIN_PARALLEL, len(clue & found[0].stems), len(clue) // 2)
    return any(
        len(clue & one.stems) >= enough
        for one in read.sentences
        if _mentions((rival,), one) and not _mentions(own, one)
    )


def _stand_together(rival: str, one: Sentence, own: Sequence[str]) -> bool:
    first = re.escape(rival[:80])
    for name in own:
        second = re.escape(re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE))
        for a, b in ((first, second), (second, first)):
            if re.search(rf"\b{a}{_LINK}(?:the\s+)?{b}\b(?!'s)", one.text, re.IGNORECASE):
                return True
    return False


def _elsewhere(clues: Sequence[Clue], context: Context, own: Sequence[str]) -> str | None:
    """The title of another story of the day that has every clue in as many words."""
    shared = sum(len(clue & found[0].stems) for clue, found in clues)
    for story in context.others[:MAX_OTHERS] if shared >= MIN_ELSEWHERE else ():
        if context.story and story.lead.id == context.story.lead.id:
            continue
        told = opening(story)
        if any(_mentions(own, one) for one in told):
            continue
        if all(
            max((len(clue & one.stems) for one in told), default=0) >= len(clue & found[0].stems)
            for clue, found in clues
        ):
            return story.lead.title
    return None
