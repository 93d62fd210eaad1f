"""How common a word is."""

from __future__ import annotations


def frequency(word: str) -> float:
    """How common an English word is, as a Zipf value (3 is once in a million words)."""
    from wordfreq import zipf_frequency  # noqa: PLC0415 - a third of a second, and rarely needed

    return float(zipf_frequency(word, "en"))
