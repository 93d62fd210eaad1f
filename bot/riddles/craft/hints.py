"""Three hints, from vague to nearly given; none says a word of the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.leaks import leaks
from bot.text import fold, shorten, words

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_HINT = 190
GAP = "____"
_KINDS = {
    Kind.PERSON: "a person",
    Kind.PLACE: "a place",
    Kind.ORGANISATION: "an organisation",
    Kind.EVENT: "an event",
    Kind.WORK: "a work that people made",
    Kind.ANIMAL: "an animal",
    Kind.NUMBER: "a number",
    Kind.THING: "a thing",
}
_NUMBERS = "no one two three four five six seven eight nine ten".split()
_SMALL = frozenset("the a an of and for in on at to de la le von van der den di da".split())


def middle(sentences: Sequence[str], secret: tuple[str, ...], used: str, fallback: str) -> str:
    """A sentence of the story that the riddle has not used, its name blanked."""
    for sentence in sentences:
        text = blanked(sentence, secret)
        fits = len(words(text)) >= 6 and len(text) <= MAX_HINT - 24
        if fits and not leaks(text, secret) and fold(text)[:40] not in fold(used):
            return f"More of the story: {text}"
    return fallback


def last(answer: str, secret: Sequence[str] = ()) -> str:
    """Initials and lengths; for a number, its first figure."""
    parts = [part for part in re.split(r"[\s-]+", answer) if any(c.isalnum() for c in part)]
    parts = [part for part in parts if fold(part) not in _SMALL] or parts
    if not parts:
        return "It has neither letters nor figures."
    if any(not part.strip(".,").isalpha() for part in parts[1:]) and len(parts) > 1:
        count = _count(len(parts), "word").capitalize()
        shown = sum(c.isalnum() for c in parts[0])
        return f'{count}; the first starts with "{parts[0][0].upper()}" and has {_count(shown, "letter")}.'
    lengths = [sum(c.isalnum() for c in part) for part in parts]
    letters = [next(c for c in part if c.isalnum()).upper() for part in parts]
    if len(parts) == 1:
        start = "After the article, it" if fold(answer).startswith("the ") else "It"
        return f'{start} starts with "{letters[0]}" and has {_count(lengths[0], "letter")}.'
    if "".join(letters).casefold() in {fold(re.sub(r"\W", "", name)) for name in secret}:
        count = _count(len(parts), "word").capitalize()
        return f'{count}; the first starts with "{letters[0]}" and has {_count(lengths[0], "letter")}.'
    shown = shorten(" and ".join([", ".join(map(str, lengths[:-1])), str(lengths[-1])]), 60)
    return f"{_count(len(parts), 'word').capitalize()}, with the initials {'.'.join(letters)}., of {shown} letters."


def blanked(sentence: str, secret: tuple[str, ...]) -> str:
    """A sentence with every form of the names blanked."""
    for name in sorted(secret, key=len, reverse=True):
        sentence = re.sub(rf"(?<!\w)(?:[Tt]he )?{re.escape(name)}(?!\w)", "____", sentence)
    return re.sub(r"____(?:\s+\(?____\)?)+", "____", sentence)


def size(answer: str) -> str:
    """How long the answer is: true of every answer."""
    count = sum(char.isalnum() for char in answer)
    return f"Written out, the answer has {count} letters or figures."


def first(what: str, field: str, beside: Sequence[str], answer: str) -> str:
    """What to look for and where the story is from; who comes into it, or how long it is, where that is all."""
    start = f"Look for {what}" if what else ""
    if field:
        start = f"{start}, in a story about {field}" if start else f"The story is about {field}"
    if beside:
        also = f"{' and '.join(beside)} come{'s' if len(beside) == 1 else ''} into it, too"
        return f"{start}; {also}." if start else f"{also[0].upper()}{also[1:]}."
    if field or not start:
        return f"{start}." if start else size(answer)
    return f"{start} with a name of {_count(sum(char.isalnum() for char in answer), 'letter')}."


def company(beside: Sequence[str]) -> str:
    """Who else comes into the story; empty where nobody does."""
    return f"Also in the story: {' and '.join(beside)}." if beside else ""


def ending(answer: str) -> str:
    """The letter that the answer ends in."""
    last_one = next((char for char in reversed(answer) if char.isalnum()), "")
    return f'What you seek ends in "{last_one.lower()}".'


def category(kind: Kind) -> str:
    """A kind in words."""
    return _KINDS[kind]


def _count(number: int, noun: str) -> str:
    shown = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{shown} {noun}{'' if number == 1 else 's'}"
