"""Every sentence a player reads, in one place: kind, short, said in words, and ready for translation.

`make words` gathers them for the catalogues in `locale/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from bot.domain import Form, Judgement, Move, Span, Verdict
from bot.game.languages import SOURCE, catalogue
from bot.game.states import State
from bot.text import one_line, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from gettext import NullTranslations

    from bot.domain import (
        Board,
        Check,
        Entry,
        Play,
        Proposal,
        Recap,
        Record,
        Report,
        Riddle,
        Standing,
        Streak,
        Submission,
        Votes,
    )
    from bot.game.regrade import Change

MARKS: Mapping[Judgement, str] = {
    Judgement.CORRECT: "\N{WHITE HEAVY CHECK MARK}",
    Judgement.CLOSE: "\N{FIRE}",
    Judgement.WRONG: "\N{CROSS MARK}",
    Judgement.REPEATED: "\N{CLOCKWISE RIGHTWARDS AND LEFTWARDS OPEN CIRCLE ARROWS}",
    Judgement.CLOSED: "\N{LOCK}",
    Judgement.TOO_SOON: "\N{HOURGLASS}",
}
"""Beside the words, where a platform wants them; never alone."""


CLOSING = "What is it about?"
"""Ends a summary riddle that asks nothing; it is in the language of the riddles, which is that of the news."""

FREE_WRONG = 2
"""Wrong guesses that cost nothing."""

LEAST_ROUNDS = 10
"""Riddles a player has tried who stands on the board of accuracy."""

_MENTIONED = 2
"""Days from which on a community's streak is worth a sentence."""

_UNCOUNTED = frozenset({"empty", "too long", "hidden"})
"""Why a guess could not be read: it costs nothing, so nothing is said of what is left."""

_RIGHT = Verdict(Judgement.CORRECT)


class Sentence(str):
    """A sentence in English that knows how it was made, so that it can be said in another language later."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]


def said(template: str, **values: object) -> Sentence:
    """Make the sentence of an error a player reads."""
    sentence = Sentence(template.format(**values))
    sentence.template, sentence.values = template, values
    return sentence


def never_played() -> Sentence:
    """A riddle that this community does not know."""
    return said("That riddle was never played here.")


def number_never_played(number: int) -> Sentence:
    """A number that this community does not know."""
    return said("Riddle {number} was never played here.", number=number)


def no_number() -> Sentence:
    """A text that names no riddle."""
    return said("Say which riddle you mean by its number, like 142 or 142.2.")


def no_such_place(several: int) -> Sentence:
    """A place that an edition lacks."""
    if several == 1:
        return said("That edition has one riddle.")
    return said("That edition has the riddles 1 to {several}.", several=several)


def being_changed() -> Sentence:
    """A guess that a host's change overtook, again and again."""
    return said("This riddle is being changed just now: please say that again.")


def empty_alias() -> Sentence:
    """An alias of nothing."""
    return said("There is no word in that alias.")


def too_many_aliases(most: int) -> Sentence:
    """One alias more than there is room for."""
    return said("A riddle has at most {most} aliases.", most=most)


def changed_by_others() -> Sentence:
    """A host's change that others' changes overtook, again and again."""
    return said("Somebody else is changing this round: try again in a moment.")


def too_high(most: int) -> Sentence:
    """A number of a setting that is out of its bounds."""
    return said("That has to be a number from 0 to {most}.", most=most)


def cannot_write(file: str, reason: str) -> Sentence:
    """A file that cannot be made."""
    return said("{file} cannot be written: {reason}.", file=file[:100], reason=reason)


def no_such_submission() -> Sentence:
    """A submission that is not in the queue."""
    return said("No riddle with that ID waits here.")


def not_checked() -> Sentence:
    """A submission that did not pass, or was not looked at yet."""
    return said("That riddle has not passed its checks, so it cannot be taken.")


def own_submission_empty() -> Sentence:
    """A submission that lacks what makes a riddle."""
    return said("A riddle of your own needs a question, an answer and three hints.")


def submitted_before() -> Sentence:
    """A submission that waits already."""
    return said("You have handed in that riddle already; it waits for the host.")


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences in one language; `marks` puts an emoji before a verdict."""

    language: str = SOURCE
    marks: bool = False
    _catalogue: NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_catalogue", catalogue(self.language))

    def _(self, template: str, **values: object) -> str:
        return self._catalogue.gettext(template).format(**values)

    def _n(self, one: str, many: str, n: int, **values: object) -> str:
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)

    def error(self, error: Exception) -> str:
        """An error in this language, where a player is meant to read it."""
        told = error.args[0] if error.args else ""
        return self._(told.template, **told.values) if isinstance(told, Sentence) else str(error)

    # --- a riddle ---

    def title(self, number: int, place: int, several: int) -> str:
        """What stands over a riddle: "Riddle 142" or "Riddle 142.2 of 3"."""
        if several == 1:
            return self._("Riddle {number}", number=number)
        return self._("Riddle {number}.{place} of {several}", number=number, place=place, several=several)

    def question(self, riddle: Riddle) -> str:
        """The riddle with a closing question where its form has none; riddles are in the language of the news."""
        ends = riddle.form is not Form.SUMMARY or riddle.question.rstrip().endswith("?")
        return riddle.question if ends else f"{riddle.question}\n{CLOSING}"

    def help(self) -> str:
        """What can be typed while a riddle is open."""
        return self._("Type a guess, or: hint, give up, again (shows the riddle), help, quit.")

    def long_help(self) -> str:
        """Everything that can be typed."""
        return "\n".join(
            (
                self._("Whatever you type is a guess, except these:"),
                self._("hint: the next of three hints; each costs two points."),
                self._("give up: shows you the answer; answer: shows it where you may see it."),
                self._("again: shows the riddle once more; 142 or 142.2: goes to that riddle."),
                self._("me: your points and your streak; board week, month, season, all or accuracy."),
                self._("archive: the riddles of the last days; share: a line for others that spoils nothing."),
                self._("good, bad: how you like the riddle; report and a text: what is wrong with it."),
                self._("hide me, show me: off the boards and on again."),
                self._("my data: all that is kept of you; forget me: deletes it."),
                self._("quit: leaves; the riddle stays open."),
                self._("A slash in front always means a command (/hint); /guess and a text always means a guess."),
            )
        )

    def prompt(self) -> str:
        """Before a guess."""
        return self._("Your guess: ")

    def what_next(self) -> str:
        """Before a command, when the riddle is finished."""
        return self._("What next? (share, me, board, archive, help; Enter leaves) ")

    def goodbye(self) -> str:
        """The last words."""
        return self._("Until the next riddle!")

    def stays_open(self, days: int) -> str:
        """To one who leaves before the end."""
        return self._n(
            "The riddle stays open for another day.", "The riddle stays open; come back within {n} days.", days
        )

    def already_done(self) -> str:
        """To one who has finished everything of the day."""
        return self._("You have played today's edition already. Here it is once more.")

    def nothing_said(self) -> str:
        """To an empty line."""
        return self._("Type a guess, or `help`.")

    def unknown(self, typed: str, nearest: str) -> str:
        """To a command there is not."""
        if nearest:
            return self._("There is no /{typed}. Did you mean /{nearest}?", typed=typed, nearest=nearest)
        return self._("There is no /{typed}; `help` tells what there is.", typed=typed)

    # --- guesses ---

    def verdict(self, verdict: Verdict, play: Play | None = None, limit: int = 0) -> str:
        """The answer to a guess; `play` and the limit of guesses tell what is left."""
        text = self._verdict(verdict)
        if verdict.judgement is Judgement.WRONG and play is not None and _head(verdict) not in _UNCOUNTED:
            text = " ".join(filter(None, (text, self._left(play, limit) if limit else self._cost(play))))
        return f"{MARKS[verdict.judgement]} {text}" if self.marks else text

    def _verdict(self, verdict: Verdict) -> str:
        head = _head(verdict)
        if verdict.judgement is Judgement.CORRECT:
            return self._("Right!")
        if verdict.judgement is Judgement.CLOSE:
            return self._("Close! Can you be more exact? This one costs nothing.")
        if verdict.judgement is Judgement.REPEATED:
            return self._("You said that before; it was not counted again.")
        if verdict.judgement is Judgement.TOO_SOON:
            return self._too_soon(verdict.reason)
        return self._closed(head) if verdict.judgement is Judgement.CLOSED else self._wrong(head)

    def _wrong(self, head: str) -> str:
        told = {
            "empty": self._("There is no word in that. It was not counted."),
            "too long": self._("That is too long for a guess. It was not counted."),
            "hidden": self._("There are hidden characters in that; please type it plainly. It was not counted."),
            "list": self._("No. One answer at a time, please."),
            "negation": self._("No. Say what it is, not what it is not."),
            "instruction": self._("No. A guess is only the answer."),
        }
        return told.get(head) or self._("No, that is not it.")

    def _too_soon(self, seconds: str) -> str:
        wait = int(seconds) if seconds.isascii() and seconds.isdigit() else 1
        return self._n(
            "Take a breath: you can guess again in one second. This one was not counted.",
            "Take a breath: you can guess again in {n} seconds. This one was not counted.",
            wait,
        )

    def _closed(self, why: str) -> str:
        match why:
            case "limit":
                return self._("You have used all your guesses here. `give up` shows you the answer.")
            case "over":
                return self.over()
            case "moves":
                return self._("Those were very many guesses; this riddle takes no more from you.")
        return self._("This riddle is finished for you.")

    def over(self) -> str:
        """To one who would play a riddle whose days are over."""
        return self._("This riddle is too old to be played; `answer` shows what it was.")

    def _left(self, play: Play, limit: int) -> str:
        left = limit - play.guesses
        if left <= 0:
            return self._("That was your last guess. `give up` shows you the answer.")
        return self._n("You have one guess left.", "You have {n} guesses left.", left)

    def _cost(self, play: Play) -> str:
        return self._("From now on a wrong guess costs a point.") if play.guesses == FREE_WRONG else ""

    # --- hints, giving up ---

    def hint(self, number: int, text: str) -> str:
        """One of the three hints."""
        return self._("Hint {number} of 3: {text}", number=number, text=text)

    def no_hint(self, play: Play) -> str:
        """Why there is no hint."""
        if play.finished:
            return self._("This riddle is finished for you; it needs no hint.")
        return self._("There are no more hints; that was the last one.")

    def gave_up(self) -> str:
        """To one who gives up."""
        return self._("Given up, and no shame in it.")

    def not_yet(self) -> str:
        """To one who asks for an answer that he may not see."""
        return self._("Not yet: `give up` shows you the answer, or solve it first.")

    # --- the end ---

    def solved(self, play: Play, unscored: str = "") -> str:
        """Praise that tells how it was done and what it earned; `unscored` says why it earned nothing."""
        how = self._("Solved {tries}, {help}", tries=self._tries(play.guesses), help=self._help(play.hints))
        if play.points:
            earned = self._n("{how}: one point.", "{how}: {n} points.", play.points, how=how)
        else:
            earned = f"{how}. {self.unscored(unscored)}".rstrip()
        return f"{self.verdict(_RIGHT)} {earned}"

    def unscored(self, why: str) -> str:
        """Why a solve earns no points."""
        match why:
            case "void":
                return self._("This riddle does not count for anybody.")
            case "author":
                return self._("It is your own riddle, so it earns no points.")
            case "scores":
                return self._("Scores are off here.")
            case "elsewhere":
                return self._("You have finished this edition in another community, so here it is without points.")
            case "late":
                return self._("The answer could be read already: no points, but it keeps your streak.")
        return ""

    def _tries(self, guesses: int) -> str:
        return self._n("at the first guess", "in {n} guesses", guesses)

    def _help(self, hints: int) -> str:
        return self._n("with one hint", "with {n} hints", hints) if hints else self._("without a hint")

    def streak(self, streak: Streak) -> str:
        """A player's streak."""
        text = self._("Your streak begins with the next riddle you solve.")
        if streak.current:
            text = self._n("Your streak: one day.", "Your streak: {n} days.", streak.current)
        if streak.longest > streak.current:
            longest = self._n("Your longest: one day.", "Your longest: {n} days.", streak.longest)
            text = f"{text} {longest}"
        if streak.freezes:
            freezes = self._n("One missed day will be forgiven.", "{n} missed days will be forgiven.", streak.freezes)
            text = f"{text} {freezes}"
        return text

    def group_streak(self, days: int) -> str:
        """The community's own streak, or nothing."""
        if days < _MENTIONED:
            return ""
        return self._("Together you have solved {days} days in a row.", days=days)

    def reveal(
        self, riddle: Riddle, *, sample: bool = False, recap: Recap | None = None
    ) -> tuple[tuple[str, str], ...]:
        """All that is told of a riddle when it is over, each with its name; the answer comes first."""
        rows = [
            (self._("The answer"), riddle.answer),
            (self._("Why"), riddle.explanation),
            (self._("Story"), _story(riddle)),
            (self._("Headline"), self._headline(riddle, sample=sample)),
            (self._("Source"), _source(riddle)),
            (self._("Made"), self.made_by(riddle)),
            (self._("Players"), self.recap(recap) if recap is not None else ""),
        ]
        return tuple(row for row in rows if row[1])

    def made_by(self, riddle: Riddle) -> str:
        """How the riddle came to be, said honestly."""
        checked = (
            self._("checked by machine, read and approved by a host")
            if riddle.reviewed
            else self._("checked by machine")
        )
        if riddle.author:
            return self._("Submitted by a player, {checked}.", checked=checked)
        if riddle.article is None:
            return self._("A riddle of ours from the reserve, {checked}.", checked=checked)
        outlet = riddle.article.outlet
        origin = self._("from a report by {outlet}", outlet=outlet) if outlet else self._("from an article")
        if riddle.fallback:
            return self._("Made without a model {origin}, {checked}.", origin=origin, checked=checked)
        return self._(
            "Made by the model {model} {origin}, {checked}.", model=riddle.model, origin=origin, checked=checked
        )

    def _headline(self, riddle: Riddle, *, sample: bool) -> str:
        if riddle.article is None:
            return ""
        if sample:
            return self._("{title} (sample news, written for this program)", title=riddle.article.title)
        return riddle.article.title

    def recap(self, recap: Recap) -> str:
        """How a community did with a riddle."""
        if not recap.players:
            return self._("Nobody has played it.")
        text = self._("{solved} of {players} solved it.", solved=recap.solved, players=recap.players)
        if recap.guesses:
            text = self._n(
                "{solved} of {players} solved it, with one guess in all.",
                "{solved} of {players} solved it, with {n} guesses in all.",
                recap.guesses,
                solved=recap.solved,
                players=recap.players,
            )
        if recap.given_up:
            gave_up = self._n("One gave up.", "{n} gave up.", recap.given_up)
            text = f"{text} {gave_up}"
        if recap.wrong:
            said = (self._('"{guess}" ({times} times)', guess=guess, times=times) for guess, times in recap.wrong)
            often = self._("Often said: {wrong}.", wrong=", ".join(said))
            text = f"{text} {often}"
        return text

    # --- sharing ---

    def share_title(self, label: str) -> str:
        """How a shared line begins."""
        return self._("Riddle {number}", number=label)

    def share_name(self) -> str:
        """How a shared line begins where the number would tell the answer."""
        return self._("Riddle Me This")

    def share_result(self, play: Play) -> str:
        """How it went, for others."""
        if play.solved:
            return self._("solved {tries} {help}", tries=self._tries(play.guesses), help=self._help(play.hints))
        return self._("not solved this time")

    def share_streak(self, days: int) -> str:
        """The streak, for others."""
        return self._("streak {days}", days=days)

    def nothing_to_share(self) -> str:
        """To one who has not finished."""
        return self._("You have not finished this riddle, so there is nothing to share.")

    # --- records, boards, the archive ---

    def record(self, record: Record, *, hidden: bool = False) -> str:
        """A player's own record."""
        if not record.tried:
            return self._("You have no results here yet.")
        lines = [
            self._n(
                "Solved: {solved} of one riddle.",
                "Solved: {solved} of {n} riddles.",
                record.tried,
                solved=record.solved,
            ),
            self._("At the first guess and without a hint: {count}.", count=record.first_guess),
            self._("Points: {points}. Hints taken: {hints}.", points=record.points, hints=record.hints),
            self.streak(record.streak),
        ]
        if hidden:
            lines.append(self._("You stay off the boards."))
        return "\n".join(lines)

    def you(self) -> str:
        """The one who plays, in a list of names."""
        return self._("you")

    def span(self, span: Span) -> str:
        """The title of a board."""
        return {
            Span.WEEK: self._("This week"),
            Span.MONTH: self._("This month"),
            Span.SEASON: self._("This season"),
            Span.ALL: self._("All time"),
            Span.ACCURACY: self._("Accuracy"),
        }[span]

    def board(self, board: Board, name: Callable[[str], str]) -> str:
        """A board, line by line, and where the one who asks stands."""
        if not board.top:
            return self._nobody(board.span)
        lines = [self._standing(board.span, one, name(one.player)) for one in board.top]
        mine = board.mine
        if mine is not None and mine.player not in {one.player for one in board.top}:
            lines.append(self._("You are number {rank} of {players}.", rank=mine.rank, players=board.players))
        return "\n".join(lines)

    def _nobody(self, span: Span) -> str:
        if span is Span.ACCURACY:
            return self._n(
                "Nobody stands here yet; this board begins after one riddle.",
                "Nobody stands here yet; this board begins after {n} riddles.",
                LEAST_ROUNDS,
            )
        return self._("Nobody stands here yet.")

    def _standing(self, span: Span, one: Standing, name: str) -> str:
        if span is Span.ACCURACY:
            share = round(one.share * 100)
            return self._("{rank}. {name}: {share} percent solved", rank=one.rank, name=name, share=share)
        points = self._n("one point", "{n} points", one.points)
        return self._(
            "{rank}. {name}: {points}, {solved} solved", rank=one.rank, name=name, points=points, solved=one.solved
        )

    def archive_line(self, day: date, state: State, points: int = 0) -> str:
        """What stands in the archive beside a riddle's number."""
        return f"{day.isoformat()}, {self._state(state, points)}"

    def _state(self, state: State, points: int) -> str:
        if state is State.SOLVED and points:
            return self._n("solved, one point", "solved, {n} points", points)
        return {
            State.VOID: self._("does not count"),
            State.SOLVED: self._("solved, without points"),
            State.GIVEN_UP: self._("given up"),
            State.BEGUN: self._("begun, still open"),
            State.OPEN: self._("still open"),
            State.OVER: self._("over; `answer` shows what it was"),
        }[state]

    def empty_archive(self) -> str:
        """Where nothing was played lately."""
        return self._("Nothing was played here in these days.")

    # --- what a player says about a riddle, and his own data ---

    def voted(self, votes: Votes) -> str:
        """To a vote."""
        return self._("Thank you! Good: {good}, bad: {bad}.", good=votes.good, bad=votes.bad)

    def reported(self) -> str:
        """To a report."""
        return self._("Thank you! A host will read it.")

    def reason_missing(self) -> str:
        """To a report without a reason."""
        return self._("Say what is wrong with it, like: report the second hint is not true.")

    def hidden(self, *, hidden: bool) -> str:
        """To one who goes off the boards, or comes back."""
        if hidden:
            return self._("You are off the boards; your points and your streak stay yours.")
        return self._("You are on the boards again, with all you have.")

    def exported(self, file: str) -> str:
        """Where a player's data were written."""
        return self._("All that is kept of you here is in {file}.", file=file)

    def forget_asks(self) -> str:
        """Before all is deleted."""
        return self._(
            "This deletes your results, points, streak, votes and reports here for good. "
            "Type `forget me, yes` if you mean it."
        )

    def forgotten(self) -> str:
        """When all is deleted."""
        return self._("Done: nothing of you is kept here any more. You can always begin anew.")

    # --- riddles of players' own ---

    def submission_passed(self) -> str:
        """To one whose riddle waits for the host."""
        return self._("Your riddle passed all checks and waits for the host. Thank you!")

    def submission_failed(self, failed: Iterable[Check]) -> str:
        """To one whose riddle did not pass; the reasons are the checks' own."""
        lines = [f"- {check.name}: {check.reason}" for check in failed]
        return "\n".join((self._("Not yet; this can be mended:"), *lines))

    def submission(self, one: Submission) -> str:
        """A riddle that waits, for the host."""
        told = self._(
            "{id} by {player}: {question} Answer: {answer}. Hints: {hints}",
            id=one.id, player=one.player, question=one.question, answer=one.answer, hints=" / ".join(one.hints),
        )  # fmt: skip
        aliases = self._("Right too: {aliases}", aliases=" / ".join(one.aliases)) if one.aliases else ""
        return " ".join(filter(None, (told, aliases)))

    def submission_settled(self, *, taken: bool) -> str:
        """To the host."""
        if taken:
            return self._("Taken into this community's reserve; its author cannot score it.")
        return self._("Refused and taken out of the queue.")

    # --- the host ---

    def regraded(self, label: str, changes: Iterable[Change], name: Callable[[str], str]) -> str:
        """What a change of a round has changed, for everybody to read."""
        lines = [self._changed(change, name(change.player)) for change in changes]
        if not lines:
            return self._("Riddle {label} is as you asked; nobody's result changes by it.", label=label)
        head = self._n(
            "Riddle {label} was changed, and one result with it:",
            "Riddle {label} was changed, and {n} results with it:",
            len(lines),
            label=label,
        )
        return "\n".join((head, *lines))

    def _changed(self, change: Change, name: str) -> str:
        after, before = change.after, change.before
        if after.void:
            if before is not None and before.void:
                return self._("{name}: does not count, as before", name=name)
            return self._("{name}: does not count any more", name=name)
        if after.solved and not (before and before.solved):
            return self._n("{name}: solved now, one point", "{name}: solved now, {n} points", after.points, name=name)
        earned = before.points if before else 0
        if after.points == earned:
            return self._("{name}: the same points, counted anew", name=name)
        return self._n(
            "{name}: one point instead of {before}",
            "{name}: {n} points instead of {before}",
            after.points,
            name=name,
            before=earned,
        )

    def accepted_later(self, label: str, points: int) -> str:
        """To a player whose guess was judged right after all."""
        good = self._("Good news: your guess at riddle {label} was right after all.", label=label)
        earned = self._n("It brings you one point.", "It brings you {n} points.", points) if points else ""
        return " ".join(filter(None, (good, earned)))

    def scores_switched(self, *, on: bool) -> str:
        """To the host who switched them."""
        return self._("Scores are on.") if on else self._("Scores are off: what is solved from now on earns nothing.")

    def look_switched(self, vendor: str, *, on: bool) -> str:
        """To the host who lets a model judge what the rules leave open, or stops it."""
        if not on:
            return self._("The rules alone judge the guesses.")
        if not vendor:
            return self._("A second look at guesses is allowed here, but no model is set to take it (RIDDLE_JUDGE).")
        return self._(
            "What the rules leave open is judged by a model. Sent are the riddle and the guess, never who said it, to: "
            "{vendor}.",
            vendor=vendor,
        )

    def season_begun(self, season: int) -> str:
        """To the host who began one."""
        return self._("Season {season} begins with the next riddle; the other boards go on.", season=season)

    def limit_set(self, limit: int) -> str:
        """To the host who set it."""
        if not limit:
            return self._("Guesses are not limited.")
        return self._n("One guess for each riddle.", "{n} guesses for each riddle.", limit)

    def pause_set(self, seconds: int) -> str:
        """To the host who set it."""
        if not seconds:
            return self._("There is no pause between guesses.")
        return self._n(
            "After a wrong guess there is a pause of one second.",
            "After a wrong guess there is a pause of {n} seconds.",
            seconds,
        )

    def open_days_set(self, days: int) -> str:
        """To the host who set it."""
        if not days:
            return self._("A riddle can be played on its own day alone.")
        return self._n(
            "A riddle can be played until one day after its own.",
            "A riddle can be played until {n} days after its own.",
            days,
        )

    def proposed(self) -> str:
        """To the host who proposed a change for everybody."""
        return self._("Proposed to the operator, for everybody who plays this deck.")

    def report(self, report: Report, label: str) -> str:
        """A report, for the host."""
        return f"{label}, {report.player}: {report.reason}"

    def proposal(self, proposal: Proposal) -> str:
        """A proposal, for the operator."""
        spot = f"{proposal.key.deck}/{proposal.key.date.isoformat()}.{proposal.place}"
        if not proposal.alias:
            return self._(
                "{spot}: void it ({host} of {community})",
                spot=spot,
                host=proposal.host,
                community=proposal.key.community,
            )
        return self._(
            '{spot}: "{alias}" is right too ({host} of {community})',
            spot=spot, alias=proposal.alias, host=proposal.host, community=proposal.key.community,
        )  # fmt: skip

    def entry(self, entry: Entry) -> str:
        """A line of a round's log, for the host."""
        when = f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        judged = f" ({self._judged(entry.judgement)})" if entry.judgement else ""
        told = f"{when}, {self._who(entry.player)}: {self._moved(entry.move)} {one_line(entry.text)}".rstrip()
        return told + judged

    def _who(self, player: str) -> str:
        """Who did it; one who is forgotten has a number that no name is like."""
        return player if player and player.isprintable() else self._("somebody")

    def _moved(self, move: Move) -> str:
        return {
            Move.GUESS: self._("guess"),
            Move.HINT: self._("hint"),
            Move.GIVE_UP: self._("gave up"),
            Move.ALIAS: self._("right too:"),
            Move.ACCEPT: self._("right after all:"),
            Move.VOID: self._("does not count"),
            Move.READABLE: self._("from now on the answer can be read"),
        }[move]

    def _judged(self, judgement: Judgement) -> str:
        return {
            Judgement.CORRECT: self._("right"),
            Judgement.CLOSE: self._("close"),
            Judgement.WRONG: self._("wrong"),
            Judgement.REPEATED: self._("said before"),
            Judgement.CLOSED: self._("closed"),
            Judgement.TOO_SOON: self._("too soon"),
        }[judgement]

    def nothing_there(self) -> str:
        """To the host, where a list is empty."""
        return self._("There is nothing there.")


def _head(verdict: Verdict) -> str:
    """Why, in a word."""
    return verdict.reason.partition(":")[0]


def _story(riddle: Riddle) -> str:
    """The story in short, where the explanation does not quote all of it already."""
    told = all(sentence in riddle.explanation for sentence in sentences(riddle.summary))
    return "" if told else riddle.summary


def _source(riddle: Riddle) -> str:
    if riddle.article is None:
        return ""
    return " ".join(filter(None, (riddle.article.outlet, riddle.article.url)))
