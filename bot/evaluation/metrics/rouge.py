"""ROUGE of a text against one reference, by the package rouge-score."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("rouge1", "rouge2", "rougeL", "rougeLsum")


class Rouge:
    """Scores texts: F of ROUGE-1, 2, L and Lsum, 0 to 1, with stems."""

    def __init__(self) -> None:
        try:
            from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 - heavy, and not everywhere installed
        except ImportError:
            raise UsageError("ROUGE needs a package: pip install 'riddle-me-this[evaluate]'.") from None
        self._scorer = RougeScorer(list(NAMES), use_stemmer=True)

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
