"""What is answered to what a player says about riddles, to riddles of his own, and about his data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.sentences.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain import Check, Submission, Votes


class Thanks(Speech):
    """Votes, reports, riddles of players' own, their data."""

    __slots__ = ()

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
