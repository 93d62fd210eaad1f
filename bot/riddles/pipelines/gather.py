"""Several draws -> the candidates that could be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.errors import ModelError, ModelUnavailable, ReplyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Usage


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of one draw: a candidate, or the reason why its reply could not be read, and what it took."""

    candidate: Candidate | None
    usage: Usage
    error: ReplyError | None = None


def gathered(drawn: Sequence[Drawn | Exception], spent: Usage) -> list[Candidate]:
    """The candidates in the order of their draws; what was spent besides them is counted with the first.

    Raises the most telling error where there is no candidate, and at once whatever is not a `ModelError`.
    """
    errors = [one for one in drawn if isinstance(one, Exception)]
    for error in errors:
        if not isinstance(error, ModelError):
            raise error
    read = [one for one in drawn if isinstance(one, Drawn)]
    found = [one.candidate for one in read if one.candidate is not None]
    if not found:
        raise _telling([*errors, *(one.error for one in read if one.error is not None)])
    for one in read:
        if one.candidate is None:
            spent += one.usage
    return [replace(found[0], usage=spent + found[0].usage), *found[1:]]


def _telling(errors: Sequence[Exception]) -> Exception:
    for error in errors:
        if isinstance(error, ModelUnavailable):
            return error
    return errors[0] if errors else ReplyError("The model gave no reply.")
