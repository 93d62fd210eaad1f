"""What is told when a riddle is over: praise, the reveal, the recap, a line for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Judgement, Verdict
from bot.game.sentences.verdicts import Verdicts
from bot.text import sentences

if TYPE_CHECKING:
    from bot.domain import Play, Recap, Riddle, Streak

_MENTIONED = 2
"""Days from which on a community's streak is worth a sentence."""

_RIGHT = Verdict(Judgement.CORRECT)


class Endings(Verdicts):
    """How it went."""

    __slots__ = ()

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


def _story(riddle: Riddle) -> str:
    """The story in short, where the explanation does not quote all of it already."""
    told = all(sentence in riddle.explanation for sentence in sentences(riddle.summary))
    return "" if told else riddle.summary


def _source(riddle: Riddle) -> str:
    if riddle.article is None:
        return ""
    return " ".join(filter(None, (riddle.article.outlet, riddle.article.url)))
