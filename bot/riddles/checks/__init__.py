"""One property a check, each with a reason a person can read."""

from bot.riddles.checks.leak import leaks
from bot.riddles.checks.runner import run

__all__ = ["leaks", "run"]
