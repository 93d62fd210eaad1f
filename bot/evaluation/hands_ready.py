"""Imported by the process that `hands` forks its others from: what checks need is read once for all of them.

Left out is what the parser's package would load and has no use for: PyTorch, where it is installed, and its own
command line.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

gc.disable()
_told = ModuleType("spacy.cli.info")
vars(_told)["info"] = None
_modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: not to be found
_modules |= {"torch": None, "spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": _told}

from bot.domain import Article, Candidate, Form, Kind, Story  # noqa: E402
from bot.evaluation.examining import examined  # noqa: E402

# What is said of this riddle is of no account: to say it, all lists are read.
_STORY = Story(
    (
        Article(
            "ready",
            "Twelve oaks of Lisbon fall over",
            "Lisbon has lost twelve oaks. The mayor, Rui Matos, said on Monday that they had stood for 300 years. "
            "A storm took them in the night, and the city will plant others in Belem.",
        ),
    )
)
examined(
    Candidate(Form.FIRST_PERSON, Kind.PLACE, "I lost twelve oaks in 1 nite, and did not mourn. What am I?", "Lisbon"),
    _STORY,
)
gc.freeze()  # what is there by now stays, so that nobody looks through it again
gc.enable()
