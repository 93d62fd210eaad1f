from __future__ import annotations

import pytest

from bot.riddles.pipelines.aliases import spared


@pytest.mark.parametrize(
    ("answer", "alias", "shown"),
    [
        ("Trieste", "Trieste, Italy", "A city in Italy."),
        ("tea", "tea leaves", "Two leaves and a bud."),
        ("Venus", "evening star", "I am not a star."),
        ("Treasure Island", "Treasure Island by Robert Louis Stevenson", "Robert Louis Stevenson wrote it."),
    ],
)
def test_a_name_that_would_forbid_the_riddle_its_own_words_goes(answer: str, alias: str, shown: str):
    assert spared(answer, [alias], [shown]) == ()
    assert spared(answer, [alias], ["It is something else."]) == (alias,)


@pytest.mark.parametrize(
    ("answer", "alias", "shown"),
    [
        ("United Kingdom", "Britain", "Which country was once called Britain?"),
        ("Joseph Haydn", "Haydn", "Which Haydn wrote it?"),
        ("otter", "otters", "Who but otters slides?"),
        ("otter", "river otter", "Which river has this otter?"),
    ],
)
def test_a_name_of_its_own_stays_so_that_a_leak_is_one(answer: str, alias: str, shown: str):
    assert spared(answer, [alias], [shown]) == (alias,)
