"""What makes a crafted riddle fit to post: what it calls the answer, what it asks for, and what its hints may say."""

from __future__ import annotations

from bot.domain import Article, Candidate, Form, Kind, Story
from bot.riddles.craft import Crafter
from bot.riddles.craft.dressing import clause_of, explanation
from bot.riddles.craft.names import find_names
from bot.riddles.craft.reading import read


def story(title: str, text: str) -> Story:
    return Story((Article("a1", title, text, outlet="The Daily Lantern"),))


BAMBOO = story(
    "Bamboo becomes a blade",
    "Bamboo, the giant grass that feeds the panda and holds up scaffolding in Hong Kong, is to be tried as a blade "
    "for wind turbines. "
    "Three blades have turned for a hundred days. Bamboo grows by as much as 90 centimetres in a day.",
)
COMET = story(
    "Halley's Comet seen again",
    "Halley's Comet has been photographed near the far end of its path by a telescope in Chile. "
    "Halley's Comet returns to the Sun every 75 or 76 years and is stitched into the Bayeux Tapestry.",
)
COUPLE = story(
    "Quint to tour the coast",
    "Harald Quint will open a festival in Dover in June. Mrs Quint made her first speech in Bournemouth last October. "
    "She is the wife of the party leader, and a model.",
)


def test_the_headlines_own_noun_may_be_the_answer_with_its_apposition_as_a_line() -> None:
    best = Crafter().candidates(BAMBOO)[0]
    assert best.answer == "Bamboo"
    assert "I am the giant grass that feeds the panda and holds up scaffolding in Hong Kong." in best.question
    assert best.question.endswith("What am I?")


def test_a_listed_name_of_several_words_is_not_torn() -> None:
    best = Crafter().candidates(COMET)[0]
    assert (best.answer, best.kind) == ("Halley's Comet", Kind.THING)


def test_a_surname_that_may_be_two_peoples_is_ambiguous() -> None:
    names = {name.text: name for name in find_names(read(COUPLE.lead))}
    assert names["Harald Quint"].ambiguous


def test_what_somebody_was_is_not_what_they_are() -> None:
    reading = read(story("Hedda Brun", "Hedda Brun was the Norwegian prime minister. Hedda Brun paints.").lead)
    assert find_names(reading)[0].role is None


def test_the_one_of_its_kind_is_called_the() -> None:
    text = "Portugal, the westernmost country of mainland Europe, has opened a bridge. Portugal grows half of the cork."
    best = Crafter().candidates(story("Portugal opens a bridge", text))[0]
    assert "the westernmost country of mainland Europe" in best.question.replace("The ", "the ")


def test_who_said_something_is_not_asked() -> None:
    text = "France will build a lighthouse of glass. Spain said that the lighthouse was too tall for the coast."
    assert not any(" said " in made.question for made in Crafter().candidates(story("A lighthouse of glass", text)))


def test_a_models_kind_stands_and_no_hint_says_a_kind_that_is_a_guess() -> None:
    told = story(
        "A kite over the bay", "A kite of paper and silk flew over the bay of Nice for nine hours on one string."
    )
    whole = Crafter().complete(Candidate(Form.SUMMARY, Kind.THING, "Paper and silk on a string.", "kite"), told)
    assert whole.kind is Kind.THING
    assert "animal" not in " ".join(whole.hints)


def test_an_explanation_is_short_and_cut_at_a_clause() -> None:
    long = "The bridge is open, and " + "it is long, " * 30 + "they say."
    assert len(explanation((long, long, long), "Portugal")) <= 300
    assert clause_of(long, 100).endswith("it is long ...")
