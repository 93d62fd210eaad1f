"""What is kept of an evaluation, as JSON: results in one text, cases, generations and measurements in a line each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from bot import domain
from bot.errors import UsageError
from bot.evaluation.case import Case
from bot.evaluation.entrant import Entrant
from bot.evaluation.results import Results

if TYPE_CHECKING:
    from collections.abc import Hashable

    from pydantic import TypeAdapter

T = TypeVar("T")

FORMAT: Final = 1
"""The form results are written in; it changes with whatever an older program could not read."""

RESULTS: Final = "riddle evaluation"


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    """What reads and writes a kind of value; the kinds name their parts only to the type checker, so they are told."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - a fifth of a second, which no help waits for

    names = {"Mapping": Mapping, "datetime": datetime, "Case": Case, "Entrant": Entrant}
    made: TypeAdapter[Any] = TypeAdapter(cast("Any", kind))
    made.rebuild(force=True, _types_namespace={**vars(domain), **names})
    return made


def as_json(value: object) -> Any:
    """A value as JSON's own kinds."""
    return _adapter(cast("Hashable", type(value))).dump_python(value, mode="json")


def as_line(value: object) -> str:
    """A value as one line of JSON, without the line's end."""
    return json.dumps(as_json(value), ensure_ascii=False)


def of_json(kind: type[T], data: object) -> T:
    """A value of what `as_json` made; raises `ValueError` for anything else."""
    return cast("T", _adapter(cast("Hashable", kind)).validate_python(data))


def of_line(kind: type[T], line: str) -> T:
    """A value of what `as_line` made; raises `ValueError` for anything else."""
    return cast("T", _adapter(cast("Hashable", kind)).validate_json(line))


def write_results(results: Results) -> str:
    """Results as JSON that a person can read too."""
    told = {"what": RESULTS, "format": FORMAT, **as_json(results)}
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_results(text: str, where: str = "The text") -> Results:
    """Results of what `write_results` made; raises `UsageError` for those of another version, and for anything else."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{where} is no JSON.") from None
    if not isinstance(told, dict) or told.get("what") != RESULTS:
        raise UsageError(f"{where} holds no results of an evaluation.")
    if told.get("format") != FORMAT:
        raise UsageError(another(where, told.get("format")))
    try:
        return of_json(Results, {key: value for key, value in told.items() if key not in {"what", "format"}})
    except ValueError:
        raise UsageError(f"{where} holds results of an evaluation that cannot be read.") from None


def another(where: str, form: object) -> str:
    """The sentence for what another version of the program wrote."""
    age = "a newer" if isinstance(form, int) and form > FORMAT else "an older"
    return (
        f"{where} was written by {age} version of the program (format {str(form)[:20]}, this one reads {FORMAT}); "
        "nothing was changed in it."
    )
