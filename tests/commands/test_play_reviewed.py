"""What hosts say of a day's riddles holds in the terminal too, where nothing is posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.options import today
from bot.domain import Customs, Review, RoundKey, Word
from tests.adapters.store.samples import edition
from tests.commands.house import House

if TYPE_CHECKING:
    from pathlib import Path

HERE = "terminal"


async def test_nothing_unapproved_is_played_where_hosts_read_riddles_first(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    async with house.store() as store:
        await store.editions.put(made := edition(day=today()))
        await store.communities.agree(HERE, Customs(review=True, host_channel="hosts"))
        played = house.done("play", "--plain")
        assert "Nobody has approved today's riddle in time" in played.stdout
        assert made.riddles[0].question not in played.stdout


async def test_a_skipped_day_is_not_played(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    async with house.store() as store:
        await store.editions.put(made := edition(day=today()))
        key = RoundKey(HERE, "default", today())
        await store.reviews.begin(Review(key, made.number, made.riddles, word=Word.SKIPPED, by="host"))
        played = house.done("play", "--plain")
        assert (played.returncode, played.stderr) == (1, "riddle: A host skipped this day.\n")
