"""BLEU of texts against references, by the package sacrebleu, 0 to 100 as it has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Corpus(NamedTuple):
    """BLEU of many texts as one, and the signature that tells how it was reckoned."""

    score: float
    signature: str


class Bleu:
    """Scores texts; the score of one text takes as many orders of n-grams as it has, that of many takes all four."""

    def __init__(self) -> None:
        try:
            from sacrebleu.metrics.bleu import BLEU  # noqa: PLC0415 - heavy, and not everywhere installed
        except ImportError:
            raise UsageError("BLEU needs a package: pip install 'riddle-me-this[evaluate]'.") from None
        self._sentence = BLEU(effective_order=True)
        self._corpus = BLEU()
        # It has no signature before it has scored.
        self._sentence.sentence_score("word", ["word"])

    def sentence(self, text: str, reference: str) -> float:
        """BLEU of one text."""
        return float(self._sentence.sentence_score(text, [reference]).score)

    @property
    def signature(self) -> str:
        """How the score of one text is reckoned."""
        return str(self._sentence.get_signature())

    def corpus(self, texts: Sequence[str], references: Sequence[str]) -> Corpus:
        """BLEU of many texts, each with its reference."""
        score = float(self._corpus.corpus_score(list(texts), [list(references)]).score)
        return Corpus(score, str(self._corpus.get_signature()))
