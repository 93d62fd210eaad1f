"""A player's own riddle before the checks."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain import Submission
from bot.riddles.submitted import check_submission

GOOD = Submission(
    id="",
    player="ann",
    at=datetime(2026, 3, 14, tzinfo=UTC),
    question="I have a face and two hands, yet I cannot smile or clap. People in a hurry wind me up. What am I?",
    answer="clock",
    aliases=("a clock",),
    hints=("You look at me often.", "I hang on walls and stand in stations.", "My first letter is C."),
)


def test_a_good_riddle_passes() -> None:
    checked, checks = check_submission(GOOD)
    assert checked.riddle is not None, checks
    assert checked.reason == ""
    assert (checked.player, checked.riddle.reviewed, checked.riddle.article) == ("ann", False, None)
    assert len(checks) == 10


def test_one_that_was_played_lately_does_not() -> None:
    checked, _ = check_submission(GOOD, [("What shows the time?", "The clock")])
    assert checked.riddle is None
    assert "was the answer of a riddle played lately" in checked.reason
