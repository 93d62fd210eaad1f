"""A riddle's words dressed up to a whole candidate: aliases, hints, explanation, summary."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Candidate, Form, Summary
from bot.riddles.craft.clue import three_hints
from bot.riddles.craft.hints import is_form
from bot.riddles.craft.leaks import leaks, pieces
from bot.riddles.craft.lists import animals
from bot.text import fold, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Story
    from bot.riddles.craft.clue import Clue
    from bot.riddles.craft.compose import Riddling
    from bot.riddles.craft.reading import Reading

PIPELINE, MODEL, VERSION = "craft", "none", "craft-1"
_SCALE = {"strict": (16.0, 0.8), "relaxed": (7.0, 1.0), "plain": (1.0, 1.5)}
"""By tier, the base and the slope that make the maker's points about thirty times the share found fit to post."""

_MOST_SCORE = 30.0
_LETTERS_ONLY = 6.0
_MOST_EVIDENCE = 3
_EXPLANATION = 420
_QUOTED = 170
_LEAST_QUOTED = 50


def dress(
    form: Form, clue: Clue, riddling: Riddling, aliases: tuple[str, ...], reading: Reading, story: Story
) -> Candidate | None:
    """Make the candidate whole; None when no set of hints is clean."""
    secret = (clue.answer, *aliases)
    if riddling.held:
        clue = replace(clue, descriptor="")  # the second hint says it, in the answer's own voice
    evidence = tuple(reading.sentences[number].text for number in riddling.sentences)
    three = three_hints(clue, riddling.text, riddling.sentences, riddling.spare, secret, reading, story)
    if three is None or leaks(riddling.text, secret):
        return None
    return Candidate(
        form=form,
        kind=clue.kind,
        question=riddling.text,
        answer=clue.answer,
        aliases=aliases,
        hints=three,
        explanation=explained(riddling, _spoken(clue), reading) or explanation(evidence, _spoken(clue)),
        summary=summary_of(reading, riddling.sentences),
        pipeline=PIPELINE,
        model=MODEL,
        prompt_version=VERSION,
        raw=riddling.tier,
        tier=riddling.tier,
        score=max(0.0, _score(riddling) - _lost(three, clue)),
    )


def _score(riddling: Riddling) -> float:
    base, slope = _SCALE[riddling.tier]
    return round(min(max(base + slope * riddling.score, 0.0), _MOST_SCORE), 3)


def _lost(three: Sequence[str], clue: Clue) -> float:
    """What a riddle is worth less where its hints are letters alone, and few know the answer."""
    return 0.0 if clue.famous or not all(map(is_form, three)) else _LETTERS_ONLY


def _spoken(clue: Clue) -> str:
    """The answer as it stands in a sentence: "the octopus", where a list knows it for an animal."""
    if fold(clue.answer) in animals():
        return f"the {clue.answer[:1].lower()}{clue.answer[1:]}"
    return clue.spoken or clue.answer


def explanation(evidence: Sequence[str], answer: str = "") -> str:
    """What ties the riddle to the story, in the story's own words, each quotation cut at a clause."""
    if not evidence:
        return ""
    texts = dict.fromkeys(evidence[:_MOST_EVIDENCE])
    return _told(answer, [("", text) for text in texts])


def explained(riddling: Riddling, answer: str, reading: Reading) -> str:
    """Each line of a riddle with what stands behind it, in the riddle's order; empty where its lines are not known."""
    told: dict[tuple[str, str], None] = {}
    for calls, number in riddling.behind:
        text = reading.sentences[number].text
        told[(calls if calls and fold(calls) in fold(text) else "", text)] = None
    whole = {text for calls, text in told if not calls}
    return _told(answer, [(calls, text) for calls, text in told if not calls or text not in whole])


def _told(answer: str, pieces_told: Sequence[tuple[str, str]]) -> str:
    """Quotations joined: what the report calls the answer, and what it says of it."""
    if not pieces_told:
        return ""
    said = f"It was {answer}." if answer else ""
    limit = _QUOTED if len(pieces_told) < _MOST_EVIDENCE else _QUOTED - 50
    for place, (calls, text) in enumerate(pieces_told[:_MOST_EVIDENCE]):
        if calls:
            piece = f'{("In the story it is", "There it is", "And it is")[place]} "{_named_by(calls)}".'
        else:
            piece = f'{("In the story:", "Further:", "And:")[place]} "{clause_of(text, limit)}"'
        if len(said) + len(piece) + 1 <= _EXPLANATION:
            said = f"{said} {piece}".strip()
    return said


def _named_by(calls: str) -> str:
    """A descriptor without its article, which may be ours."""
    first, _, rest = calls.partition(" ")
    return rest if fold(first) in {"a", "an"} else calls


def clause_of(text: str, limit: int) -> str:
    """A sentence cut at the last clause within the limit, else at a word; its quotation marks made single."""
    text = text.replace('"', "'").replace("\u201c", "'").replace("\u201d", "'")
    if len(text) <= limit:
        return text
    cuts = [match.start() for match in re.finditer(r"[,;:] | [-–] ", text[: limit - 1])]
    whole = [cut for cut in cuts if cut >= _LEAST_QUOTED and text[:cut].count("'") % 2 == 0]
    return text[: whole[-1]] + " ..." if whole else shorten(text, limit)


def summary_of(reading: Reading, used: Sequence[int]) -> Summary:
    """Two or three sentences of the story: those the riddle uses, and the first."""
    numbers = list(dict.fromkeys(used))[:_MOST_EVIDENCE]
    for number in (0, 1, 2):
        if len(numbers) < 2 and number not in numbers and number < len(reading.sentences):
            numbers.append(number)
    chosen = tuple(reading.sentences[number].text for number in sorted(numbers))
    return Summary(" ".join(chosen), chosen)


def overlap(sentence: str, text: str) -> float:
    """How much of a text's telling words a sentence has."""
    wanted = {piece for piece in pieces(text) if len(piece) > 3}
    return len(wanted & set(pieces(sentence))) / max(1, len(wanted))
