"""One property a check, each with a reason a person can read."""

from bot.riddles.checks.leak import first_leak, leaks
from bot.riddles.checks.runner import run

__all__ = ["first_leak", "leaks", "run"]
