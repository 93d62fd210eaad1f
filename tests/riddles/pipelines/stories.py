"""Stories and replies the tests of the pipelines share."""

from __future__ import annotations

import json

from bot.domain import Article, Story

TEXT = (
    "A colony of Adelie penguins in the Bay of Tamsin moved its nests uphill this spring, researchers said on Monday. "
    "The birds carried some 4,000 pebbles to a ledge 30 metres above the water. "
    "Drone pictures showed that every nest had been rebuilt within nine days."
)


def story(text: str = TEXT, title: str = "Penguins move house") -> Story:
    return Story((Article("a1", title, text, "https://example.org/penguins", "The Harbour Post"),))


REPLY = {
    "form": "summary",
    "question": "Stone by stone we climbed the shore,\nnine days, four thousand stones or more.\nWho moved house?",
    "answer": "penguins",
    "aliases": ["Adelie penguins"],
    "kind": "animal",
    "hints": ["Look to the cold south.", "They swim but do not fly.", "A bird that begins with P."],
    "explanation": "The colony carried pebbles uphill and rebuilt its nests.",
}

JSON_REPLY = json.dumps(REPLY)
SUMMARY = "Penguins moved their nests uphill. They carried some 4,000 pebbles in nine days."
LINES_REPLY = (
    "Riddle: Stone by stone we climbed the shore,\nfour thousand pebbles, maybe more.\nAnswer: penguins\n"
    "Hint 1: Look south.\nHint 2: Birds that swim.\nHint 3: It begins with P."
)
