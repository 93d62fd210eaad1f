"""Where players read what is kept of them stands in the help of every platform."""

from __future__ import annotations

import pytest

from bot.game.sentences import Words


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_are_linked_where_the_operator_has_put_them(language: str) -> None:
    words = Words(language)
    told = words.pages("https://a.example/privacy", "https://a.example/terms")
    assert "https://a.example/privacy" in told
    assert "https://a.example/terms" in told
    assert "https" not in words.pages("", "")
    assert words.pages("", "")
