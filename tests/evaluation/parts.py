"""A case, riddles of it, and who made them."""

from __future__ import annotations

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.evaluation.case import Case
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.generation import Generation

TEXT = (
    "The city of Lisbon has put its oldest tram back on the rails. Number 28 climbs the hills from Graca to Estrela, "
    "and for one week in May the driver Rui Matos wears the uniform of 1914. The tram is yellow and holds twenty."
)
STORY = Story((Article("a1", "Old tram climbs again", TEXT),))
CASE = Case(
    "case-1", STORY, Form.QUESTION, "Lisbon runs its oldest tram again.", "Which city runs a tram of 1914?", "Lisbon"
)
OTHER = Case("case-2", Story((Article("a2", "Bees", "Bees moved into the town hall of Ghent."),)), Form.QUESTION)
ENTRANT = Entrant("zero_shot", 2, "openai:gpt-x", Facts(family="gpt"))
LOCAL = Entrant("few_shot", 1, "embedded", Facts(family="smollm"))


def riddle(question: str = "Which city put its oldest tram back?", answer: str = "Lisbon") -> Candidate:
    return Candidate(Form.QUESTION, Kind.PLACE, question, answer, ("Lisboa",))


def generation(
    one: Candidate | None, case: str = "case-1", *, seed: int = 0, draw: int = 0, entrant: Entrant = ENTRANT
) -> Generation:
    return Generation(entrant.key, case, seed, draw, one)
