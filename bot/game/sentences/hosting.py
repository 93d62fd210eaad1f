"""What a host and the operator read, and what is told of their changes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from bot.domain import Judgement, Move
from bot.game.sentences.speech import Speech
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.domain import Entry, Proposal, Report
    from bot.game.regrade import Change


class Hosts(Speech):
    """Settings, logs, lists, corrections."""

    __slots__ = ()

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
        """A report, for the host; who reported stays between him and the program."""
        return f"{label}: {report.reason}"

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
