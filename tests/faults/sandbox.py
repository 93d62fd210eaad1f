"""A folder of its own in which `riddle` runs as a person runs it, and what it left running afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import Settings, variable

SECONDS = 120.0
TRACES = ("Traceback", "Task exception was never retrieved", "Exception ignored", "never awaited", "Warning:")
"""What a person must never read."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        """Everything that was written."""
        return self.out + self.err

    @property
    def last(self) -> str:
        """The last line on standard error."""
        return (self.err.strip().splitlines() or [""])[-1]

    @property
    def clean(self) -> bool:
        """Whether no trace of a fault in the program was shown."""
        return not any(trace in self.said for trace in TRACES)


@dataclass(slots=True)
class Running:
    """A command under way, in a process group of its own, writing to files."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path
    began: float = field(default_factory=time.monotonic)

    def said(self) -> str:
        """What it wrote until now."""
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")

    def until(self, text: str, seconds: float = 60.0) -> bool:
        """Wait until it wrote something; False when it ended or took too long."""
        end = time.monotonic() + seconds
        while text not in self.said():
            if time.monotonic() > end or self.process.poll() is not None:
                return text in self.said()
            time.sleep(0.02)
        return True

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def ctrl_c(self) -> None:
        """What a terminal does on Ctrl-C: interrupt the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ended(self, seconds: float = SECONDS) -> Ran:
        """Wait for its end; a command that hangs is killed and has the code -9."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None and not self.process.stdin.closed:
            self.process.stdin.close()
        took = time.monotonic() - self.began
        return Ran(self.process.returncode, self.out.read_text(errors="replace"), _err(self.err), took)


def _err(path: Path) -> str:
    return path.read_text(errors="replace")


@dataclass(slots=True)
class Sandbox:
    """Runs `riddle`; `settings` are environment variables for every command."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    count: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        """The working folder."""
        return self.root / "somewhere"

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        """The environment of a command: nothing of ours but what is given."""
        ours = {variable(name) for name in Settings.model_fields}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        given = {"RIDDLE_MODEL": "none", "RIDDLE_DATA_DIR": str(self.data), **self.settings, **settings}
        return kept | {name: value for name, value in given.items() if value}

    def start(self, *words: str, **settings: str) -> Running:
        """Start a command."""
        self.count += 1
        out, err = self.root / f"{self.count}.out", self.root / f"{self.count}.err"
        options: dict[str, Any] = {"cwd": self.folder, "env": self.environment(settings), "start_new_session": True}
        with out.open("wb") as one, err.open("wb") as two:
            process = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "bot", *words],
                stdin=subprocess.PIPE,
                stdout=one,
                stderr=two,
                **options,
            )
        return Running(process, out, err)

    def __call__(self, *words: str, typed: str = "", seconds: float = SECONDS, **settings: str) -> Ran:
        """Run a command to its end."""
        running = self.start(*words, **settings)
        assert running.process.stdin is not None
        try:
            running.process.stdin.write(typed.encode())
            running.process.stdin.close()
        except BrokenPipeError:
            pass
        return running.ended(seconds)

    def left_running(self, wait: float = 3.0) -> list[str]:
        """The processes that still run in this folder, after a moment of grace."""
        end = time.monotonic() + wait
        while (found := self.processes()) and time.monotonic() < end:
            time.sleep(0.05)
        return [f"{number} {command}" for number, command in found.items()]

    def processes(self) -> dict[int, str]:
        """Every process whose working folder is in here (Linux)."""
        found = {}
        for place in Path("/proc").iterdir():
            if not place.name.isdigit():
                continue
            try:
                inside = (place / "cwd").readlink().is_relative_to(self.root.resolve())
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if inside and command:
                found[int(place.name)] = command
        return found
