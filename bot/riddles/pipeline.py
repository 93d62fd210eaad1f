"""One way to make candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Story, Usage


class Pipeline(Protocol):
    """Makes candidates of a story; checks, repair and choice stand above it and are the same for all."""

    @property
    def name(self) -> str:
        """`few_shot`, `zero_shot`, `service` or `fine_tuned`."""

    @property
    def steps(self) -> int:
        """1 where summary and riddle are written at once, 2 where the riddle is made of the summary."""

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""

    @property
    def spent(self) -> Usage:
        """All that its calls took so far, those whose reply was of no use included."""

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = tuple(Form)) -> list[Candidate]:
        """Make up to `n` candidates: those that could be parsed, in the order they came.

        The draws go round the wanted `forms`, the best first: one draw asks for the first.

        Raises `ModelError` when the model gives nothing at all: `ModelUnavailable` when it cannot be reached,
        `ReplyError` when no reply could be parsed.
        """

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        """Ask once more, with the reasons of the failed checks; None when the reply could not be parsed."""
