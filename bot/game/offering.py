"""What the rules leave open is put down for a second look; what one has accepted is right at once."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from bot.domain import Judgement, Look, Verdict
from bot.errors import StoreError
from bot.game.matching import normalise
from bot.game.openness import leaves_open

if TYPE_CHECKING:
    from bot.domain import Customs, Riddle, Round
    from bot.ports.looks import LookStore

_log = logging.getLogger(__name__)


async def offer(
    looks: LookStore | None, customs: Customs, round_: Round, place: int, text: str, verdict: Verdict
) -> bool:
    """Let a guess wait for a second look where the rules left it open and the host wants one.

    It is called after the verdict was given, and never spoils it: a store that fails now costs the look alone.
    """
    riddle = round_.riddle(place)
    if looks is None or not customs.second_look or place in round_.void or not leaves_open(verdict, text, riddle):
        return False
    try:
        return await looks.offer(Look(round_.key, place, normalise(text)), digest(riddle))
    except StoreError as error:
        _log.warning("A guess could not be put down for a second look: %s", error)
        return False


def with_accepted(round_: Round, place: int, text: str, verdict: Verdict) -> Verdict:
    """The verdict, or that a guess is right which the rules leave open and a model has accepted in this round."""
    if not any(where == place for where, _ in round_.accepted):
        return verdict
    if (place, normalise(text)) not in round_.accepted or not leaves_open(verdict, text, round_.riddle(place)):
        return verdict
    return Verdict(Judgement.CORRECT, "accepted: a second look found that it means the answer")


def digest(riddle: Riddle) -> str:
    """What rulings on a riddle are kept under: the same in every community that plays it."""
    return hashlib.sha256(f"{riddle.question}\0{riddle.answer}".encode()).hexdigest()[:32]
