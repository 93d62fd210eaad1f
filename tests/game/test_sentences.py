"""What a player reads: complete in every language, and true to the law of the game."""

from __future__ import annotations

import string
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from gettext import GNUTranslations
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from adapters.store import rows
from bot.domain import Entry, Judgement, Move, Play, Recap, Result, Streak, Terms, Verdict
from bot.errors import NothingToPlay, SettingsError, StoreError
from bot.game import sentences
from bot.game.languages import languages
from bot.game.regrade import Change
from bot.game.sentences import Words
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(sentences.__file__).parent
LOCALE = files("bot.game").joinpath("locale")
KEYWORDS = {"_": None, "_n": (1, 2), "said": None}
ENGLISH, GERMAN = Words("en"), Words("de")


def written() -> set[tuple[str, ...]]:
    """Every sentence in the source, a plural as two."""
    found = extract_from_dir(ROOT, [("**.py", "python")], keywords=KEYWORDS)
    return {parts(one) for _, _, one, _, _ in found}


def translated(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    with LOCALE.joinpath(language, "LC_MESSAGES", "riddle.po").open("rb") as file:
        catalogue = read_po(file)
    return {parts(one.id): parts(one.string) for one in catalogue if one.id}


def parts(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


TRANSLATED = [language for language in languages() if language != "en"]


def test_there_are_english_and_german() -> None:
    assert languages() == ("de", "en")
    assert Settings.model_fields["language"].default == "en"


def test_the_template_holds_every_sentence_of_the_source() -> None:
    with LOCALE.joinpath("riddle.pot").open("rb") as file:
        template = {parts(one.id) for one in read_po(file) if one.id}
    assert template == written(), "make words"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_the_same_values(language: str) -> None:
    found = translated(language)
    assert set(found) == written(), "make words"
    for source, said in found.items():
        assert all(said), source
        for text in said:
            assert names(text) <= {*names(source[0]), *names(source[-1]), "n"}, source
        assert names(said[-1]) >= names(source[-1]), source


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_agrees_with_the_written_one(language: str) -> None:
    with LOCALE.joinpath(language, "LC_MESSAGES", "riddle.mo").open("rb") as file:
        compiled = {parts(one.id): parts(one.string) for one in read_mo(file) if one.id}
    assert compiled == translated(language), "make words"


def test_an_unknown_language_is_one_clear_sentence() -> None:
    with pytest.raises(SettingsError, match=r"RIDDLE_LANGUAGE is wrong: there is no 'xx'; there are de, en\."):
        Words("xx")
    for hostile in ("../../etc", "de/LC_MESSAGES", "", "x" * 5_000):
        with pytest.raises(SettingsError) as error:
            Words(hostile)
        assert len(str(error.value)) < 120


def test_numbers_that_the_sentences_name_are_those_of_the_law() -> None:
    defaults = {one.name: one.default for one in fields(Terms)}
    assert defaults["free_wrong"] == sentences.FREE_WRONG
    assert rows.LEAST_ROUNDS == sentences.LEAST_ROUNDS
    assert defaults["hint_cost"] == 2
    assert "each costs two points" in ENGLISH.long_help()


@pytest.mark.parametrize("judgement", list(Judgement))
@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_every_verdict_is_said_in_words_and_an_emoji_never_stands_alone(words: Words, judgement: Judgement) -> None:
    plain = words.verdict(Verdict(judgement, "3"))
    assert plain.isascii() or words is GERMAN
    marked = Words(words.language, marks=True).verdict(Verdict(judgement, "3"))
    assert marked.endswith(plain)
    assert marked[0] == sentences.MARKS[judgement]
    assert len(plain) >= 6


@pytest.mark.parametrize(
    ("verdict", "play", "limit", "said"),
    [
        (Verdict(Judgement.WRONG, "none: x"), Play(guesses=1), 0, "No, that is not it."),
        (
            Verdict(Judgement.WRONG, "none: x"), Play(guesses=2), 0,
            "No, that is not it. From now on a wrong guess costs a point.",
        ),
        (
            Verdict(Judgement.WRONG, "empty: there is no word in it"), Play(guesses=2), 0,
            "There is no word in that. It was not counted.",
        ),
        (Verdict(Judgement.WRONG, "none: x"), Play(guesses=1), 3, "No, that is not it. You have 2 guesses left."),
        (
            Verdict(Judgement.WRONG, "none: x"), Play(guesses=3), 3,
            "No, that is not it. That was your last guess. `give up` shows you the answer.",
        ),
        (
            Verdict(Judgement.TOO_SOON, "1"), None, 0,
            "Take a breath: you can guess again in one second. This one was not counted.",
        ),
        (
            Verdict(Judgement.CLOSED, "limit"), None, 0,
            "You have used all your guesses here. `give up` shows you the answer.",
        ),
        (
            Verdict(Judgement.CLOSED, "over"), None, 0,
            "This riddle is too old to be played; `answer` shows what it was.",
        ),
        (Verdict(Judgement.CLOSED, "finished"), None, 0, "This riddle is finished for you."),
        (
            Verdict(Judgement.CLOSED, "moves"), None, 0,
            "Those were very many guesses; this riddle takes no more from you.",
        ),
        (Verdict(Judgement.REPEATED), None, 0, "You said that before; it was not counted again."),
    ],
)  # fmt: skip
def test_a_verdict_says_why_and_what_is_left(verdict: Verdict, play: Play | None, limit: int, said: str) -> None:
    assert ENGLISH.verdict(verdict, play, limit) == said


@pytest.mark.parametrize(
    ("play", "unscored", "said"),
    [
        (Play(1, solved=True, points=8), "", "Right! Solved at the first guess, without a hint: 8 points."),
        (Play(3, 1, solved=True, points=1), "", "Right! Solved in 3 guesses, with one hint: one point."),
        (
            Play(2, 2, solved=True), "late",
            ("Right! Solved in 2 guesses, with 2 hints. The answer could be read already: no points, but it keeps "
            "your streak."),
        ),
        (
            Play(1, solved=True), "elsewhere",
            ("Right! Solved at the first guess, without a hint. You have finished this edition in another community, "
            "so here it is without points."),
        ),
        (Play(1, solved=True), "", "Right! Solved at the first guess, without a hint."),
    ],
)  # fmt: skip
def test_praise_tells_how_it_was_done_and_what_it_brought(play: Play, unscored: str, said: str) -> None:
    assert ENGLISH.solved(play, unscored) == said


def test_a_streak_is_told_with_what_will_be_forgiven() -> None:
    assert ENGLISH.streak(Streak(5, 9, 1)) == (
        "Your streak: 5 days. Your longest: 9 days. One missed day will be forgiven."
    )
    assert GERMAN.streak(Streak(1, 1, 2)) == "Deine Serie: ein Tag. 2 verpasste Tage werden dir verziehen."
    assert "begins" in ENGLISH.streak(Streak())
    assert ENGLISH.streak(Streak(0, 2, 0)).endswith("the next riddle you solve. Your longest: 2 days.")


def test_a_recap_of_a_riddle_that_nobody_played_counts_nobody() -> None:
    assert ENGLISH.recap(Recap(0, 0, 0)) == "Nobody has played it."


def test_a_recap_names_what_was_often_said() -> None:
    assert ENGLISH.recap(Recap(1, 0, 0, 1)) == "0 of 1 solved it. One gave up."
    assert ENGLISH.recap(Recap(4, 3, 9, wrong=(("paris", 2), ("oslo", 2)))) == (
        '3 of 4 solved it, with 9 guesses in all. Often said: "paris" (2 times), "oslo" (2 times).'
    )


def test_an_error_of_the_game_is_told_in_the_players_language_and_others_as_they_are() -> None:
    assert GERMAN.error(NothingToPlay(sentences.number_never_played(7))) == "Rätsel 7 wurde hier nie gespielt."
    assert str(NothingToPlay(sentences.number_never_played(7))) == "Riddle 7 was never played here."
    assert GERMAN.error(StoreError("The store is full.")) == "The store is full."
    assert GERMAN.error(NothingToPlay()) == ""


@pytest.mark.parametrize("player", ["", "\0001"])
def test_one_who_is_forgotten_is_somebody_in_the_log(player: str) -> None:
    at = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    assert ENGLISH.entry(Entry(Move.HINT, player, at)) == "2026-11-22 11:00:00 UTC, somebody: hint"


def test_a_void_riddle_that_changes_again_is_not_said_to_have_counted() -> None:
    before = Result("default", date(2026, 11, 22), 1, 1, void=True)
    told = ENGLISH.regraded("1", [Change("ann", before, before)], str)
    assert told.endswith("\nann: does not count, as before")


@pytest.mark.parametrize("hostile", ["{0}", "{player}", "{0.__class__}", "%s", "{", "}}"])
def test_what_people_write_is_never_read_as_a_template(hostile: str) -> None:
    for words in (ENGLISH, GERMAN):
        assert hostile in words.hint(1, hostile)
        assert hostile in words.error(NothingToPlay(sentences.cannot_write(hostile, "why")))
        assert hostile in words.unknown(hostile, "hint")


def test_the_catalogue_is_one_that_the_standard_library_reads() -> None:
    with LOCALE.joinpath("de", "LC_MESSAGES", "riddle.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Right!") == "Richtig!"
