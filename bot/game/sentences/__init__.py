"""Every sentence a player reads, in one place: kind, short, said in words, and ready for translation.

A file for each who speaks. `make words` gathers the sentences for the catalogues in `bot/game/locale/`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.game.sentences.boards import LEAST_ROUNDS
from bot.game.sentences.decks import Decks
from bot.game.sentences.errors import (
    being_changed,
    cannot_write,
    changed_by_others,
    empty_alias,
    never_played,
    no_number,
    no_such_place,
    no_such_submission,
    not_checked,
    number_never_played,
    own_submission_empty,
    submitted_before,
    too_high,
    too_many_aliases,
)
from bot.game.sentences.hosting import Hosts
from bot.game.sentences.invitations import CLOSING, Invitations
from bot.game.sentences.places import Places
from bot.game.sentences.posts import Posts
from bot.game.sentences.speech import Sentence, said
from bot.game.sentences.thanks import Thanks
from bot.game.sentences.threads import Threads
from bot.game.sentences.verdicts import FREE_WRONG, MARKS

__all__ = [
    "CLOSING",
    "FREE_WRONG",
    "LEAST_ROUNDS",
    "MARKS",
    "Sentence",
    "Words",
    "being_changed",
    "cannot_write",
    "changed_by_others",
    "empty_alias",
    "never_played",
    "no_number",
    "no_such_place",
    "no_such_submission",
    "not_checked",
    "number_never_played",
    "own_submission_empty",
    "said",
    "submitted_before",
    "too_high",
    "too_many_aliases",
]


@dataclass(frozen=True, slots=True)
class Words(Invitations, Posts, Places, Decks, Thanks, Hosts, Threads):
    """All sentences in one language; `marks` puts an emoji before a verdict."""
