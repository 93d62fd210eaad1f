"""How much memory is used at most while something is done."""

from __future__ import annotations

import resource
import sys
import threading
from pathlib import Path
from typing import Final

MB: Final = 1_000_000
EVERY: Final = 0.2
"""Seconds between two looks."""

_STATM = Path("/proc/self/statm")


class Peak:
    """Looks again and again at the memory of this process, and at what PyTorch holds on a CUDA device.

    Where the system does not tell what is used now, it is the most that the process ever used.
    """

    def __init__(self) -> None:
        self._most = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Count from now on."""
        self.end()
        self._most = 0
        self._stop.clear()
        _reset_device()
        self._thread = threading.Thread(target=self._look, name="peak-memory", daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Stop looking; the megabytes of the process and the device together."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        return (max(self._most, _used()) + _on_device()) / MB

    def _look(self) -> None:
        while True:
            self._most = max(self._most, _used())
            if self._stop.wait(EVERY):
                return


def _used() -> int:
    """Bytes this process holds in memory."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def _reset_device() -> None:
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()


def _on_device() -> int:
    """The most bytes PyTorch held on a CUDA device; nothing where it was not loaded."""
    torch = sys.modules.get("torch")
    return int(torch.cuda.max_memory_allocated()) if torch is not None and torch.cuda.is_available() else 0
