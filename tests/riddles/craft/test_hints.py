"""Three hints help from vague to nearly given, and none says a word of the answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Article, Kind, Story
from bot.riddles.checks import leak
from bot.riddles.craft.clue import Clue, three_hints
from bot.riddles.craft.descriptions import facts_of, joined
from bot.riddles.craft.fields import field_told, world_of
from bot.riddles.craft.hints import blanked, ends, is_form, last, near, size, vague
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import known, rows
from bot.riddles.craft.reading import read
from bot.riddles.craft.telling import cleaned, repeats, telling
from bot.text import fold

TABLES = {"hints_people": {Kind.PERSON}, "hints_places": {Kind.PLACE}, "hints_organisations": set(Kind) - {Kind.PERSON}}
CITIES_TOO = ("Liverpool", "Sunderland", "Norwich")
"""Clubs that go by the name of their city."""

FILLER = "The weather in the valley was mild for the time of the year and many people came to see it."
ASKED = ("Which country is it?", "Who or what has grown cork?")
LEAD = "Tuva Lind has won the long race through the hills of Norway."


def hints_for(answer: str, kind: Kind, question: str, text: str, *aliases: str) -> tuple[str, str, str]:
    article = Article("a1", "A day of races", f"{text} {FILLER}", outlet="The Daily Lantern")
    made = three_hints(Clue(answer, kind), question, (0,), (), (answer, *aliases), read(article), Story((article,)))
    assert made is not None
    return made


def clued(clue: Clue, question: str, *spare: str) -> tuple[str, str, str]:
    article = Article("a1", "A day of races", f"A bridge has opened. {FILLER}", outlet="The Daily Lantern")
    made = three_hints(clue, question, (0,), spare, (clue.answer,), read(article), Story((article,)))
    assert made is not None
    return made


def told(sentence: str, *secret: str, question: str = "Who is it?", kind: Kind = Kind.PERSON) -> str:
    article = Article("a1", "A day of races", f"{sentence} {FILLER}", outlet="The Daily Lantern")
    return telling(read(article), (), secret, question, 170, kind)


@pytest.mark.parametrize(
    ("sentence", "hint"),
    [
        ("Tuva Lind grew up on a farm near Bergen.", "____ grew up on a farm near Bergen."),
        ("Lind's first boat was built in Bergen in 1994.", "____'s first boat was built in Bergen in 1994."),
        ("But Tuva Lind grew up on a farm near Bergen.", "____ grew up on a farm near Bergen."),
        (
            "Tuva Lind has built six boats near Bergen, but he was late.",
            "____ has built six boats near Bergen, but he was late.",
        ),
        (
            "Tuva Lind built six boats for Bruno Falk in Bergen, but he was late.",
            "____ built six boats for Bruno Falk in Bergen.",
        ),
        ("He said that the weather had been fine for Tuva Lind.", ""),
        ("Bruno Falk, a sailor, has repaired a lighthouse near Bergen.", ""),
        ("Tuva Lind was accused of theft by a baker in Bergen.", ""),
        ("Tuva Lind said that he would meet Bruno Falk in May.", ""),
    ],
)
def test_a_sentence_is_a_hint_only_where_it_is_about_the_answer_and_stands_alone(sentence: str, hint: str) -> None:
    assert told(sentence, "Tuva Lind", "Lind") == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "Tuva Lind has won a race. Many people came. She trained hard on the roads round Bergen in 1994.",
            "____ trained hard on the roads round Bergen in 1994.",
        ),
        ("Tuva Lind has won a race. Sara Falk saw it. She trained hard on the roads round Bergen in 1994.", ""),
        (
            "Kornmark has hired ten bakers. The company owns the oldest mill in Norway and a ferry.",
            "____ owns the oldest mill in Norway and a ferry.",
        ),
    ],
)
def test_she_and_the_company_stand_for_the_answer_where_nobody_else_is_near(text: str, hint: str) -> None:
    question = "Who has hired ten bakers or won a race?"
    kind = Kind.ORGANISATION if "Kornmark" in text else Kind.PERSON
    assert told(text, text.partition(" has")[0], question=question, kind=kind) == hint
    assert not told(text, text.partition(" has")[0], question=question, kind=Kind.PLACE)


def test_a_thing_that_the_riddle_has_told_of_may_be_told_of_again() -> None:
    sentence = "Tuva Lind, a native of Bergen, has refused the offer."
    assert not told(sentence, "Tuva Lind", question="Who is it?")
    assert told(sentence, "Tuva Lind", question="Who has had an offer from a museum of kites?")


def test_a_sentence_that_repeats_the_riddle_is_no_hint() -> None:
    question = "Which sailor grew up on a farm near Bergen?"
    assert not told("Tuva Lind grew up on a farm near Bergen.", "Tuva Lind", question=question)


def test_a_country_is_told_by_its_continent_then_by_what_it_is_like() -> None:
    first, second, third = hints_for("Portugal", Kind.PLACE, "Which country opened a bridge?", "A bridge has opened.")
    assert first == "Look for a country in Europe."
    assert second == "It lies on the Atlantic, and is known for cork."
    assert third == 'It starts with "P" and has eight letters.'


def test_what_the_question_says_already_is_no_hint() -> None:
    question = "Which European country, with one neighbour, opened a bridge?"
    first = hints_for("Portugal", Kind.PLACE, question, "A bridge has opened.")[0]
    assert "Europe" not in first
    assert "neighbour" not in first
    question = "Which Swiss tennis player opened a bridge?"
    assert not {"tennis", "Switzerland"} & set(
        hints_for("Roger Federer", Kind.PERSON, question, "A bridge has opened.", "Federer")[0].rstrip(".").split()
    )


def test_no_fact_is_told_of_another_kind_with_the_same_name() -> None:
    assert facts_of("Chelsea", Kind.ORGANISATION)
    assert facts_of("Chelsea", Kind.PLACE) == ()
    assert facts_of("Nobody Atall", Kind.PERSON) == ()


def test_every_fact_of_one_name_is_of_its_kind_and_keeps_it_hidden() -> None:
    for kind, first, second, names in rows("hints_more"):
        for name in names.split(";"):
            entry = known().get(fold(name))
            assert entry is None or entry.kind is Kind(kind) or name in CITIES_TOO, name
            secret = (name, *((entry.name, *entry.others) if entry else ()))
            assert not leaks(first, secret), name
            assert not leaks(second, secret), name
            assert {first, second} <= {*facts_of(name, Kind(kind))}, name


def test_what_somebody_does_and_where_from_is_one_hint_where_the_story_gives_another() -> None:
    text = "A bridge has opened. Roger Federer grew up on a farm near Bergen."
    first, second, _ = hints_for("Roger Federer", Kind.PERSON, "Who is it?", text, "Federer")
    assert first == "Look for a tennis player from Switzerland."
    assert second != first
    assert joined(["Look for a golfer.", "Think of Fiji."]) == ["Look for a golfer from Fiji."]
    assert joined(["It makes cars.", "It comes from Italy."]) == ["It makes cars, and it comes from Italy."]
    assert joined(["It comes from Bergen.", "It comes from Norway."]) == [
        "It comes from Bergen.",
        "It comes from Norway.",
    ]
    assert len(joined(["Its emblem is a kite, and its ground a field.", "Its home is Norway."])) == 2
    assert joined(["Think of Britain."]) == []
    assert joined(["Think of Fiji."]) == ["Think of Fiji."]


def test_an_office_held_back_by_the_riddle_is_a_hint() -> None:
    made = clued(Clue("Tuva Lind", Kind.PERSON), "I have opened a bridge.\nWho am I?", "I am the harbour mistress.")
    assert "The one you seek is the harbour mistress." in made[:2]


def test_a_hint_of_what_the_article_calls_the_answer() -> None:
    made = clued(Clue("Tuva Lind", Kind.PERSON, called=("a yodeller",)), "Who has opened a bridge?")
    assert "Look for a yodeller." in made[:2]


def test_names_of_the_same_sentence_are_a_hint_only_where_the_riddle_has_not_said_them() -> None:
    clue = Clue("Tuva Lind", Kind.PERSON, company=("Bruno Falk", "the Kite Museum"))
    made = clued(clue, "Who has opened a bridge with Bruno Falk?")
    assert "In the same breath the story names the Kite Museum." in made[:2]


def test_a_hint_never_says_only_that_a_story_is_about_sport_or_business() -> None:
    text = "Tuva Lind has won a match. The season of sport was long and the market for tickets was good. " * 3
    made = hints_for("Tuva Lind", Kind.PERSON, "Who has won a match?", text)
    assert not any(hint.startswith(("The story is about", "Look for a person")) for hint in made)


def test_a_narrow_world_is_a_hint_where_nothing_else_is_known() -> None:
    text = "Tuva Lind has opened a school. The batsmen took guard, the bowler ran in and a wicket fell."
    article = Article("a1", "A day", f"{text} {FILLER}", outlet="x")
    assert world_of(article) == "cricket"
    assert "Look in the world of cricket." in hints_for("Tuva Lind", Kind.PERSON, "Who has opened a school?", text)
    assert not field_told("Who has opened a school?")
    assert field_told("Which bowler has opened a school?")


def test_two_hints_never_tell_the_same() -> None:
    clue = Clue("Tuva Lind", Kind.PERSON, called=("a harbour mistress", "the harbour mistress"))
    made = clued(clue, "Who has opened a bridge?", "I am the harbour mistress.")
    assert sum("harbour mistress" in hint for hint in made) == 1


def test_a_firm_called_by_a_people_is_not_told_by_its_country() -> None:
    assert leaks("It comes from Switzerland.", ("Swiss Kites",))
    assert not leaks("It comes from Norway.", ("Swiss Kites",))


@pytest.mark.parametrize("table", [*TABLES, "hints_more"])
def test_no_fact_is_refused_for_a_leak_once_it_is_told(table: str) -> None:
    for *_, first, second, names in rows(table):
        for name in names.split(";"):
            entry = known().get(fold(name))
            aliases = (entry.name, *entry.others) if entry else ()
            for fact in (first, second):
                assert leaks(fact, (name, *aliases)) or not leak.leaks(name, aliases, fact), f"{name}: {fact}"


def test_no_fact_is_told_that_needs_the_one_before_it() -> None:
    question = "Which party stands for election?"
    assert not any(fact.startswith("It does so") for fact in facts_of("Liberal Democrats", Kind.ORGANISATION, question))


def test_a_small_word_that_begins_a_name_gives_nothing_away() -> None:
    assert not leaks("He likes kites and boats.", ("Andy Falk", "Andy"))
    assert leaks("He is called Andy.", ("Andy Falk",))


@pytest.mark.parametrize(
    "text", ["____ 64 fans have met near Bergen again.", "Many have used an ____ iPod near Bergen."]
)
def test_a_gap_in_a_longer_name_is_no_hint(text: str) -> None:
    assert not told(text.replace("____", "Tuva Lind"), "Tuva Lind")


def test_a_countrys_hint_never_names_its_capital_nor_a_city_its_country_first() -> None:
    assert "Indonesia" not in facts_of("Jakarta", Kind.PLACE)[0]
    assert not any("Lima" in fact for fact in facts_of("Peru", Kind.PLACE))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("Portugal", 'It starts with "P" and has eight letters.'),
        ("The Aviator", 'After the article, it starts with "A" and has seven letters.'),
        ("Bank of England", "Two words, small ones left out, with the initials B.E., of 4 and 7 letters."),
        ("Halo 2", 'One word beside a figure; the first starts with "H" and has four letters.'),
        ("J.K. Rowling", "Three words, with the initials J.K.R., of 1, 1 and 7 letters."),
        ("Ronan O'Gara", "Two words, with the initials R.O., of 5 and 5 letters."),
        ("Hewlett-Packard", "Two words, with the initials H.P., of 7 and 7 letters."),
        ("U2", 'It starts with "U" and has two signs, figures among them.'),
        ("42", "It is written in two figures, the first of them 4."),
    ],
)
def test_the_last_hint_counts_right(answer: str, hint: str) -> None:
    assert last(answer) == hint


@pytest.mark.parametrize(
    ("answer", "length", "vowels", "opening"),
    [
        (
            "Letter to the World",
            "By length, small words left out: 6 and 5 characters.",
            "Vowels in it, small words left out: 3.",
            'At the front, small words left out, stands "L", at the back "d".',
        ),
        (
            "The End",
            "By length, small words left out: 3 characters.",
            "Vowels in it, small words left out: 1.",
            'At the front, small words left out, stands "E", at the back "d".',
        ),
        (
            "Two Words",
            "By length: 3 and 5 characters.",
            "Vowels in it: 2.",
            'At the front stands "T", at the back "s".',
        ),
    ],
)
def test_hints_of_letters_say_what_they_leave_out(answer: str, length: str, vowels: str, opening: str) -> None:
    (_, by_length), _, (by_vowels,) = vague(answer)
    assert (by_length, by_vowels, near(answer)[-1]) == (length, vowels, opening)
    assert all(map(is_form, (length, vowels, opening, ends(answer))))
    assert ("left out" in ends(answer)) is (answer == "The End")


def test_initials_that_are_a_name_themselves_are_not_shown() -> None:
    assert "E.C.B" not in last("European Central Bank", ("European Central Bank", "ECB"))


def test_empty_brackets_and_double_gaps_go() -> None:
    assert (
        cleaned("US car makers ____ (____) and Falk met ____ , it said.")
        == "US car makers ____ and Falk met ____, it said."
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_listed_name_is_one_that_most_know(table: str) -> None:
    for first, second, names in rows(table):
        assert first or second
        for name in names.split(";"):
            entry = known().get(fold(name))
            assert entry is not None, name
            assert entry.kind in TABLES[table] | {Kind.PLACE} or name == "Walt Disney", name


@settings(deadline=None)
@given(st.sampled_from(sorted({(entry.name, entry.kind) for entry in known().values()})), st.sampled_from(ASKED))
def test_no_hint_holds_a_name_of_the_answer_and_no_two_are_the_same(named: tuple[str, Kind], question: str) -> None:
    answer, kind = named
    article = Article(
        "a1", "A day of races", f"{LEAD} {answer} was born near the sea and grew cork. {FILLER}", outlet="x"
    )
    made = three_hints(Clue(answer, kind), question, (0,), (), (answer,), read(article), Story((article,)))
    if made is not None:
        assert len({*map(fold, made)}) == 3
        assert not any(leaks(hint, (answer,)) for hint in made[:2])
        assert fold(answer) not in fold(made[2])


@given(st.text(min_size=1, max_size=40))
def test_the_words_of_a_hint_fit_any_answer(answer: str) -> None:
    assert all(len(hint) <= 190 for hint in (last(answer), size(answer), ends(answer)))


def test_a_text_repeats_a_question_where_most_of_it_is_told() -> None:
    assert repeats("opened a long footbridge", "Which country has opened a long footbridge?")
    assert not repeats("grows half of the cork", "Which country has opened a long footbridge?")


def test_a_capital_makes_a_small_word_part_of_a_name() -> None:
    assert last("Renato De Corvo") == "Three words, with the initials R.D.C., of 6, 2 and 5 letters."
    assert last("Lord of the Kites").startswith("Two words, small ones left out, with the initials L.K.")


def test_a_gap_keeps_its_s() -> None:
    assert blanked("Elda Holmes' cello was found.", ("Elda Holmes",)) == "____'s cello was found."
