"""A player at the desk: what he types or presses, and the cards he gets; nobody else sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.reminders import RedisReminders
from adapters.store.reviews import RedisReviews
from adapters.store.schedule import RedisSchedule
from bot.delivery.release import Releasing
from bot.delivery.standing_in import Reserves
from bot.desk.cards import Button, Deed
from bot.desk.finding import BeingMade, Finding, NotPosted
from bot.desk.player import AFTER, PLAYING, PlayerDesk
from bot.domain import (
    Channel,
    ChannelKey,
    Claim,
    Customs,
    Delivery,
    Judgement,
    Matter,
    Planned,
    Review,
    RoundKey,
    Schedule,
    Sending,
    Stage,
    Word,
)
from bot.errors import NothingToPlay
from tests.adapters.store.samples import DAY, NOON, riddle, timeless
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from datetime import date

    from redis.asyncio import Redis

HERE = ChannelKey("slack:T1", "C1")


@dataclass
class Asked:
    """Work that was asked for."""

    made: list[tuple[str, date]] = field(default_factory=list)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:  # noqa: ARG002
        self.made.append((deck, day))


class Front:
    """A community with a desk for each player."""

    def __init__(self, redis: Redis, community: str = "slack:T1") -> None:
        self.town = Town(redis)
        self.schedule = RedisSchedule(redis)
        self.asked = Asked()
        self.reviews, self.reminders = RedisReviews(redis), RedisReminders(redis)
        reserves = Reserves(self.town.editions, self.town.rounds, lambda: (timeless("clock"),))
        self.releasing = Releasing(self.town.rounds, self.town.communities, self.reviews, reserves)
        self.community = community
        self.said = 0

    def desk(self, player: str = "ann", where: ChannelKey | None = None) -> PlayerDesk:
        club = self.town.club(self.community)
        finding = Finding(club, self.schedule, self.town.editions, self.asked, self.releasing)
        member = self.town.member(player, self.community)
        return PlayerDesk(member, finding, self.reminders, lambda who: f"@{who}", where)

    async def posted(self, channel: str, on: date, stage: Stage = Stage.SENT) -> None:
        """What a worker notes of a post."""
        sending = Sending(Matter.POST, ChannelKey(self.community, channel), on)
        claim = await self.schedule.claim(sending, timedelta(seconds=60))
        assert isinstance(claim, Claim)
        if stage is not Stage.OPEN:
            await self.schedule.settle(claim, Delivery(sending, stage, "m", self.town.now()))
            await self.schedule.advance(sending, None, None)

    async def channel(self, name: str, on: date) -> None:
        """Have a channel whose next post is planned."""
        key = ChannelKey(self.community, name)
        await self.schedule.keep(Channel(key, Schedule(time(9))))
        await self.schedule.replan(key, Planned(), on, NOON)

    async def say(self, typed: str, player: str = "ann"):
        self.said += 1
        return await self.desk(player).say(typed, str(self.said))


async def test_a_day_is_played_from_the_first_word_to_the_share(redis: Redis) -> None:
    front = Front(redis)
    await front.town.open(riddle("harbour"))
    (shown,) = await front.say("")
    assert shown.title.endswith("142")
    assert [button.deed for button in shown.buttons] == list(PLAYING)
    assert {button.about for button in shown.buttons} == {"default/142.1"}
    (wrong,) = await front.say("guess lighthouse")
    assert wrong.judgement is Judgement.WRONG
    assert "harbour" not in str(wrong).lower()
    (hinted,) = await front.say("hint")
    assert hinted.notes
    (right,) = await front.say("guess the harbour")
    assert right.judgement is Judgement.CORRECT
    assert ("harbour" in right.rows[0][1].lower(), [one.deed for one in right.buttons]) == (True, list(AFTER))
    (shared,) = await front.say("share")
    assert "harbour" not in shared.text.lower()
    assert "142" in shared.text


async def test_in_a_channel_that_was_taken_out_the_riddle_it_got_last_is_meant(redis: Redis) -> None:
    front, tomorrow = Front(redis), DAY + timedelta(days=1)
    await front.channel("C1", DAY)
    await front.channel("C2", tomorrow)
    await front.town.open(riddle("harbour"))
    await front.town.open(riddle("candle"), day=1)
    await front.posted("C1", DAY)
    await front.posted("C2", tomorrow)
    before = await front.desk(where=HERE).today()
    await front.schedule.remove(HERE)
    assert await front.desk(where=HERE).today() == before


async def test_a_button_says_which_riddle_it_is_about(redis: Redis) -> None:
    front = Front(redis)
    await front.town.open(riddle("harbour"), riddle("candle"))
    first, second = await front.say("today")
    assert first.title != second.title
    (told,) = await front.desk().do(Button(Deed.GIVE_UP, "default/142.2"), "d1")
    assert "candle" in told.rows[0][1].lower()
    assert (await front.desk().guess("default/142.1", "harbour", "d2")).judgement is Judgement.CORRECT


async def test_the_same_button_delivered_four_times_takes_one_hint(redis: Redis) -> None:
    front = Front(redis)
    key = await front.town.open(riddle("harbour"))
    cards = [await front.desk().do(Button(Deed.HINT, "default/142.1"), "same") for _ in range(4)]
    assert len({str(card) for card in cards}) == 1
    assert (await front.town.rounds.play(key, 1, "ann")).hints == 1


async def test_the_answer_is_not_shown_before_it_may_be(redis: Redis) -> None:
    front = Front(redis)
    key = await front.town.open(riddle("harbour"))
    (told,) = await front.say("answer")
    assert "harbour" not in str(told).lower()
    await front.town.rounds.make_readable(key, front.town.now())
    (told,) = await front.say("answer 142")
    assert "harbour" in told.rows[0][1].lower()


@pytest.mark.parametrize("typed", ["me", "board month", "archive", "help", "my-data", "forget-me", "hide-me", "bord"])
async def test_everything_beside_the_riddle_is_one_card(redis: Redis, typed: str) -> None:
    front = Front(redis)
    await front.town.open(riddle("harbour"))
    (card,) = await front.say(typed)
    assert card.text or card.rows


async def test_a_hyphen_in_a_guess_stays_the_player_s_own(redis: Redis) -> None:
    front = Front(redis)
    key = await front.town.open(riddle("t-shirt"))
    await front.say("guess t-short")
    assert [entry.text for entry in await front.town.rounds.log(key, 1)] == ["t-short"]


async def test_forgetting_asks_first_and_a_button_means_it(redis: Redis) -> None:
    front = Front(redis)
    key = await front.town.open(riddle("harbour"))
    await front.say("guess lighthouse")
    (asked,) = await front.say("forget-me")
    assert [button.deed for button in asked.buttons] == [Deed.FORGET]
    assert (await front.town.rounds.play(key, 1, "ann")).guesses == 1
    await front.desk().do(asked.buttons[0], "sure")
    assert (await front.town.rounds.play(key, 1, "ann")).guesses == 0


async def test_own_data_are_a_file_that_holds_nobody_else(redis: Redis) -> None:
    front = Front(redis)
    await front.town.open(riddle("harbour"))
    await front.say("guess lighthouse")
    await front.say("guess windmill", "bob")
    (card,) = await front.say("my-data")
    assert card.file is not None
    assert "lighthouse" in card.file[1]
    assert "windmill" not in card.file[1]


async def test_where_riddles_are_posted_nothing_is_played_before_the_first_post(redis: Redis) -> None:
    front = Front(redis)
    await front.schedule.keep(Channel(HERE, Schedule(time(9))))
    before = await front.schedule.planned(HERE)
    await front.schedule.replan(HERE, before, DAY + timedelta(days=1), NOON + timedelta(hours=21))
    await front.town.editions.put(front.town.edition(riddle("harbour")))
    with pytest.raises(NotPosted) as told:
        await front.say("today")
    assert told.value.at is not None
    await front.town.open(riddle("harbour"))
    assert len(await front.say("today")) == 1


async def test_in_a_private_talk_today_s_edition_begins_at_once_or_is_made(redis: Redis) -> None:
    front = Front(redis, "discord:dm:7")
    with pytest.raises(BeingMade):
        await front.say("today")
    assert front.asked.made == [("default", DAY)]
    await front.town.editions.put(front.town.edition(riddle("harbour")))
    assert len(await front.say("today")) == 1


async def shown(front: Front, where: ChannelKey | None = None) -> str:
    (card,) = await front.desk(where=where).today()
    return card.title


async def test_nobody_is_shown_what_is_not_posted_yet_though_its_round_has_begun(redis: Redis) -> None:
    front = Front(redis)
    await front.channel("C1", DAY)
    await front.town.open(riddle("harbour"))
    await front.posted("C1", DAY)
    await front.town.open(riddle("candle"), day=1)
    await front.posted("C1", DAY + timedelta(days=1), Stage.OPEN)
    assert (await shown(front), await shown(front, HERE)) == ("Riddle 142", "Riddle 142")


async def test_a_day_that_never_came_is_not_shown_as_the_newest(redis: Redis) -> None:
    front = Front(redis)
    await front.channel("C1", DAY)
    await front.town.open(riddle("harbour"))
    await front.posted("C1", DAY)
    await front.town.open(riddle("candle"), day=1)
    await front.posted("C1", DAY + timedelta(days=1), Stage.EXCUSED)
    assert (await shown(front), await shown(front, HERE)) == ("Riddle 142", "Riddle 142")


async def test_a_channel_shows_its_own_day_though_one_of_a_later_zone_has_the_next(redis: Redis) -> None:
    front = Front(redis)
    there = ChannelKey("slack:T1", "C2")
    for name, until in (("C1", 0), ("C2", 1)):
        await front.channel(name, DAY + timedelta(days=until))
    await front.town.open(riddle("harbour"))
    await front.town.open(riddle("candle"), day=1)
    await front.posted("C1", DAY)
    await front.posted("C2", DAY + timedelta(days=1))
    assert (await shown(front, HERE), await shown(front, there)) == ("Riddle 142", "Riddle 143")
    assert await shown(front, ChannelKey("slack:T1", "elsewhere")) == "Riddle 143"


async def test_where_hosts_review_and_nothing_is_posted_nothing_unapproved_is_played(redis: Redis) -> None:
    front = Front(redis, "discord:dm:7")
    await front.town.communities.agree(front.community, Customs(review=True, host_channel="H"))
    await front.town.editions.put(front.town.edition(riddle("harbour")))
    (card,) = await front.desk().today()
    found = await front.town.rounds.round(RoundKey(front.community, "default", DAY))
    assert found is not None
    assert (found.riddle(1).answer, card.text) == (timeless("clock").answer, timeless("clock").question)


async def test_a_day_that_hosts_skipped_is_not_played_where_nothing_is_posted(redis: Redis) -> None:
    front = Front(redis, "discord:dm:7")
    await front.town.editions.put(front.town.edition(riddle("harbour")))
    key = RoundKey(front.community, "default", DAY)
    await front.reviews.begin(Review(key, 142, (riddle("harbour"),), word=Word.SKIPPED))
    with pytest.raises(NothingToPlay):
        await front.say("today")
    assert await front.town.rounds.round(key) is None


async def test_who_wants_to_be_reminded_says_so_and_takes_it_back(redis: Redis) -> None:
    front = Front(redis)
    (said,) = await front.say("Remind-me")
    assert "one private line" in said.text
    assert await front.reminders.asked(front.community) == ("ann",)
    (said,) = await front.say("remind me  off")
    assert "nothing any more" in said.text
    assert await front.reminders.asked(front.community) == ()
    assert "remind-me" in front.desk().words.platform_help()
