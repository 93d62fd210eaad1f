"""Imported by the process that `hands` forks its others from: the parser is read once for all of them.

PyTorch is left out: the parser would load it where it is installed, and has no use for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

_modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: not to be found
_modules["torch"] = None

from bot.riddles.craft.engine import language  # noqa: E402 -- it loads the parser's package

language()
