"""Whether the tuning was worth it: untuned against tuned on articles neither has seen, draw by draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.domain import Summary, Usage
from bot.errors import ReplyError
from bot.riddles.pipelines.ask import Reply
from bot.riddles.pipelines.candidate import candidate_of
from bot.riddles.pipelines.sides import Asked
from bot.riddles.pipelines.tuned import as_asked, opening
from bot.training.gate import INVALID, Gate, story
from bot.training.paired import difference
from bot.training.rows import story_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.riddles.pipelines.sides import Side, Written
    from bot.training.example import Example
    from bot.training.paired import Difference

WAVE = 16
"""Riddles that are asked for at a time."""

WARM = 0.7
"""Temperature of the draws after the first."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw: what was told, the reply, whether it ended by itself, and why it would not be released."""

    example: Example
    draw: int
    text: str
    ended: bool
    reasons: tuple[str, ...]
    told: str = ""

    @property
    def valid(self) -> bool:
        """Whether the reply could be read."""
        return not any(reason.startswith(f"{INVALID}:") for reason in self.reasons)

    @property
    def accepted(self) -> bool:
        """Whether the checks would let it be played."""
        return not self.reasons


@dataclass(slots=True)
class Tally:
    """All draws of one side."""

    name: str
    drawn: list[Drawn] = field(default_factory=list)

    @property
    def first(self) -> list[Drawn]:
        """The first draw of each article."""
        return [one for one in self.drawn if one.draw == 0]

    def share(self, what: str, of: Sequence[Drawn] | None = None) -> float:
        """The share of draws that are `valid`, `ended` or `accepted`."""
        some = self.drawn if of is None else of
        return sum(bool(getattr(one, what)) for one in some) / max(1, len(some))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """What first draws failed by, most first."""
        counted = Counter(name for one in self.first for name in {why.split(":")[0] for why in one.reasons})
        return counted.most_common()

    def record(self) -> dict[str, Any]:
        """The figures, for `--json`."""
        return {
            "side": self.name,
            "draws": len(self.drawn),
            "articles": len(self.first),
            "valid": self.share("valid"),
            "ended": self.share("ended"),
            "accepted": self.share("accepted", self.first),
            "failed": dict(self.reasons),
        }


class Contest:
    """Has sides write riddles of the same articles, by the same seeds."""

    def __init__(self, cases: Sequence[Example], seed: int = 0) -> None:
        self._cases = cases
        self._seed = seed
        self._gate = Gate()

    async def tally(self, side: Side, draws: int, say: Callable[[str], None]) -> Tally:
        """Have a side write `draws` riddles of each article: the first the likeliest, the others by chance."""
        asked = [
            (case, draw, Asked(_told(case), case.form, self._seed + 1000 * draw + at, WARM if draw else 0.0))
            for draw in range(draws)
            for at, case in enumerate(self._cases)
        ]
        tally = Tally(side.name)
        for at in range(0, len(asked), WAVE):
            wave = asked[at : at + WAVE]
            say(f"{side.name}: {at} of {len(asked)} riddles")
            written = await side.write([one for _, _, one in wave])
            tally.drawn += [
                self._drawn(side, case, draw, one) for (case, draw, _), one in zip(wave, written, strict=True)
            ]
        return tally

    def _drawn(self, side: Side, case: Example, draw: int, written: Written) -> Drawn:
        try:
            made = candidate_of(
                as_asked(side.read(written.text), case.form),
                summary=Summary(_told(case)),
                pipeline="fine_tuned",
                model=side.name,
                prompt_version="",
                reply=Reply(written.text, Usage()),
            )
            reasons = self._gate.failures(made, case)
        except ReplyError as error:
            reasons = (f"{INVALID}: {error}",)
        return Drawn(case, draw, written.text, written.ended, reasons, _told(case))


def gain(tuned: Tally, untuned: Tally) -> Difference:
    """By how much more of the tuned model's first draws are accepted, article by article."""
    mine = [float(one.accepted) for one in tuned.first]
    theirs = [float(one.accepted) for one in untuned.first]
    return difference(mine, theirs)


def _told(case: Example) -> str:
    """What a brew would tell the model of a story: its opening; the summary where there is no article."""
    told = story(case)
    return opening(told) if told is not None else story_of(case)
