"""Results on the disk: beside the run they are of, and as the report that is wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from bot.errors import RiddleError, UsageError
from bot.evaluation.records import write_results

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.evaluation.results import Results

RESULTS: Final = "results.json"


def check(path: Path) -> None:
    """Raise `UsageError` where a report cannot be written to a path: one does not wait hours to hear so."""
    _form(path)
    try:
        is_folder = path.is_dir()
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from None
    if is_folder:
        raise UsageError(f"{path} is a folder; name a file for the report.")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"{path} cannot be written.")


def free(path: Path) -> None:
    """Raise `UsageError` where replies cannot be kept in a file, or others are in it, before a model is asked."""
    try:
        path.touch(exist_ok=False)
        path.unlink()
    except FileExistsError:
        raise UsageError(f"{path} is there already; --keep another file, or score it with --from.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from None


def write(path: Path, results: Results) -> None:
    """Write a report in the form its name ends with."""
    _put(path, _form(path)(results))


def keep(folder: Path, results: Results) -> None:
    """Keep the results in the folder of their run, where it can be written."""
    if os.access(folder, os.W_OK):
        _put(folder / RESULTS, write_results(results))


def _form(path: Path) -> Callable[[Results], str]:
    forms: dict[str, Callable[[Results], str]] = {".html": _page, ".md": _markdown, ".json": write_results}
    if path.suffix.lower() not in forms:
        raise UsageError(f"{path.name} does not tell what report is wanted: let it end with {', '.join(forms)}.")
    return forms[path.suffix.lower()]


def _page(results: Results) -> str:
    from bot.evaluation.report.page import page  # noqa: PLC0415 - only where a report is wanted

    return page(results)


def _markdown(results: Results) -> str:
    from bot.evaluation.report.markdown import markdown  # noqa: PLC0415

    return markdown(results)


def _put(path: Path, text: str) -> None:
    """Write a text beside its place, then put it there in one step."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise RiddleError(f"{path} cannot be written: {error.strerror or error}.") from None
