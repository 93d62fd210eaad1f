"""What every sentence is said with: a language, and a sentence that can be told in another one later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.game.languages import SOURCE, catalogue

if TYPE_CHECKING:
    from gettext import NullTranslations


class Sentence(str):
    """A sentence in English that knows how it was made, so that it can be said in another language later."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]


def said(template: str, **values: object) -> Sentence:
    """Make the sentence of an error a player reads."""
    sentence = Sentence(template.format(**values))
    sentence.template, sentence.values = template, values
    return sentence


@dataclass(frozen=True, slots=True)
class Speech:
    """Says templates in one language; `marks` puts an emoji before a verdict."""

    language: str = SOURCE
    marks: bool = False
    _catalogue: NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_catalogue", catalogue(self.language))

    def _(self, template: str, **values: object) -> str:
        return self._catalogue.gettext(template).format(**values)

    def _n(self, one: str, many: str, n: int, **values: object) -> str:
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)

    def error(self, error: Exception) -> str:
        """An error in this language, where a player is meant to read it."""
        told = error.args[0] if error.args else ""
        return self._(told.template, **told.values) if isinstance(told, Sentence) else str(error)
