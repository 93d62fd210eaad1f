"""What the three hints are made of: what is known of the answer, and what the riddle has not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates, hints
from bot.riddles.craft.compose import place_line
from bot.riddles.craft.leaks import leaks, pieces
from bot.riddles.craft.lists import known
from bot.riddles.craft.veil import voice_of
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Story
    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence

_MOST_BESIDE = 2
_DEEPEST = 14
_LONGEST = 28
_SHORT = 4
"""Words of a descriptor that may be told again, with more beside it."""


@dataclass(frozen=True, slots=True)
class Clue:
    """The answer, what it is, whether that is sure, and the well-known names beside it in the story."""

    answer: str
    kind: Kind
    sure: bool = True
    descriptor: str = ""
    beside: tuple[str, ...] = ()
    spoken: str = ""
    """The answer as it stands in a sentence: "the Great Barrier Reef"."""

    sort: str = ""
    """What to look for where no descriptor is new: "a woman"."""


def clue_of(name: Name, answer: str, names: tuple[Name, ...], reading: Reading) -> Clue:
    """What is known of a name; of a kind that is only guessed the clue says that it is a thing."""
    kind = name.kind if name.sure or name.kind is Kind.PERSON else Kind.THING
    return Clue(
        answer,
        kind,
        name.sure,
        describe(name) if name.sure else "",
        beside(name.text, names, reading),
        _spoken(name, answer, reading),
        _sort(name, reading) if kind is Kind.PERSON else "",
    )


def describe(name: Name) -> str:
    """What the article or our lists call a name, with an article."""
    listed = place_line(name)
    if listed and name.role is None:
        return listed
    return name.role.line if name.role is not None and name.role.modified else listed


def beside(answer: str, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    """The other names of the story: first those that most readers know, then places."""
    others = [name for name in names if not name.broad and not name.ambiguous and fold(name.text) != fold(answer)]
    known = [name for name in others if name.famous]
    known += [name for name in others if not name.famous and name.kind is Kind.PLACE]
    return tuple(_in_running_text(name, reading) for name in known)


def _sort(name: Name, reading: Reading) -> str:
    """Whether to look for a man or a woman, where the article's pronouns leave no doubt."""
    said = {fold(token.text) for sentence in reading.sentences for token in sentence.doc}
    he, she = bool(said & {"he", "his", "him"}), bool(said & {"she", "her", "hers"})
    if he == she or _has_company(name, reading):
        return ""
    return {"he": "a man", "she": "a woman"}.get(voice_of(name, reading).subject, "")


def _has_company(name: Name, reading: Reading) -> bool:
    """Whether a sentence that names them names another person, whom its pronouns may mean."""
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        own = range(mention.start, mention.end)
        if any(ent.label_ == "PERSON" and not any(i in own for i in range(ent.start, ent.end)) for ent in doc.ents):
            return True
    return False


def _spoken(name: Name, answer: str, reading: Reading) -> str:
    """The answer with the article that the story gives it."""
    return f"the {answer}" if _in_running_text(name, reading).startswith("the ") else answer


def _in_running_text(name: Name, reading: Reading) -> str:
    """A name with its article, where the story gives it one of its own."""
    bare = name.entry is not None and name.entry.label in {"country", "city"}
    if bare and not name.text.startswith(("United", "Republic", "Netherlands", "Philippines", "Maldives", "Bahamas")):
        return name.text
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        root = doc[mention.start : mention.end].root
        if mention.start and fold(doc[mention.start - 1].text) == "the" and root.dep_ not in {"compound", "nmod"}:
            return f"the {name.text}"
    return name.text


def three_hints(
    clue: Clue,
    question: str,
    used: Sequence[int],
    spare: Sequence[str],
    secret: tuple[str, ...],
    reading: Reading,
    story: Story,
) -> tuple[str, str, str] | None:
    """The three hints, from vague to nearly given; none of them a leak and no two the same."""
    second = _second(clue, question, used, spare, secret, reading, story)
    first = _first(clue, f"{question} {second}", question, secret, reading)
    made = (first, second, hints.last(clue.answer, secret))
    if any(leaks(hint, secret) for hint in made[:2]) or len({*made}) < 3:
        return None
    return None if any(len(hint) > hints.MAX_HINT for hint in made) else made


def _first(clue: Clue, shown: str, question: str, secret: tuple[str, ...], reading: Reading) -> str:
    """What it is, where the story is from and who stands beside it: never a kind that is a guess."""
    telling = clue.sure and clue.kind not in {Kind.THING, Kind.NUMBER}
    fresh = clue.sure and _adds(clue.descriptor, question, secret)
    short = clue.kind is not Kind.PERSON and 0 < len(clue.descriptor.split()) <= _SHORT
    short = short and not leaks(clue.descriptor, secret)
    what = (
        clue.descriptor
        if fresh or (clue.sure and short)
        else (clue.sort or hints.category(clue.kind))
        if telling
        else ""
    )
    field = reading.field if not leaks(reading.field, secret) else ""
    new = fresh or bool(field)
    kept = [] if new else _company(clue, shown, secret)
    return hints.first(what, field, [name for name in kept if not _lies_in(name, clue.answer)], clue.answer)


def _company(clue: Clue, shown: str, secret: tuple[str, ...]) -> list[str]:
    """The names beside the answer that nothing has shown yet."""
    kept = [name for name in clue.beside if not leaks(name, secret) and not leaks(shown, (name,))]
    return kept[:_MOST_BESIDE]


def _lies_in(name: str, answer: str) -> bool:
    """Whether a city lies in the answer: that would give the country away."""
    entry = known().get(fold(name))
    return entry is not None and fold(entry.region).removeprefix("the ") == fold(answer).removeprefix("the ")


def _adds(descriptor: str, question: str, secret: tuple[str, ...]) -> bool:
    """Whether a descriptor says something that the question does not say already."""
    new = [piece for piece in pieces(descriptor) if len(piece) > 3 and piece not in pieces(question)]
    return bool(new) and not leaks(descriptor, secret) and not gates.tainted(descriptor)


def _second(
    clue: Clue,
    question: str,
    used: Sequence[int],
    spare: Sequence[str],
    secret: tuple[str, ...],
    reading: Reading,
    story: Story,
) -> str:
    """An unused fact in the answer's own voice, else a sentence or the headline with the name blanked."""
    for fact in spare:
        if len(fact) <= hints.MAX_HINT and not leaks(fact, secret):
            return fact
    blanked, rest = _telling_sentences(reading, used, secret)
    headline = _headline(reading, secret)
    second = hints.middle(blanked, secret, question, headline if hints.GAP in headline else "")
    second = second or hints.company(_company(clue, question, secret))
    second = second or hints.middle(rest, secret, question, headline or _date_line(story, reading, secret[0]))
    return hints.size(secret[0]) if leaks(second, secret) else second


def _telling_sentences(reading: Reading, used: Sequence[int], secret: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Sentences that may serve as a hint, with the name and without: none that needs its neighbours."""
    good: list[str] = []
    other: list[str] = []
    for sentence in reading.sentences[:_DEEPEST]:
        named = any(name in sentence.text for name in secret)
        if sentence.number not in used and _stands_alone(sentence, named=named):
            (good if named else other).append(sentence.text)
    return good, other


def _stands_alone(sentence: Sentence, *, named: bool) -> bool:
    """Whether a sentence needs no neighbour; where it names the answer, "he" may stand for that."""
    text, doc = sentence.text, sentence.doc
    if sentence.quoted or gates.lost_start(text) or gates.tainted(text) or "?" in text or len(words(text)) > _LONGEST:
        return False
    spoken = {"i", "we", "you", "my", "our", "your", "me", "us"}
    if any(token.tag_ in {"PRP", "PRP$"} and (not named or fold(token.text) in spoken) for token in doc):
        return False
    if not named and any(token.text in {"Mr", "Mrs", "Ms"} for token in doc):
        return False
    if text.split()[0] in {"But", "And", "However", "Meanwhile", "Also", "So", "Instead", "Yet", "Still", "Then"}:
        return False
    places = range(len(doc))
    return not gates.dangling(doc, places) and not gates.bare_definites(doc, places)


def _headline(reading: Reading, secret: tuple[str, ...]) -> str:
    """The headline with the names blanked, when enough of it is left."""
    words_hidden = tuple(dict.fromkeys([*secret, *(part for name in secret for part in name.split() if len(part) > 3)]))
    text = hints.blanked(reading.title, words_hidden).replace('"', "'")
    if len(words(text)) < 4 or len(text) > hints.MAX_HINT - 30 or leaks(text, secret) or gates.tainted(text):
        return ""
    return f'The headline was: "{text}"'


def _date_line(story: Story, reading: Reading, answer: str) -> str:
    """When and by whom it was reported, where no sentence serves; else how the answer ends."""
    published = story.lead.published_at
    outlet = f" by {reading.outlet}" if reading.outlet else ""
    if published is not None:
        return f"The story was reported{outlet} on {published.day} {published:%B %Y}."
    return hints.ending(answer)
