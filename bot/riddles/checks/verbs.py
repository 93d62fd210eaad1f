"""Verbs told by their form alone."""

from __future__ import annotations

from typing import Final

from bot.riddles.checks.stems import stem

_PAST = frozenset(
    "won lost ran took taken made went gone came gave given became left found bought sold beat beaten wrote written "
    "rose risen fell fallen grew grown broke broken sang swam flew flown drew drawn held kept led met paid sent spent "
    "built began begun chose chosen fought caught brought taught stole stolen shot threw thrown struck saw seen did "
    "done got stood told said cut hit put quit shut set sued bit bitten".split()
)
"""Verbs in the past that have no "ed"."""


_FORMS: Final = {"beaten": "beat", "bitten": "bite", "sued": "sue"}


def is_past(word: str) -> bool:
    """Whether a word looks like a verb in the past."""
    return (word.endswith("ed") and len(word) > 3) or word in _PAST


def verb_stem(word: str) -> str:
    """The stem of a verb in any form."""
    return _FORMS.get(word) or stem(word)


def may_be_verb(word: str) -> bool:
    """Whether a word between two names may be what the first does."""
    return is_past(word) or word.endswith(("s", "ing")) or word in {"beat", "sue", "leave", "take", "follow"}
