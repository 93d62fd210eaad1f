"""The game in a terminal, as conversations: what is typed, what is read."""

from __future__ import annotations

import asyncio
import io
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from redis import Redis

from adapters.store.connection import open_redis
from adapters.terminal.game import TerminalGame
from adapters.terminal.screen import Screen
from bot.domain import ArticleRef, Difficulty, Edition, Form, Kind, Look, Notice, Origin, Riddle, RoundKey
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def riddle(answer: str, question: str) -> Riddle:
    return Riddle(
        form=Form.QUESTION,
        kind=Kind.PLACE,
        question=question,
        answer=answer,
        aliases=(f"The city of {answer}",),
        hints=("It is a city.", "It lies by the sea.", f"It begins with {answer[0]}."),
        difficulty=Difficulty.EASY,
        explanation=f"{answer} opened the line.",
        summary=f"{answer} has opened a tram line.",
        evidence=(),
        article=ArticleRef("a1", f"{answer} opens a tram line", "https://news.example/tram", "The Post", NOW),
        pipeline="craft",
        model="none",
        prompt_version="craft-1",
        attempts=1,
        fallback=True,
        checks=(),
    )


def edition(*riddles: Riddle, notice: str = "", day: int = 0) -> Edition:
    return Edition("default", DAY + timedelta(days=day), 142 + day, riddles, Origin.NEWS, (), NOW, notice)


LISBON = riddle("Lisbon", "Which city by the Tagus opened a tram line?")
OSLO = riddle("Oslo", "Which city by the fjord opened a museum?")


Runner = tuple[asyncio.Runner, Town]


@pytest.fixture
def runner(redis_url: str, tmp_path: Path) -> Iterator[Runner]:
    with asyncio.Runner() as runner, Redis.from_url(redis_url) as plain:
        plain.flushall()
        stack = AsyncExitStack()
        client = runner.run(stack.enter_async_context(open_redis(redis_url, tmp_path)))
        yield runner, Town(client, NOW)
        runner.run(stack.aclose())


def play(one: Edition, runner: Runner, *typed: str, language: str = "en") -> str:
    lines = iter(typed)

    def read(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    said = io.StringIO()
    member = runner[1].member("you", "terminal", language=language)
    TerminalGame(member, one, Screen(file=said), read, runner[0]).play()
    return said.getvalue()


def test_a_right_guess_is_praised_and_everything_is_revealed(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "lisbon")
    assert "Riddle 142" in said
    assert "Right! Solved at the first guess, without a hint: 6 points." in said
    assert "Your streak: one day." in said
    assert "1 of 1 solved it" in said
    assert "Lisbon opens a tram line" in said
    assert "https://news.example/tram" in said
    assert "Made without a model from a report by The Post" in said


def test_before_the_reveal_nothing_gives_the_answer_away(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "Porto", "hint", "help", "")
    assert "Lisbon" not in said
    assert "https://" not in said


def test_a_riddle_that_is_over_is_not_said_to_take_guesses(runner: Runner) -> None:
    play(edition(OSLO), runner, "quit")
    runner[1].at += timedelta(days=12)
    said = play(edition(LISBON, day=12), runner, "142", "share", "quit")
    assert said.count("Type a guess") == 1
    assert "You have not finished this riddle, so there is nothing to share." in said


def test_hints_come_one_by_one_and_end(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "hint", "hint", "hint", "hint", "Lisbon")
    assert said.index("Hint 1 of 3") < said.index("Hint 2 of 3") < said.index("Hint 3 of 3")
    assert "no more hints" in said
    assert "Solved at the first guess, with 3 hints: one point." in said


def test_who_gives_up_sees_the_answer(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "Porto", "give up")
    assert "No, that is not it." in said
    assert "Given up" in said
    assert "Lisbon opened the line." in said
    assert "Your streak begins with the next riddle you solve." in said


def test_the_same_wrong_guess_again_is_called_a_repetition(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "Porto", "  PORTO ", "Lisbon")
    assert "You said that before; it was not counted again." in said
    assert "Solved in 2 guesses" in said


def test_one_who_leaves_comes_back_to_the_same_place(runner: Runner) -> None:
    first = play(edition(LISBON), runner, "hint", "quit")
    assert "stays open" in first
    second = play(edition(LISBON), runner, "Lisbon")
    assert "Hint 1 of 3: It is a city." in second
    assert "with one hint" in second


def test_the_end_of_the_input_is_a_polite_end(runner: Runner) -> None:
    assert "Until the next riddle!" in play(edition(LISBON), runner)


def test_a_finished_edition_is_shown_again_and_asks_nothing(runner: Runner) -> None:
    play(edition(LISBON), runner, "Lisbon")
    said = play(edition(LISBON), runner, "never read")
    assert "played today's edition already" in said
    assert "Solved at the first guess" in said


def test_several_riddles_are_played_in_turn(runner: Runner) -> None:
    said = play(edition(LISBON, OSLO), runner, "Lisbon", "Oslo")
    assert said.index("Riddle 142.1 of 2") < said.index("Riddle 142.2 of 2")
    assert said.count("Right!") == 2


def test_what_is_not_as_usual_is_said(runner: Runner) -> None:
    assert "sample news" in play(edition(LISBON, notice="This riddle is from the sample news."), runner)


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000_000, "\u202eLisbon\u202c \x00\x1b[31m", "[bold red]Porto[/]", "<!channel> @everyone", "🎉", "\udc80"],
)
def test_a_strange_guess_is_only_wrong(runner: Runner, typed: str) -> None:
    said = play(edition(LISBON), runner, typed, "Lisbon")
    assert "Right!" in said
    assert "\x1b" not in said


def test_the_story_is_not_told_twice(runner: Runner) -> None:
    quoting = replace(LISBON, explanation=f'The story says: "{LISBON.summary}"')
    said = play(edition(quoting), runner, "Lisbon")
    assert said.count(LISBON.summary) == 1
    assert LISBON.summary in play(edition(OSLO, LISBON), runner, "Oslo", "Lisbon")


def test_texts_from_the_news_are_never_read_as_markup(runner: Runner) -> None:
    said = play(edition(riddle("Lisbon", "Which [red]city[/red] opened [link=x]a line[/link]?")), runner, "Lisbon")
    assert "Which [red]city[/red] opened [link=x]a line[/link]?" in said


def test_beside_guessing_one_may_ask_for_everything(runner: Runner) -> None:
    said = play(
        edition(LISBON), runner, "me", "board", "share", "answer", "Porto", "Lisbon", "share", "board all", "archive",
        "good", "report", "report the hint is odd", "hide me", "board", "show me", "me", "142", "/142", "",
    )  # fmt: skip
    for sentence in (
        "You have no results here yet.",
        "Nobody stands here yet.",
        "You have not finished this riddle, so there is nothing to share.",
        "Not yet: `give up` shows you the answer, or solve it first.",
        "Riddle 142: solved in 2 guesses without a hint",
        "1. you: 6 points, 1 solved",
        "142: 2026-11-22, solved, 6 points",
        "Thank you! Good: 1, bad: 0.",
        "Say what is wrong with it",
        "Thank you! A host will read it.",
        "You are off the boards; your points and your streak stay yours.",
        "You are on the boards again, with all you have.",
        "Solved: 1 of one riddle.",
    ):
        assert sentence in said, sentence
    assert said.count("Riddle 142\n") == 3
    assert said.endswith("Until the next riddle!\n")


def test_what_looks_like_a_command_and_is_none_gets_the_nearest(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "/hnit", "/xyzzy", "/quit")
    assert "There is no /hnit. Did you mean /hint?" in said
    assert "There is no /xyzzy; `help` tells what there is." in said


def test_help_names_every_verb(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "help")
    for verb in (
        *("hint", "give up", "answer", "again", "142.2", "me", "board", "archive", "share", "good", "bad", "report"),
        *("hide me", "show me", "my data", "forget me", "quit", "/guess"),
    ):
        assert verb in said, verb


def test_a_riddle_of_the_past_is_played_by_its_number_and_several_by_their_place(runner: Runner) -> None:
    old = replace(edition(OSLO, LISBON), date=DAY - timedelta(days=1), number=141)
    play(old, runner, "quit")
    said = play(edition(LISBON), runner, "141.2", "Lisbon", "Oslo", "142", "Lisbon")
    assert said.index("Riddle 141.2 of 2") < said.index("Riddle 141.1 of 2") < said.rindex("Riddle 142\n")
    assert said.count("Right!") == 3
    assert "Your streak: 2 days." in said


def test_hint_and_guess_take_the_number_of_a_riddle(runner: Runner) -> None:
    said = play(edition(LISBON, OSLO), runner, "hint 142.2", "/guess 142.1 Lisbon", "quit")
    assert "Hint 1 of 3: It is a city." in said
    assert "Right!" in said
    assert "Lisbon opened the line." in said


def test_a_number_may_be_a_guess(runner: Runner) -> None:
    year = replace(riddle("1755", "In which year did the earth shake?"), kind=Kind.NUMBER, aliases=())
    said = play(edition(year), runner, "142", "1755")
    assert "No, that is not it." in said
    assert "Right! Solved in 2 guesses" in said
    assert "No, that is not it." in play(edition(OSLO, day=1), runner, "77")


def test_a_riddle_that_does_not_exist_is_one_sentence_and_the_game_goes_on(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "/7", "hint 142.5", "/142.9", "Lisbon")
    assert "Riddle 7 was never played here." in said
    assert "That edition has one riddle." in said
    assert "Right!" in said


def test_ones_data_go_to_a_file_once_and_are_deleted_when_one_means_it(runner: Runner, tmp_path: Path) -> None:
    file = tmp_path / "me.json"
    said = play(
        edition(LISBON), runner, "Porto", f"my data {file}", f"my data {file}", "my data", "forget me", "me",
        "forget me, yes", "me",
    )  # fmt: skip
    assert f"All that is kept of you here is in {file}." in said
    assert "cannot be written: File exists." in said
    assert json.loads(file.read_text())["entries"][0][2]["text"] == "Porto"
    assert file.stat().st_mode & 0o077 == 0
    assert '"player": "you"' in said
    assert "Type `forget me, yes` if you mean it." in said
    assert "Done: nothing of you is kept here any more." in said
    assert said.rindex("You have no results here yet.") > said.index("Done:")


@pytest.mark.parametrize("name", ["/nowhere/at/all", "x" * 5_000, "a\x00b", "."])
def test_a_file_that_cannot_be_made_is_one_sentence(runner: Runner, name: str) -> None:
    said = play(edition(LISBON), runner, f"my data {name}", "Lisbon")
    assert "cannot be written" in said
    assert "Right!" in said


def test_the_game_speaks_german(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "Porto", "hint", "/7", "Lisbon", "board", "archive", "", language="de")
    for sentence in (
        "Nein, das ist es nicht.",
        "Hinweis 1 von 3: It is a city.",
        "Rätsel 7 wurde hier nie gespielt.",
        "Richtig! Gelöst in 2 Versuchen, mit einem Hinweis: 4 Punkte.",
        "Deine Serie: ein Tag.",
        "1. du: 4 Punkte, 1 gelöst",
        "142: 2026-11-22, gelöst, 4 Punkte",
        "Bis zum nächsten Rätsel!",
    ):
        assert sentence in said, sentence


def test_a_closed_riddle_says_so_and_shows_what_it_was(runner: Runner) -> None:
    play(edition(LISBON), runner, "quit")
    runner[1].at += timedelta(days=9)
    said = play(edition(OSLO, day=9), runner, "/142", "Lisbon", "hint", "give up", "answer", "")
    assert "This riddle is too old to be played; `answer` shows what it was." in said
    assert said.count("Lisbon opened the line.") == 3
    assert "Right!" not in said


def test_the_last_of_the_guesses_is_said_and_giving_up_shows_the_answer(runner: Runner) -> None:
    run, town = runner
    run.run(town.host("terminal").limit_guesses(2))
    said = play(edition(LISBON), runner, "Porto", "Faro", "Lisbon", "give up")
    assert "You have one guess left." in said
    assert "That was your last guess. `give up` shows you the answer." in said
    assert "You have used all your guesses here." in said
    assert "Given up" in said


def test_who_comes_back_is_told_once_that_a_guess_was_right_after_all(runner: Runner) -> None:
    run, town = runner
    play(edition(LISBON), runner, "quit")
    key = RoundKey("terminal", "default", DAY)
    notices = [Notice(key, 1, player, "the white city", 6, NOW) for player in ("you", "somebody else")]
    run.run(town.looks.finish(Look(key, 1, "the white city"), notices))
    told = "Good news: your guess at riddle 142 was right after all. It brings you 6 points."
    assert play(edition(LISBON), runner, "quit").count(told) == 1
    assert told not in play(edition(LISBON), runner, "quit")


def test_after_the_last_word_enter_leaves(runner: Runner) -> None:
    said = play(edition(LISBON), runner, "", "Lisbon", "", "never read")
    assert "Type a guess, or `help`." in said
    assert said.endswith("Until the next riddle!\n")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "This riddle is finished for you; type share, me, help or quit."),
        ("de", "Dieses Rätsel ist für dich beendet; tippe share, me, help oder quit."),
    ],
)
@pytest.mark.parametrize("end", ["Lisbon", "give up"])
def test_who_goes_on_guessing_after_the_end_is_told_what_else_there_is(
    runner: Runner, end: str, language: str, told: str
) -> None:
    said = play(edition(LISBON), runner, end, "and now?", "share", "quit", language=language)
    assert told in said.splitlines()
    assert said.index(told) < said.rindex("142:")


class Dumb(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    said = Dumb()
    Screen(file=said).box("Riddle 1", "Which planet am I?")
    assert said.getvalue() == "Riddle 1\nWhich planet am I?\n\n"


def test_a_whole_sentence_stays_when_the_work_is_done() -> None:
    said = io.StringIO()
    with Screen(file=said).working("Reading") as working:
        working.warn("One file is missing.")
        working.now("Choosing")
    assert said.getvalue() == "Reading ...\nChoosing ...\nOne file is missing.\n"


def test_many_sentences_become_a_few() -> None:
    said = io.StringIO()
    with Screen(file=said).working("Reading") as working:
        for number in range(11):
            working.warn(f"Feed {number} is empty.")
    assert said.getvalue().endswith("Feed 2 is empty.\nAnd 8 more like these.\n")


def test_what_failed_is_left_to_the_error_to_say() -> None:
    said = io.StringIO()

    def fail() -> None:
        with Screen(file=said).working("Reading") as working:
            working.warn("The file is empty.")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
        fail()
    assert said.getvalue() == "Reading ...\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Made without a model from a report by The Post, checked by machine."),
        (
            {"fallback": False, "model": "openai:gpt-5-mini"},
            "Made by the model openai:gpt-5-mini from a report by The Post, checked by machine.",
        ),
        (
            {"reviewed": True},
            "Made without a model from a report by The Post, checked by machine, read and approved by a host.",
        ),
        ({"article": None}, "A riddle of ours from the reserve, checked by machine."),
    ],
)
def test_the_reveal_says_how_the_riddle_was_made(runner: Runner, changes: dict[str, Any], said: str) -> None:
    assert f"Made: {said}" in play(edition(replace(LISBON, **changes)), runner, "Lisbon")
