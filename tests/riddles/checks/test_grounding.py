from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain import Article, Story, Summary
from bot.riddles.checks.grounding import unsupported
from bot.riddles.checks.source import source
from tests.riddles.checks.riddles import ARTICLE, fails

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "grounding.jsonl").read_text("utf-8").splitlines()
]


def _cases(split: str) -> list[tuple[bool, bool, str]]:
    return [
        (claim["supported"], unsupported(claim["claim"], source(story), (row["answer"],)) is None, claim["kind"])
        for row in ROWS
        if row["split"] == split
        for story in [Story((Article(row["title"], row["title"], row["text"]),))]
        for claim in row["claims"]
    ]


@pytest.mark.parametrize("split", ["seen", "held_out", "held2", "swaps", "fresh5", "fresh6"])
def test_true_claims_are_told_from_false_ones(split: str) -> None:
    cases = _cases(split)
    right = [sum(says for label, says, _ in cases if label), sum(not says for label, says, _ in cases if not label)]
    of = [sum(label for label, _, _ in cases), sum(not label for label, _, _ in cases)]
    assert (right[0] / of[0] + right[1] / of[1]) / 2 >= 0.8


@pytest.mark.parametrize("split", ["seen", "held_out"])
def test_every_number_name_and_date_that_was_changed_is_found(split: str) -> None:
    assert not [case for case in _cases(split) if not case[0] and case[1] and case[2] in {"number", "name", "date"}]


def test_the_labelled_set_is_large() -> None:
    assert len(ROWS) >= 40
    assert sum(len(row["claims"]) for row in ROWS) >= 420


TRUE = [
    "About 1,200 drivers joined the strike.",
    "Twelve hundred drivers joined the strike.",
    "More than a thousand drivers joined the strike.",
    "Nearly 1,300 drivers joined the strike.",
    "They want six per cent more.",
    "The drivers of a Portuguese city walked out.",
    "Buses were not affected.",
]
FALSE = [
    "About 1,300 people were happy in 1999.",
    "They want a pay rise of 60 per cent.",
    "Talks with the city begin on Friday.",
    "The buses were affected.",
    "Tram drivers in Madrid walked out on Monday.",
    'A driver said: "We love the wages, but not the hills."',
    "Purple elephants danced upon frozen lakes singing opera loudly.",
]


@pytest.mark.parametrize("claim", TRUE)
def test_what_the_article_says_in_other_words_stands(claim: str) -> None:
    assert unsupported(claim, source(Story((ARTICLE,))), ("Lisbon",)) is None


@pytest.mark.parametrize("claim", FALSE)
def test_what_the_article_does_not_say_falls(claim: str) -> None:
    assert unsupported(claim, source(Story((ARTICLE,))), ("Lisbon",)) is not None


MARKET = Article(
    "a2",
    "Ankara market sells its scales",
    "The market of Ankara sold its old scales on Thursday to a museum, which bought them for 60 lira. Nobody offered "
    "the town a coin for the hall, and it was built without a nail. A 3G mast stands beside the hall, and the mayor, "
    "once leader of the Green Guild, has refused to be leader again. The keeper of the scales is healthy.",
)
TRUE_OF_MARKET = [
    "I am a country in Asia.",
    "I lie in the Middle East.",
    "The market sold them and a museum bought them.",
    "A museum bought the old scales.",
    "They went for sixty lira.",
    "Thursdays bring a sale.",
    "There is a 3G mast beside the hall.",
    "I was the leader of the Green Guild.",
]
FALSE_OF_MARKET = [
    "I am a country in Africa.",
    "A 4G mast stands beside the hall.",
    "Somebody offered the town a coin for the hall.",
    "The keeper of the scales was ill.",
]


@pytest.mark.parametrize("claim", TRUE_OF_MARKET)
def test_a_region_a_deal_seen_from_both_sides_and_a_name_with_figures_stand(claim: str) -> None:
    assert unsupported(claim, source(Story((MARKET,))), ("Turkey",)) is None


@pytest.mark.parametrize("claim", FALSE_OF_MARKET)
def test_a_wrong_region_and_a_turned_negation_fall(claim: str) -> None:
    assert unsupported(claim, source(Story((MARKET,))), ("Turkey",)) is not None


def test_the_one_who_beats_is_not_the_one_who_is_beaten() -> None:
    story = Story((Article("a3", "Boy beats master", "The boy beat the old master on Saturday."),))
    assert unsupported("The master beat the boy.", source(story), ()) is not None
    assert unsupported("The boy beat a master.", source(story), ()) is None
    assert unsupported("The master was beaten by the boy.", source(story), ()) is None


def test_what_somebody_only_claims_is_no_fact() -> None:
    text = "Nobody, he claimed, could picture the mayor of Oakhaven walking up the tower stairs."
    read = source(Story((Article("a4", "A quarrel in Oakhaven", text),)))
    assert unsupported("Nobody could picture the mayor walking up the tower stairs.", read, ()) is not None
    assert unsupported("Nobody, it was said, could picture the mayor walking up the tower stairs.", read, ()) is None


def test_a_claim_with_a_number_word_and_a_veil_is_not_thin() -> None:
    text = "In 1482 the painter wrote to a duke and listed ten things he could do; painting was the last of them."
    read = source(Story((Article("a5", "A letter", text),)))
    assert unsupported("I applied to a duke with ten talents, and came to my brushes last of all.", read, ()) is None


PORT = Article(
    "a6",
    "Ferry and tug at odds",
    "The ferry Alma of Captain Jo Reyes left Ostby on 3 May with 340 passengers, and the tug Bruno followed with 12. "
    "Ida Storm owns 25% of Alma and keeps a cat on it. The town of Kleve sold its crane for 90,000 euros and then "
    "bought 46% of Alma. Bruno may be sold in August. Captain Reyes said that Piet Oomen had stolen a rope 40 "
    "metres long. For nine days no boat, raft or barge was allowed in. "
    "A third of the crew wants to leave. Lena Fosse beat Amir Dahl in a race to the pier.",
)
TRUE_OF_PORT = [
    "I carried 340 passengers out of Ostby.",
    "One in three of my crew would like to leave.",
    "A quarter of me belongs to Ida Storm.",
    "Amir Dahl was beaten by Lena Fosse.",
    "Captain Reyes says that Piet Oomen stole a rope.",
    "The tug Bruno might be sold in August.",
    "For more than a week no raft was allowed in.",
]
FALSE_OF_PORT = {
    "a number of another": "I left Ostby with 12 passengers.",
    "a share of another": "Ida Storm owns 46% of me.",
    "another fraction": "A half of the crew wants to leave.",
    "another unit of length": "The rope was 40 miles long.",
    "another unit of time": "For nine weeks no boat was allowed in.",
    "another month": "Bruno may be sold in May.",
    "a hedge dropped": "Bruno was sold in August.",
    "a hedge made sure": "Bruno will be sold in August.",
    "an accusation as a fact": "Piet Oomen had stolen a rope.",
    "doer and done-to": "Amir Dahl beat Lena Fosse in a race.",
    "doer and done-to, passive": "Lena Fosse was beaten by Amir Dahl in a race.",
    "one of a list denied": "A raft and a barge were allowed in.",
}


@pytest.mark.parametrize("claim", TRUE_OF_PORT)
def test_shares_passives_reports_and_hedges_that_are_kept_stand(claim: str) -> None:
    assert unsupported(claim, source(Story((PORT,))), ("Alma",)) is None


@pytest.mark.parametrize("swap", FALSE_OF_PORT)
def test_what_is_told_of_another_or_is_not_yet_so_falls(swap: str) -> None:
    assert unsupported(FALSE_OF_PORT[swap], source(Story((PORT,))), ("Alma",)) is not None


FAIR = Article(
    "a7",
    "Kestrel fair moves",
    "The Kestrel fair moves from Ostby to Kleve in May. Its price rises from 12 to 30 euros. The council agreed to it "
    "by 212 to 96. Only the mayor, Piet Oomen, voted against the move. The pianist Lena Fosse left Norway for Spain.",
)


@pytest.mark.parametrize(
    "claim",
    [
        "I move from Ostby to Kleve.",
        "My price rises from 12 to 30 euros.",
        "The council voted by 212 to 96.",
        "Mayor Piet Oomen voted against the move.",
        "I lost by 96 to 212.",
    ],
)
def test_what_goes_its_own_way_stands(claim: str) -> None:
    assert unsupported(claim, source(Story((FAIR,))), ("Kestrel fair",)) is None


@pytest.mark.parametrize(
    "claim",
    [
        "I move from Kleve to Ostby.",
        "My price rises from 30 to 12 euros.",
        "The council agreed to it by 96 to 212.",
        "Mayor Piet Oomen voted for the move.",
        "Mayor Piet Oomen voted in favour of the move.",
    ],
)
def test_what_is_told_the_other_way_round_falls(claim: str) -> None:
    assert unsupported(claim, source(Story((FAIR,))), ("Kestrel fair",)) is not None


def test_a_blank_is_read_as_the_answer() -> None:
    assert not fails("grounding", question="Tram drivers in ____ walked out on Monday. Which city is missing?")
    assert fails("grounding", question="____ walked out of tram drivers in Rome. Which city is missing?")


def test_question_summary_and_explanation_are_all_held_against_the_article() -> None:
    wrong = "About 2,100 drivers joined the strike."
    assert fails("grounding", question=f"{wrong} Which city am I?")
    assert fails("grounding", explanation=wrong)
    assert fails("grounding", summary=Summary(wrong))


@pytest.mark.parametrize(
    ("article", "true", "false"),
    [
        ("Exports of tin fell; imports of tea rose.", "Exports of tin fell.", "Exports of tea fell."),
        ("The driver survived; both dogs died.", "The driver survived.", "The driver died."),
        ("It runs between May 2023 and June 2024.", "It began in May 2023.", "It began in May 2024."),
        ("The post pays 40 francs a month.", "It pays 40 francs a month.", "It pays 40 francs a week."),
        ("The firm lost 20 euros.", "The firm lost 20 euros.", "The firm lost 20 dollars."),
        ("It may cost between 3 and 4 crowns.", "It may cost up to 4 crowns.", "It will cost 4 crowns."),
        ("Fewer people came than last year.", "Fewer came than last year.", "More people came than last year."),
        ("Two thirds of the letters are legible.", "Most letters are legible.", "All letters are legible."),
        ("Ada Moll found the ring.", "Ada Moll found it.", "Bo Renn found it."),
        ("The delay was half an hour.", "The delay was thirty minutes.", "The delay was forty minutes."),
    ],
)
def test_a_claim_is_told_from_its_neighbour(article: str, true: str, false: str) -> None:
    read = source(Story((Article("a", "News of the day", article),)))
    assert unsupported(true, read) is None
    assert unsupported(false, read) is not None
