"""`riddle serve`: everything on this machine: the clock, the workers, the platforms, and the embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.processes.parts import add_leash

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    add_leash(parser)


def run(options: argparse.Namespace) -> int:
    """Run all parts until told to stop; 2 where one of them cannot run with these settings."""
    from bot.processes import running, serving

    return running.run(serving.serve, leash=options.leash)
