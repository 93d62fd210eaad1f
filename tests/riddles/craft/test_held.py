"""What is as good as the name is kept for a hint, and lines are told as one would say them."""

from __future__ import annotations

import pytest

from bot.domain import Article, Candidate, Form, Story
from bot.riddles.craft import Crafter
from bot.riddles.craft.facts import facts_of
from bot.riddles.craft.gates import broken
from bot.riddles.craft.names import Name, find_names
from bot.riddles.craft.offices import general, is_office
from bot.riddles.craft.questions import questions_of
from bot.riddles.craft.reading import read
from bot.riddles.craft.rewrite import polish
from bot.riddles.craft.wording import is_course, is_empty, my_own, overlap

COACH = (
    "The Wales coach Tilda Marsk will open a bakery in Copenhagen for 400 apprentices in May. "
    "She said that rugby and bread want the same patience."
)


def named(text: str, wanted: str) -> Name:
    return next(name for name in find_names(read(Article("a1", "", text))) if name.text == wanted)


def lines(text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", "", text))
    names = find_names(reading)
    found = [fact for name in names if name.text == wanted for fact in facts_of(name, names, reading)]
    return [text for fact in found for text in (fact.text, fact.front) if text]


def asked(title: str, text: str, wanted: str) -> list[str]:
    reading = read(Article("a1", title, text))
    names = find_names(reading)
    return [one.text for name in names if name.text == wanted for one in questions_of(name, names, reading)]


def spoken(title: str, text: str) -> list[Candidate]:
    story = Story((Article("a1", title, text, outlet="The Daily Lantern"),))
    return [made for made in Crafter().candidates(story) if made.form is Form.FIRST_PERSON]


@pytest.mark.parametrize(
    "line",
    [
        "I am the Wales captain.",
        "I am the Chief Secretary to the Treasury.",
        "I am Harrods' owner.",
        "I am the Danish president.",
    ],
)
def test_an_office_of_one_person_is_as_good_as_the_name(line: str) -> None:
    assert is_office(line)


@pytest.mark.parametrize(
    "line",
    [
        "I am a pole vaulter from Russia.",
        "I am a former Wales captain.",
        "I am the world's largest bank.",
        "I am a goalkeeper.",
    ],
)
def test_a_sort_is_no_office(line: str) -> None:
    assert not is_office(line)


def test_an_office_is_told_in_a_hint_and_not_in_the_riddle() -> None:
    title = "Gerhard Schroeder opens a bridge of glass"
    text = (
        "German chancellor Gerhard Schroeder has opened a bridge of glass between Kehl and Strasbourg. "
        "Gerhard Schroeder will ride a horse from Bremen to Trieste for the sake of 600 village choirs. "
    )
    made = next(one for one in spoken(title, text) if one.answer == "Gerhard Schroeder")
    assert "chancellor" not in made.question
    assert "He is the German chancellor." in made.hints


def test_an_office_is_told_without_whose_it_is() -> None:
    assert general(named(COACH, "Tilda Marsk"), "sport", COACH) == "I coach a rugby team."


def test_the_leader_of_no_party_leads_no_party() -> None:
    text = "Guild leader Tilda Marsk has opened a hall for weavers in Ghent."
    assert general(named(text, "Tilda Marsk"), "politics", text) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The Aarhus-born singer Tilda Marsk will sing in Ghent in May.", "a singer born in Aarhus"),
        ("The Danish singer Tilda Marsk will sing in Ghent in May.", "a Danish singer"),
        ("The Danish-born singer Tilda Marsk will sing in Ghent in May.", "a Danish-born singer"),
        ("The Wales captain Tilda Marsk will sing in Ghent in May.", "the Wales captain"),
        ("The double Olympic champion Tilda Marsk will run in Ghent in May.", "a double Olympic champion"),
    ],
)
def test_who_is_one_of_many_has_the_article_of_many(text: str, line: str) -> None:
    role = named(text, "Tilda Marsk").role
    assert role is not None
    assert role.line == line


def test_a_trade_at_the_start_of_a_sentence_keeps_no_capital() -> None:
    role = named("Software giant Google has bought 300 ovens from a bakery in Ghent.", "Google").role
    assert role is not None
    assert role.line == "a software giant"


def test_a_doubled_word_of_the_source_is_said_once() -> None:
    assert polish("I have gone to the to the fair in the the rain") == "I have gone to the fair in the rain."


@pytest.mark.parametrize(
    "text",
    [
        "Tilda Marsk last won the Ghent marathon in 1985 by eleven seconds.",
        "Google posted a loss of 68m euros in the 12 months through June.",
    ],
)
def test_a_time_stays_where_it_belongs(text: str) -> None:
    wanted = " ".join(word for word in text.split()[:2] if word[0].isupper())
    assert not any(line.startswith("In ") for line in lines(text, wanted))


def test_a_famous_person_is_not_asked_for_by_the_office() -> None:
    text = "German chancellor Gerhard Schroeder has opened a bridge of glass between Kehl and Strasbourg."
    assert asked("Schroeder opens a bridge", text, "Gerhard Schroeder")[0].startswith("Who has opened")


def test_no_question_asks_for_the_venue_of_a_story() -> None:
    text = "The Danish runner Tilda Marsk finished fourth in the 60m hurdles at the indoor meeting in Madrid."
    assert asked("Marsk in solid start", text, "Madrid") == []


@pytest.mark.parametrize(
    ("text", "wanted", "line"),
    [
        (
            "Tilda Marsk has joined Ghent Rovers. Tilda Marsk scored four goals for Rovers in the cup.",
            "Tilda Marsk",
            "I scored four goals for Ghent Rovers in the cup.",
        ),
        (
            "Google has opened a school for bakers in Ghent. The first loaf of Google weighed nine kilos.",
            "Google",
            "My first loaf weighed nine kilos.",
        ),
        (
            "Tilda Marsk will open the longest loaf market of Belgium on Thursday night in Ghent.",
            "Tilda Marsk",
            "I will open the longest loaf market of Belgium in Ghent.",
        ),
        (
            "Tilda Marsk will open the longest loaf market of Belgium in Ghent, it has been announced.",
            "Tilda Marsk",
            "I will open the longest loaf market of Belgium in Ghent.",
        ),
        (
            'Tilda Marsk has praised the "patience" of 400 bakers in Ghent.',
            "Tilda Marsk",
            'I have praised the "patience" of 400 bakers in Ghent.',
        ),
    ],
)
def test_a_line_says_in_full_what_the_story_leaves_out(text: str, wanted: str, line: str) -> None:
    assert line in lines(text, wanted)


def test_a_comma_left_by_an_aside_breaks_a_line() -> None:
    assert broken("In London my finance minister, lashed out at the rules of seven nations.")
    assert not broken("In my second year, I opened 40 bakeries in Ghent.")


def test_a_listed_name_at_the_start_of_a_role_keeps_its_capital() -> None:
    role = named("Federal Reserve chairman Tilda Marsk will speak in Ghent in May.", "Tilda Marsk").role
    assert role is not None
    assert role.line == "the Federal Reserve chairman"


def test_what_a_reporter_asked_is_no_line() -> None:
    text = "Reuters spoke to 40 bakers in Ghent about the bread of Google."
    assert not any("spoke to" in line for line in lines(text, "Google"))


def test_the_points_of_a_match_weigh_less_than_its_news() -> None:
    assert is_course("I won the last four points of the first-set tie-break.")
    assert not is_course("I won the Ghent Open without a loss.")


def test_whose_country_it_is_the_answer_says() -> None:
    assert my_own("I am the country's biggest bank.") == "I am my country's biggest bank."
    assert my_own("I am the world's biggest bank.") == "I am the world's biggest bank."


def test_a_rank_of_nothing_defines_nobody() -> None:
    assert is_empty("I am the chief executive.")
    assert not is_empty("I am the ring of stones on the plain.")


def test_two_lines_that_share_their_names_tell_the_same() -> None:
    assert overlap("Kolb & Sons agreed to buy Alfa-Marsk's stake in me.", "Alfa-Marsk has a one-fifth stake in me.")


def test_who_says_their_is_not_part_of_a_name() -> None:
    text = "Ghent United manager Anders Kolb has ordered the runner Tilda Marsk not to play down their hopes of 2004."
    assert lines(text, "Tilda Marsk") == []


def test_no_question_asks_for_half_of_a_name() -> None:
    text = "Google bakers have opened 300 ovens in Ghent and in Oslo since 2004."
    assert asked("Google bakers in Ghent", text, "Google") == []
