"""A teacher with a script, and replies as models write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import Usage
from bot.ports.teacher import Taught
from bot.training.blocks import shown
from bot.training.example import Example, example_of
from tests.training.making import row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.ports.teacher import Lesson

NAMES = (
    "Samarkand Kilimanjaro Reykjavik Zanzibar Ljubljana Timbuktu Valparaiso Kathmandu Antananarivo Ouagadougou "
    "Tashkent Bratislava"
).split()
DEEDS = (
    "lent its oldest library a lift made of glass",
    "counted forty storks on the roof of its town hall",
    "painted every bench along the river a bright yellow",
    "baked a loaf as long as two tennis courts",
    "opened a school where only clocks are mended",
    "gave each of its trams the name of a poet",
    "let a brass band ride through the market by bicycle",
    "grew the heaviest pumpkin of the valley behind its station",
    "held a regatta of bathtubs upon the frozen canal",
    "hung nine hundred lanterns between two church towers",
    "invited every left-handed baker to a breakfast outdoors",
    "moved its lighthouse eleven metres inland by rope",
)


def good(at: int) -> Example:
    """One of twelve examples that pass every rule, each unlike the others."""
    name, deed = NAMES[at], DEEDS[at]
    return example_of(
        row(
            id=f"good-{at}",
            topic="towns",
            title=f"A week in the life of {name}",
            article=f"On Friday {name} {deed}. " + f"The mayor of {name} said that nobody had complained. " * 5,
            summary=f"The city of {name} {deed} on Friday, its mayor said.",
            form="question",
            kind="place",
            question=f"Which city {deed} on Friday?",
            answer=name,
            aliases=[],
            hints=["Its mayor heard no complaint.", "It is a city.", f"It begins with {name[0]}."],
            explanation=f"It {deed}.",
        )
    )


def reply(*examples: Example, first: int = 9) -> str:
    """A reply with these examples."""
    return "\n\n".join(shown(example, at, article=True) for at, example in enumerate(examples, first))


@dataclass
class Script:
    """Says one thing after the other; the last one stays. An exception in it is raised."""

    lines: Sequence[str | Exception | Callable[[Lesson], str]]
    name: str = "openai:gpt-5-mini"
    whole: bool = True
    asked: list[Lesson] = field(default_factory=list)

    async def ask(self, lesson: Lesson) -> Taught:
        said = self.lines[min(len(self.asked), len(self.lines) - 1)]
        self.asked.append(lesson)
        if isinstance(said, Exception):
            raise said
        text = said(lesson) if callable(said) else said
        return Taught(text, self.whole, Usage(1, 1000, 200, 0.5, self.cost(1000, 200)))

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        return prompt_tokens / 1e6 + completion_tokens / 1e5
