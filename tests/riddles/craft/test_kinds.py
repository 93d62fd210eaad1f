"""Titles are found whole, and a name is what its story shows it to be."""

from __future__ import annotations

import pytest

from bot.domain import Article, Kind
from bot.riddles.craft.names import Name, find_names
from bot.riddles.craft.reading import read

SHOW = "The Marsks"
FILM = "Wendell's Eleven"


def found(title: str, text: str) -> dict[str, Name]:
    return {name.text: name for name in find_names(read(Article("a1", title, text)))}


def test_a_genitive_and_a_number_are_a_part_of_a_title() -> None:
    text = (
        "The crime comedy Wendell's Eleven has filled the cinemas of Ghent for a week. "
        "Wendell's Eleven took nine days to shoot, and it was shot in a bakery."
    )
    names = found("Wendell's Eleven fills the cinemas", text)
    assert names[FILM].kind is Kind.WORK
    assert len(names[FILM].mentions) == 2


def test_a_capital_the_inside_a_sentence_belongs_to_the_title() -> None:
    text = "Viewers in Ghent have chosen the TV show The Marsks as the best of the year. It is about a bakery."
    assert found("", text)[SHOW].kind is Kind.WORK


def test_a_the_that_opens_a_sentence_belongs_to_no_name() -> None:
    text = "The Marsks have opened a bakery in Ghent. They bake nine hundred rolls a day."
    assert SHOW not in found("", text)


def test_small_words_tie_a_title_that_comes_twice() -> None:
    text = (
        "Crowds in Ghent have cheered the film Lord of the Ovens for a week. "
        "Bakers say that Lord of the Ovens has taught them a thing or two about rye."
    )
    assert found("", text)["Lord of the Ovens"].kind is Kind.WORK


def test_where_a_song_is_sung_is_no_part_of_its_title() -> None:
    text = "Choirs have learnt the song Ovens of Light in Denmark. They will sing it on a bridge of glass."
    assert {"Ovens of Light", "Denmark"} <= {*found("", text)}


@pytest.mark.parametrize("event", ["Tremlett Open", "Golden Ladle Awards", "Tremlett City Marathon", "Marsk Cup"])
def test_the_last_word_tells_an_event(event: str) -> None:
    text = f"Tilda Marsk will come to the {event} in Ghent in May. She won the {event} twice."
    name = next(one for text, one in found("", text).items() if text.endswith(event))
    assert name.kind is Kind.EVENT
