"""The languages the game speaks: English is the source, the others lie as catalogues of gettext in `locale/`."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from bot.errors import SettingsError
from bot.text import one_line

SOURCE = "en"
"""The language the sentences are written in."""

DOMAIN = "riddle"
"""The name of the catalogues."""


def languages() -> tuple[str, ...]:
    """The languages there are."""
    found = (one.name for one in files("bot.game").joinpath("locale").iterdir() if one.is_dir())
    return tuple(sorted({SOURCE, *found}))


@cache
def catalogue(language: str) -> NullTranslations:
    """The sentences of a language; raises `SettingsError` where there is no such language."""
    if language not in languages():
        known = ", ".join(languages())
        raise SettingsError(f"RIDDLE_LANGUAGE is wrong: there is no {one_line(language, 20)!r}; there are {known}.")
    if language == SOURCE:
        return NullTranslations()
    path = files("bot.game").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo")
    with path.open("rb") as file:
        return GNUTranslations(file)
