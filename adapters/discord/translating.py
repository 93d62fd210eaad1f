"""Names and descriptions of commands: English, and in other languages where there is a catalogue."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.game.languages import languages
from bot.game.sentences import Words

if TYPE_CHECKING:
    from discord.app_commands import TranslationContextTypes

_NAME, _ABOUT = "name", "about"


def called(name: str) -> app_commands.locale_str:
    """The name of a command, an option or a choice."""
    return app_commands.locale_str(name, kind=_NAME, key=name)


def about(key: str) -> app_commands.locale_str:
    """What a command or an option does."""
    return app_commands.locale_str(Words().about_command(key), kind=_ABOUT, key=key)


class Translating(app_commands.Translator):
    """Names and descriptions by locale; where there is no catalogue, Discord shows the English ones."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The text in a language, or None."""
        del context
        language, key = locale.value.partition("-")[0], string.extras.get("key", "")
        if not key or language == "en" or language not in languages():
            return None
        words = _words(language)
        made = words.command(key) if string.extras.get("kind") == _NAME else words.about_command(key)
        return made if made != string.message else None


@cache
def _words(language: str) -> Words:
    return Words(language)
