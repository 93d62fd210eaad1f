"""What a machine says instead of a riddle: refusals, sermons, talk about the task, and other languages."""

from __future__ import annotations

import re
import unicodedata

from bot.riddles.checks.stems import function_words, tokens
from bot.text import sentences

MIN_WORDS = 5
"""Words from which the language of a sentence can be told."""

ENGLISH = 0.15
"""Share of small English words that any English sentence has."""

_SAYS = (
    (
        re.compile(
            r"\b(?:as an? (?:ai|artificial intelligence|large language|language model)|language model|training data|"
            r"i(?:'m| am) sorry, but|i(?:'m| am) unable to (?:make|write|help|assist|create|provide|generate)|"
            r"i (?:cannot|can't|won't) (?:help with|assist|comply|write (?:an?|this|about)|discuss|fulfil|provide)|"
            r"i (?:do not|don't) feel comfortable|i apologi[sz]e, but|unfortunately, i|not appropriate for)\b",
            re.IGNORECASE,
        ),
        "it refuses instead of asking",
    ),
    (
        re.compile(
            r"\b(?:it(?:'s| is) (?:important|crucial|essential|always best|vital) to|we should all|always best to|"
            r"please (?:note|consult|remember|be aware)|entertainment purposes)\b",
            re.IGNORECASE,
        ),
        "it preaches",
    ),
    (
        re.compile(
            r"\bhere(?:'s| is| are) (?:a|an|the|your) (?:\w+ )?(?:riddle|summary)|"
            r"^[^\w\n]*(?:sure|certainly|of course)\b[!,]|"
            r"^[^\w\n]*(?:the )?riddle\s*:|\banswer\s*:|\b(?:in|to|of|from) (?:this|the) (?:article|summary|passage)\b|"
            r"\bthis riddle\b|\bhope this helps|\blet me know\b|^[^\S\n]*#{2,}|\[(?:insert|your|answer|riddle)\b|"
            r"\b(?:user|assistant|system|instruction)\s*:",
            re.IGNORECASE | re.MULTILINE,
        ),
        "it talks about the task",
    ),
)


def machine_talk(text: str) -> str | None:
    """What is said by a machine rather than by a riddle, or None."""
    for pattern, what in _SAYS:
        found = pattern.search(text)
        if found:
            return f'{what} at "{found.group().strip()[:40]}"'
    return _foreign(text)


def _foreign(text: str) -> str | None:
    letters = [char for char in text if char.isalpha()]
    if sum("LATIN" not in unicodedata.name(char, "") for char in letters) > len(letters) / 4:
        return "it is not written in Latin letters"
    for one in sentences(text):
        said = tokens(one)
        if len(said) >= MIN_WORDS and not one.isupper() and _is_foreign(one, said):
            return f'"{one[:40]}" is not English'
    return None


def _is_foreign(one: str, said: list[str]) -> bool:
    """Few small English words, though hardly a word of it is a name."""
    small = sum(word in function_words() - _ELSEWHERE for word in said)
    capitals = sum(word[:1].isupper() for word in one.split())
    return small < ENGLISH * len(said) and 2 * capitals < len(said) and _has_foreign_word(said)


_ELSEWHERE = frozenset("die was in me so on as an am no do all per".split())
"""Small English words that are words of other languages too."""

_FOREIGN = frozenset(
    "der die das und ist nicht ein eine einen ich bin mein meine welche le la les des et est une un pour dans "
    "pendant suis je mes ma el los las que un una mis mi por durante soy il lo gli di che del della sono le mie per o "
    "os um uma meus minha sou eu de het een niet ik ben jest przez nie jakim moje i na w".split()
)


def _has_foreign_word(said: list[str]) -> bool:
    return sum(word in _FOREIGN for word in said) >= 2
