"""Which of two letters a model chooses: by the chance of each where its weights are here, else in a schema."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from bot.riddles.pipelines.ask import Asker, Draw, unpriced
from bot.riddles.pipelines.loose import objects, spoken
from bot.riddles.pipelines.retry import FIRST_WAIT
from bot.riddles.pipelines.shape import HOSTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from bot.domain import Usage
    from bot.riddles.pipelines.ask import Cost

LETTERS: Final = ("A", "B")
SECONDS = 60.0

SCHEMA: dict[str, Any] = {
    "title": "choice",
    "description": "Which statement is true.",
    "type": "object",
    "properties": {"choice": {"type": "string", "enum": list(LETTERS), "description": "A or B"}},
    "required": ["choice"],
    "additionalProperties": False,
}


class Chooser:
    """Asks one model for A or B."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        cost: Cost = unpriced,
        seconds: float = SECONDS,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._asker = Asker(model, HOSTED, cost, first_wait, schema=SCHEMA)
        self._seconds = seconds

    @property
    def scores(self) -> bool:
        """Whether the model's weights are here, and it is not made to write."""
        return self._asker.scores

    @property
    def spent(self) -> Usage:
        """All that its choices took so far."""
        return self._asker.spent

    async def choose(self, messages: Sequence[BaseMessage]) -> str:
        """The letter, or nothing where none can be read; raises `ModelError` where the model could not be asked."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        if self.scores:
            first, second = await self._asker.likely(messages, LETTERS, deadline)
            return "" if first == second else LETTERS[second > first]
        return read_letter((await self._asker.fields(messages, Draw(0, deadline))).written)


def read_letter(reply: str) -> str:
    """The letter of a reply: in an object, or alone; nothing for anything else, so that no speech is taken for one."""
    for found in objects(reply):
        if "choice" in found:
            said = str(found["choice"]).strip()
            break
    else:
        said = spoken(reply).strip(" \n\t.:!\"'*`()[]").upper()
    return said if said in LETTERS else ""
