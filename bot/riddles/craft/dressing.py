"""A riddle's words dressed up to a whole candidate: aliases, hints, explanation, summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Candidate, Form, Kind, Summary
from bot.riddles.craft import hints
from bot.riddles.craft.compose import PLAIN, Riddling, place_line
from bot.riddles.craft.gates import lost_start, tainted
from bot.riddles.craft.leaks import leaks, pieces
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Story
    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading

PIPELINE, MODEL, VERSION = "craft", "none", "craft-1"
_TIER_SCORE = {"strict": 20.0, "relaxed": 10.0, "plain": 0.0}
_MOST_EVIDENCE = 3
_EXPLANATION = 600


def dress(
    form: Form,
    kind: Kind,
    riddling: Riddling,
    answer: str,
    aliases: tuple[str, ...],
    descriptor: str,
    reading: Reading,
    story: Story,
) -> Candidate | None:
    """Make the candidate whole; None when no set of hints is clean."""
    secret = (answer, *aliases)
    evidence = tuple(reading.sentences[number].text for number in riddling.sentences)
    three = three_hints(kind, descriptor, riddling.text, riddling.sentences, answer, secret, reading, story)
    if three is None or leaks(riddling.text, secret):
        return None
    return Candidate(
        form=form,
        kind=kind,
        question=riddling.text,
        answer=answer,
        aliases=aliases,
        hints=three,
        explanation=explanation(evidence),
        summary=summary_of(reading, riddling.sentences),
        pipeline=PIPELINE,
        model=MODEL,
        prompt_version=VERSION,
        raw=riddling.tier,
        score=round(_TIER_SCORE[riddling.tier] + riddling.score, 3),
    )


def describe(name: Name) -> str:
    """What the article or our lists call a name, with an article."""
    listed = place_line(name)
    if listed and name.role is None:
        return listed
    return name.role.line if name.role is not None else listed


def three_hints(
    kind: Kind,
    descriptor: str,
    question: str,
    used: Sequence[int],
    answer: str,
    secret: tuple[str, ...],
    reading: Reading,
    story: Story,
) -> tuple[str, str, str] | None:
    """The three hints, none of them a leak and no two the same."""
    first = hints.vague(kind, descriptor, question, secret)
    field = reading.field
    if first.startswith("Look for") and field and not leaks(field, secret):
        first = f"{first[:-1]}; the field is {field}."
    blanked, rest = _telling_sentences(reading, used, secret)
    second = hints.middle(blanked, secret, question, "")
    headline = _headline(reading, secret)
    if not second and hints.GAP in headline:
        second = headline
    second = second or hints.middle(rest, secret, question, headline or _date_line(story, reading))
    third = hints.last(answer, secret)
    if leaks(first, secret):
        first = f"Look for {hints.category(kind)}."
    if leaks(second, secret):
        second = _count_line(answer)
    made = (first, second, third)
    if leaks(first, secret) or len({*made}) < 3 or any(len(hint) > hints.MAX_HINT for hint in made):
        return None
    return made


def _telling_sentences(reading: Reading, used: Sequence[int], secret: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Sentences that may serve as a hint, with the name and without: none that needs its neighbours."""
    good: list[str] = []
    other: list[str] = []
    for sentence in reading.sentences[:14]:
        text = sentence.text
        if sentence.number in used or sentence.quoted or lost_start(text) or tainted(text) or "?" in text:
            continue
        if any(token.tag_ in {"PRP", "PRP$"} for token in sentence.doc) or any(
            t.text in {"Mr", "Mrs", "Ms"} for t in sentence.doc
        ):
            continue
        if len(words(text)) > 28 or text.split()[0] in {"But", "And", "However", "Meanwhile", "Also", "So", "Instead"}:
            continue
        (good if any(name in text for name in secret) else other).append(text)
    return good, other


def _headline(reading: Reading, secret: tuple[str, ...]) -> str:
    """The headline with the names blanked, when enough of it is left."""
    words_hidden = tuple(dict.fromkeys([*secret, *(part for name in secret for part in name.split() if len(part) > 3)]))
    text = hints.blanked(reading.title, words_hidden).replace('"', "'")
    if len(words(text)) < 4 or len(text) > hints.MAX_HINT - 30 or leaks(text, secret) or tainted(text):
        return ""
    return f'The headline was: "{text}"'


def _date_line(story: Story, reading: Reading) -> str:
    """When and by whom it was reported, where no sentence serves."""
    published = story.lead.published_at
    outlet = f" by {reading.outlet}" if reading.outlet else ""
    if published is not None:
        return f"The story was reported{outlet} on {published.day} {published:%B %Y}."
    return f"The story was reported{outlet} under a headline of {len(words(reading.title))} words."


def _count_line(answer: str) -> str:
    count = sum(char.isalnum() for char in answer)
    return f"Written out, the answer has {count} letters or figures."


def explanation(evidence: Sequence[str]) -> str:
    """What ties the riddle to the story, in the story's own words."""
    said = f'The story has it: "{evidence[0]}"' if evidence else ""
    for sentence in evidence[1:_MOST_EVIDENCE]:
        if len(said) + len(sentence) < _EXPLANATION:
            said += f' And: "{sentence}"'
    return said


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


def is_plain(candidate: Candidate) -> bool:
    """Whether it is of the plain tier."""
    return candidate.raw == PLAIN
