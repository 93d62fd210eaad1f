"""What players report reaches the hosts, and counts against a riddle wherever it is not posted yet."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.objecting import objector, report_mark
from bot.delivery.release import OBJECTIONS
from bot.domain import DEFAULT_DECK, deck_title
from bot.errors import DeliveryError, NotSent
from bot.game.member import label
from bot.game.sentences import delivering as sentences
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Report, Round
    from bot.ports.communities import CommunityStore
    from bot.ports.editions import EditionStore
    from bot.ports.messenger import Messenger
    from bot.ports.reviews import ReviewStore
    from bot.ports.rounds import RoundStore
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

MOST_LINES = 5
"""Reports that are shown at a time."""

LONGEST_REASON = 200

PAUSE_SECONDS = 300.0
"""Between two messages to the hosts of a community."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Goes through the communities in which something was reported; any number of processes may do so at once."""

    rounds: RoundStore
    editions: EditionStore
    communities: CommunityStore
    reviews: ReviewStore
    schedule: ScheduleStore
    messengers: Mapping[str, Messenger]

    async def run(self) -> int:
        """Count what is new and tell the hosts; returns how many communities heard something."""
        told = 0
        for community, times in (await self.reviews.reported()).items():
            told += await self._hear(community, times)
        return told

    async def _hear(self, community: str, times: int) -> bool:
        reports = (await self.communities.reports(community))[::-1]
        before = await self.reviews.told(community)
        new = [report for report in reports if report_mark(report) not in before]
        lines = list(dict.fromkeys([line for report in new for line in await self._lines(report)]))
        done = not lines
        if lines and await self.schedule.once(community, "reports", PAUSE_SECONDS):
            done = await self._tell(community, _shortened(lines))
        if done:
            await self.reviews.keep_told(community, [report_mark(report) for report in reports])
            await self.reviews.heard(community, times)
        return bool(lines) and done

    async def _lines(self, report: Report) -> list[str]:
        found = await self.rounds.round(report.key)
        if found is None or report.place > len(found.riddles):
            return []
        reporters = await self._object(report, found)
        name = _name(found, report.place)
        lines: list[str] = [sentences.reported(name, one_line(report.reason, LONGEST_REASON), reporters)]
        if reporters >= OBJECTIONS:
            lines.append(sentences.riddle_held(name))
        return lines

    async def _object(self, report: Report, found: Round) -> int:
        """Count a player against the riddle of the deck, unless the community plays another one at that place."""
        edition = await self.editions.edition(report.key.deck, report.key.date)
        if edition is None or report.place > len(edition.riddles):
            return 0
        if edition.riddles[report.place - 1].question != found.riddle(report.place).question:
            return 0
        who = objector(report.key.community, report.player)
        return await self.reviews.object(edition.deck, edition.date, report.place, who)

    async def _tell(self, community: str, text: str) -> bool:
        """Tell the hosts; True where there is no use in another try."""
        messenger = self.messengers.get(community.partition(":")[0])
        if messenger is None:
            return False
        try:
            await messenger.tell(community, "", text, (await self.communities.customs(community)).host_channel)
        except NotSent:
            return False
        except DeliveryError as error:
            _log.warning("community=%s hosts could not be told of reports: %s", community, error)
        return True


def _name(found: Round, place: int) -> str:
    called = label(found.number, place, len(found.riddles))
    return called if found.key.deck == DEFAULT_DECK else f"{deck_title(found.key.deck)}/{called}"


def _shortened(lines: Sequence[str]) -> str:
    more = len(lines) - MOST_LINES
    return "\n".join((*lines[:MOST_LINES], sentences.more_reports(more))) if more > 1 else "\n".join(lines)
