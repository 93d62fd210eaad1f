"""ROUGE of a text against one reference, by the package rouge-score."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMES = ("rouge1", "rouge2", "rougeL", "rougeLsum")


class _Tokenizer:
    """The package's own with its stemmer, which remembers what it stemmed: two thirds of all its time go there."""

    def __init__(self, tokenize: Callable[[str, object], list[str]], stem: Callable[[str], str]) -> None:
        self._tokenize = tokenize
        self.stem = cache(stem)

    def tokenize(self, text: str) -> list[str]:
        """The words of a text, the longer ones as stems."""
        return self._tokenize(text, self)


class Rouge:
    """Scores texts: F of ROUGE-1, 2, L and Lsum, 0 to 1, with stems."""

    def __init__(self) -> None:
        try:
            from nltk.stem.porter import PorterStemmer  # noqa: PLC0415 - heavy, and not everywhere installed
            from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415
            from rouge_score.tokenize import tokenize  # noqa: PLC0415
        except ImportError:
            raise UsageError("ROUGE needs a package: pip install 'riddle-me-this[evaluate]'.") from None
        self._scorer = RougeScorer(list(NAMES), tokenizer=_Tokenizer(tokenize, PorterStemmer().stem))

    @property
    def version(self) -> str:
        """How it is reckoned."""
        return f"rouge-score {version('rouge-score')}, stemmed, F1"

    def score(self, reference: str, text: str) -> Mapping[str, float]:
        """F of each by its name. Lsum takes a line for a sentence, so that each sentence gets one."""
        found = self._scorer.score(_lined(reference), _lined(text))
        return {name: float(found[name].fmeasure) for name in NAMES}


def _lined(text: str) -> str:
    return "\n".join(sentences(text))
