"""What a sentence says of the answer in passing: "X, majority-owned by Norvik, said ..." tells "It is owned by ..."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.craft import gates
from bot.riddles.craft.retold import ONE
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.veil import Voice

_STATES = re.compile(
    r"(?P<verb>which|who)? ?(?P<is>is |was |are )?(?P<what>(?:[a-z]+-)?(?:owned|controlled|run|headed|led|based|known"
    r"|listed|backed|formerly|born|founded|formed|set up|launched|created|aged|named after) [^,;:()\"]+)"
)
_PAST = frozenset("born founded formed set launched created".split())
_PARTS = (3, 16)
"""The fewest and the most words of an aside."""


def asides(reading: Reading, secret: tuple[str, ...], voice: Voice | None) -> Iterator[str]:
    """Sentences of what stands between commas right behind the name."""
    for sentence in reading.sentences:
        for name in (one for one in secret if one in sentence.text):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?: \([A-Z]+\))?, ([^,]+)[,.]", sentence.text):
                told = _sentence(match[1].strip(), voice)
                quoted = '"' in sentence.text[: match.start()] or '"' in match[1]
                if told and not quoted and not gates.tainted(told) and not _leans(told):
                    yield told


def _sentence(aside: str, voice: Voice | None) -> str:
    match = _STATES.fullmatch(aside)
    if match is None or not _PARTS[0] <= len(words(match["what"])) <= _PARTS[1]:
        return ""
    past = match["what"].split()[0] in _PAST or match["is"] == "was "
    subject = voice.subject if voice else ONE
    return f"{subject[:1].upper()}{subject[1:]} {'was' if past else 'is'} {match['what']}."


def _leans(told: str) -> bool:
    """Whether it needs the sentence before, or the day of the story."""
    return bool(re.search(r"\b(?:this|these|that|those|last|next|now|here|his|her|their|our|the latter)\b", told))
