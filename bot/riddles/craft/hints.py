"""The words of hints; none says a word of the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.text import fold, shorten

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
_FORM = re.compile(
    r"What you seek (?:has|is|ends)|(?:Small words left out, t|T)he (?:first letter|initials)"
    r"|(?:After the article, it|It) starts with"
    r"|It begins with \S+ and ends with|At the (?:back|front)(?:, small words left out,)? stands|By length|Vowels in it"
    r"|It is written in|\w+ words?\b.*\b(?:initials|the first starts)"
)
_NUMBERS = "no one two three four five six seven eight nine ten".split()
_SMALL = frozenset("the a an of and for in on at to de la le da del di du van von der den el al".split())


def vague(answer: str) -> tuple[tuple[str, ...], ...]:
    """What is told of any name where nothing better is known, each in several wordings: one may say a word of it."""
    parts, _ = _parts(answer)
    shown, bare = _lengths(parts), _bare(answer)
    vowels = sum(char in "aeiou" for char in fold("".join(parts)))
    return (
        (size(answer), f"By length{bare}: {shown} character{'' if shown == '1' else 's'}."),
        (ending(answer), f'At the back stands "{_end(answer)}".'),
        (f"Vowels in it{bare}: {vowels}.",),
    )


def near(answer: str, secret: Sequence[str] = (), *, counted: bool = False) -> tuple[str, ...]:
    """The wordings of the last hint, the most welcome first; `counted` where the lengths are told already."""
    joined, bare = "".join(_parts(answer)[0]), _bare(answer)
    usual = (last(answer, secret), ends(answer))
    return (
        *(usual[::-1] if counted else usual),
        f'At the front{bare and f"{bare},"} stands "{joined[:1].upper()}", at the back "{joined[-1:].lower()}".',
    )


def last(answer: str, secret: Sequence[str] = ()) -> str:
    """Initials and lengths of the words; figures and small words are told apart."""
    parts, small = _parts(answer)
    if not parts:
        return "It has neither letters nor figures."
    names = [part for part in parts if not part[0].isdigit()]
    if len(parts) == 1:
        return f"{_opening(answer)} {_one(parts[0])}."
    if not names:
        return f"It is written in {_count(sum(map(len, parts)), 'figure')}."
    if len(names) == 1 or _says(names, secret):
        beside = " beside a figure" if len(names) < len(parts) and len(parts) == len(names) + 1 else ""
        begin = f"{_count(len(names), 'word').capitalize()}{beside}{small}"
        return f'{begin}; the first starts with "{names[0][0].upper()}" and has {_count(len(names[0]), "letter")}.'
    figure = " beside a figure" if len(names) < len(parts) else ""
    initials = ".".join(name[0].upper() for name in names)
    start = f"{_count(len(names), 'word').capitalize()}{figure}{small}"
    return f"{start}, with the initials {initials}., of {_lengths(names)} letters."


def ends(answer: str) -> str:
    """The first letter and the last: for an answer whose lengths are told already."""
    parts, _ = _parts(answer)
    if len(parts) > 1 and not any(part[0].isdigit() for part in parts):
        return f"The initials are {'.'.join(part[0].upper() for part in parts)}."
    letters = [char for char in "".join(parts) if char.isalnum()]
    if any(map(str.isdigit, letters)):
        return f'It begins with "{letters[0].upper()}" and ends with "{letters[-1].lower()}".'
    the = "Small words left out, the" if _bare(answer) else "The"
    return (
        f'{the} first letter is "{letters[0].upper()}", the last is "{letters[-1].lower()}".' if letters else last("")
    )


def size(answer: str) -> str:
    """How many words and letters a name has: true of every answer."""
    parts, small = _parts(answer)
    if len(parts) == 1:
        sign = "sign" if any(map(str.isdigit, parts[0])) else "letter"
        return f"What you seek is one word{small}, of {_count(len(parts[0]), sign)}."
    return f"What you seek has {_count(len(parts), 'word')}{small}, of {_lengths(parts)} letters."


def ending(answer: str) -> str:
    """The letter or figure that the answer ends in."""
    return f'What you seek ends in "{_end(answer)}".'


def is_form(hint: str) -> bool:
    """Whether a hint tells of the letters of the answer, and of nothing else."""
    return bool(_FORM.match(hint))


def blanked(sentence: str, secret: tuple[str, ...]) -> str:
    """A sentence with every form of the names blanked."""
    for name in sorted(secret, key=len, reverse=True):
        if name in sentence:
            sentence = re.sub(rf"(?<!\w)(?:[Tt]he )?{re.escape(name)}(?!\w)", GAP, sentence)
    sentence = re.sub(r"____(?:\s+\(?____\)?)+", GAP, sentence)
    return re.sub(r"(?<!['‘])____['’](?=\s)", f"{GAP}'s", sentence)


def category(kind: Kind) -> str:
    """A kind in words."""
    return _KINDS[kind]


def _parts(answer: str) -> tuple[list[str], str]:
    """The words with their letters alone, and a note where small words are left out."""
    found = ["".join(filter(str.isalnum, part)) for part in re.split(r"[\s/.-]+", answer)]
    found = [part for part in found if part]
    # "De" of De Niro is part of the name, "of" of Lord of the Rings is not.
    named = [at > 0 and part[0].isupper() for at, part in enumerate(found)]
    kept = [part for part, name in zip(found, named, strict=True) if name or fold(part) not in _SMALL] or found
    rest = found[1:] if found and fold(found[0]) == "the" else found
    return kept, ", small ones left out" if len(kept) < len(rest) else ""


def _bare(answer: str) -> str:
    """A note where the parts are not the whole of an answer, its article told of too."""
    whole = sum(map(str.isalnum, answer))
    return ", small words left out" if sum(map(len, _parts(answer)[0])) < whole else ""


def _lengths(parts: Sequence[str]) -> str:
    *others, end = [str(len(part)) for part in parts] or ["0"]
    return shorten(f"{', '.join(others)} and {end}" if others else end, 60)


def _end(answer: str) -> str:
    return next((char.lower() for char in reversed(answer) if char.isalnum()), "")


def _opening(answer: str) -> str:
    return "After the article, it" if fold(answer).startswith("the ") else "It"


def _one(part: str) -> str:
    """What begins a single word, and how long it is."""
    sign = "figure" if part[0].isdigit() else "letter"
    if part.isdigit():
        return f"is written in {_count(len(part), 'figure')}, the first of them {part[0]}"
    mixed = any(char.isdigit() for char in part)
    length = f"{_count(len(part), 'sign')}, figures among them" if mixed else _count(len(part), sign)
    return f'starts with "{part[0].upper()}" and has {length}'


def _says(names: Sequence[str], secret: Sequence[str]) -> bool:
    """Whether the initials are another name of the answer."""
    initials = "".join(name[0] for name in names).casefold()
    return initials in {fold(re.sub(r"\W", "", name)) for name in secret}


def _count(number: int, noun: str) -> str:
    shown = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{shown} {noun}{'' if number == 1 else 's'}"
