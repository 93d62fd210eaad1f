"""A brew of one story with a model that says what a test wants, over the real chain, craft and checks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from adapters.llm.hosted import hosted_model
from bot.domain import Article, Story
from bot.riddles.craft import Crafter
from bot.riddles.making import Maker, Order, Way
from bot.riddles.pipelines import HOSTED, ChainPipeline
from bot.riddles.pipelines.examples import load_examples
from tests.doubles.openai_server import OpenAIServer, Said

if TYPE_CHECKING:
    from bot.domain import Riddle
    from bot.riddles.making import Batch

TITLE = "Otters take over a boat ramp in Port Hallow"
TEXT = (
    "The otter is back in the harbour of Port Hallow, and the port now closes one of its boat ramps at night. A family "
    "of five uses it as a slide, the harbour office said on Monday.\n\n"
    "The first otter was seen by a night watchman, who took it for a fur hat in a rowing boat. It was asleep on its "
    "back. Nobody had met one in the harbour since 1951, when the paper mill was opened.\n\n"
    "The mill is gone, the fish have come back, and the animals have followed the fish. They sleep by day below the "
    "old customs house. At ten in the evening they begin to slide, and they keep at it until two.\n\n"
    "Children have put up a sign at the ramp. It says that the slide is taken."
)
SUMMARY = (
    "Otters are back in the harbour of Port Hallow for the first time since 1951. "
    "The port closes a boat ramp at night, because a family of five uses it as a slide."
)
GOOD: dict[str, Any] = {
    "facts": ["A watchman took the first one for a fur hat.", "The port closes a ramp at night."],
    "form": "summary",
    "kind": "animal",
    "answer": "otter",
    "aliases": ["otters"],
    "question": (
        "The watchman saw a fur hat asleep in a boat.\nNow a ramp is shut at night for a family of five,\n"
        "who slide from ten until two.\nThe children's sign says that the place is taken."
    ),
    "hints": [
        "Look into the harbour.",
        "It eats fish and sleeps on its back.",
        "It begins with O and has five letters.",
    ],
    "explanation": (
        "A watchman took the animal for a fur hat, and a family of five slides down the ramp from ten until two."
    ),
}
REPLY = json.dumps(GOOD)


def story(text: str = TEXT, title: str = TITLE) -> Story:
    """A story of one article."""
    return Story((Article("otter", title, text, "https://news.example/otters", "The Hallow Echo"),))


@dataclass(frozen=True, slots=True)
class Brewed:
    """What came of a brew, and what the model was asked."""

    batch: Batch
    asked: tuple[dict[str, Any], ...]

    @property
    def written(self) -> list[Riddle]:
        """The riddles that the model wrote."""
        return [riddle for riddle in self.batch.riddles if not riddle.fallback]

    @property
    def reasons(self) -> str:
        """What is on record."""
        return " ".join(decision.reason for decision in self.batch.decisions)

    @property
    def read(self) -> str:
        """Everything the model was given."""
        return json.dumps([request["messages"] for request in self.asked])


@cache
def crafter() -> Crafter:
    """One for all tests: it loads a parser."""
    return Crafter()


async def brew(*script: Any, about: Story | None = None) -> Brewed:
    """Brew one riddle; the last reply of the script stays for whatever is asked after it."""
    said = [Said(entry) if isinstance(entry, str) else entry for entry in script]
    async with OpenAIServer(said) as server:
        model = hosted_model(
            "openai:double", base_url=server.url, api_keys={"openai": SecretStr("k")}, requests_a_second=999
        )
        chain = ChainPipeline(
            model, HOSTED, name="service", model_name="double", first_wait=0.01, examples=load_examples()
        )
        made = await Maker(crafter(), Way(chain), seconds=60).make(Order((about or story(),), 1))
        return Brewed(made, tuple(server.requests))
