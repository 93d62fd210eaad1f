"""Other names for an answer that a player may rightly give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import known, nouns, phrase_set
from bot.text import fold

if TYPE_CHECKING:
    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading

_TAILS = re.compile(r"\s+(?:Inc|Ltd|Co|Corp|plc|PLC|AG|SA|NV|FC|AFC|Group|Corporation|Company|Limited)\.?$")
_BRACKET = re.compile(r"^\s*\(([A-Z][A-Za-z&.]{1,9})\)")
_MOST = 12


def aliases_of(name: Name, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    """Short forms of the article, initialisms it gives, and the name with and without its The, Inc or FC."""
    found = [form for form in name.forms if not name.ambiguous or form == name.text]
    found += variants(name.text)
    if name.kind is Kind.ORGANISATION:
        found = [form for form in found if not _is_tail(form, name.text)]
    if name.kind is Kind.PERSON:
        found = _surnames(name, names, found)
    if name.entry is not None:
        found += [name.entry.name, *name.entry.others]
    found += _initialisms(name, reading)
    return tidy(name.text, found)


def _is_tail(form: str, text: str) -> bool:
    """Whether it is only the last word of a longer name: "Airways", "United"."""
    return " " not in form and not form.isupper() and fold(text).split()[1:][-1:] == [fold(form)]


def variants(text: str) -> list[str]:
    """The name with and without the trimmings that nobody says."""
    found = [_TAILS.sub("", text)]
    if text.startswith("The "):
        found.append(text[4:])
    if "&" in text:
        found.append(text.replace("&", "and"))
    elif re.search(r"[A-Z]\w+ and [A-Z]", text):
        found.append(text.replace(" and ", " & "))
    return found


def tidy(answer: str, found: list[str]) -> tuple[str, ...]:
    """Drop repetitions, common nouns and what could be anything."""
    kept: list[str] = []
    seen = {fold(answer)}
    for alias in found:
        plain = alias.strip()
        key = fold(plain)
        generic = key in nouns() or (key in phrase_set("too_broad") and key not in known())
        if len(plain) < 2 or key in seen or generic or any(c in plain for c in ";,/\n") or len(plain) > 80:
            continue
        seen.add(key)
        kept.append(plain)
    return tuple(kept[:_MOST])


def _surnames(name: Name, names: tuple[Name, ...], found: list[str]) -> list[str]:
    """The surname, where only one person of the article has it; never a first name."""
    parts = name.text.split()
    others = {fold(other.text.split()[-1]) for other in names if other.text != name.text}
    kept = [form for form in found if fold(form.split()[-1]) == fold(parts[-1])]
    if len(parts) > 1 and fold(parts[-1]) not in others and not name.ambiguous:
        kept.append(parts[-1])
    elif len(parts) > 1:
        kept = [form for form in kept if len(form.split()) > 1]
    return kept


def _initialisms(name: Name, reading: Reading) -> list[str]:
    found = []
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        match = _BRACKET.match(doc[mention.end :].text) if mention.end < len(doc) else None
        initials = "".join(word[0] for word in re.split(r"[\s-]+", name.text) if word[:1].isalpha()).upper()
        if match and match.group(1)[0].upper() == initials[:1] and set(match.group(1).upper()) <= {*initials, "&", "."}:
            found.append(match.group(1))
    return found
