"""Posts to Discord over its wire: once, with a thread, found again, edited, and every refusal told by its kind."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from adapters.discord.calls import meaning
from bot.domain import Channel, ChannelKey, Schedule, Talking, ThreadMode
from bot.errors import CannotLook, ChannelGone, MaybeSent, MessageGone, NotSent
from tests.adapters.store.samples import DAY
from tests.discord.desk import SENT, reveal
from tests.doubles.discord_server import FORUM, P

if TYPE_CHECKING:
    from tests.discord.desk import Desk

POSTING = "POST /channels/*/messages"


async def test_a_post_has_its_riddle_its_buttons_and_a_thread_that_tells_nothing(desk: Desk) -> None:
    message = await desk.post()
    (post,) = desk.posts()
    assert (post["id"], post["content"]) == (message, "")
    assert [one["label"] for one in post["components"][0]["components"]] == ["Guess", "Hint", "Give up"]
    thread = desk.server.channels[message]
    assert thread["name"] == "Riddle No. 142"
    (first,) = desk.server.history(message)
    assert "just typing" in first["content"]
    assert (await desk.threads.thread(desk.community, message)).round.date == DAY


async def test_the_same_name_is_one_message_however_often_it_is_posted(desk: Desk) -> None:
    assert await desk.post() == await desk.post()
    assert len(desk.posts()) == 1
    assert len(desk.server.history(desk.posts()[0]["id"])) == 1


async def test_a_post_whose_answer_was_lost_is_found_by_its_name_and_gets_its_thread(desk: Desk) -> None:
    desk.server.fault(POSTING, "lost_reply")
    with pytest.raises(MaybeSent):
        await desk.post()
    message = await desk.find()
    assert message == desk.posts()[0]["id"]
    assert message in desk.server.channels
    assert await desk.find(SENT.replace("post", "reveal")) is None
    assert await desk.find() == message
    assert len(desk.server.history(message)) == 1


async def test_a_thread_whose_answer_was_lost_is_one_thread(desk: Desk) -> None:
    desk.server.fault("POST /channels/*/messages/*/threads", "lost_reply")
    with pytest.raises(MaybeSent):
        await desk.post()
    message = await desk.find()
    assert len(desk.server.history(message)) == 1


async def test_only_the_chosen_role_is_called_and_nothing_of_a_riddle_is_markup(desk: Desk) -> None:
    evil = "@everyone <@&1> **x** ||y|| [a](https://evil.example) https://evil.example # z"
    await desk.post(desk.content(evil, ping="777"))
    (post,) = desk.posts()
    assert post["content"] == "<@&777>"
    assert post["_pings"] == {"everyone": False, "users": [], "roles": ["777"]}
    shown = post["embeds"][0]["description"]
    assert "https://" not in shown
    assert "](" not in shown.replace("\\]\\(", "")
    assert "||" not in shown.replace("\\|", "")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "status", "status": 500}, MaybeSent),
        ({"kind": "status", "status": 503}, MaybeSent),
        ({"kind": "drop"}, MaybeSent),
        ({"kind": "malformed"}, MaybeSent),
        ({"kind": "ratelimit", "retry_after": 7.0}, NotSent),
        ({"kind": "ratelimit", "retry_after": 7.0, "via": False}, NotSent),
    ],
)
async def test_a_failure_is_told_by_its_kind_and_nothing_is_repeated(desk: Desk, fault: dict, error: type) -> None:
    desk.server.fault(POSTING, **fault)
    with pytest.raises(error) as raised:
        await desk.post()
    assert len(desk.server.calls_to(POSTING)) == 1
    if error is NotSent:
        assert raised.value.retry_after == 7.0


@pytest.mark.parametrize(
    ("said", "later", "seconds"),
    [
        ({}, "37", 37.0), ({"retry_after": 0.7}, "1", 0.7), ({}, "", 1.0), ({}, "soon", 1.0), ({}, "9" * 30, 86_400.0),
    ],
)  # fmt: skip
def test_how_long_to_wait_is_read_from_the_header_where_nothing_else_says_it(
    said: dict, later: str, seconds: float
) -> None:
    assert meaning(429, said, later).retry_after == seconds


async def test_a_channel_that_is_gone_or_closed_to_us_says_so(desk: Desk) -> None:
    desk.server.set_permission("riddles", deny=P["SEND_MESSAGES"])
    with pytest.raises(ChannelGone):
        await desk.post()
    desk.server.set_permission("riddles", deny=P["VIEW_CHANNEL"])
    with pytest.raises(ChannelGone):
        await desk.post()
    await desk.server.delete_channel("riddles")
    with pytest.raises(ChannelGone):
        await desk.find()


async def test_without_the_right_to_read_nobody_claims_that_nothing_is_there(desk: Desk) -> None:
    await desk.post()
    desk.server.set_permission("riddles", deny=P["READ_MESSAGE_HISTORY"])
    with pytest.raises(CannotLook):
        await desk.find()


async def test_without_the_right_to_open_threads_the_riddle_is_posted_and_the_owner_hears_why_once(desk: Desk) -> None:
    desk.server.set_permission("riddles", deny=P["CREATE_PUBLIC_THREADS"])
    await desk.post()
    await desk.post(name=SENT + "1")
    told = [one for one in desk.server.messages.values() if "Create Public Threads" in str(one["embeds"])]
    assert len(told) == 1
    assert "Create Public Threads" in (await desk.threads.troubles(desk.community))[desk.channel.key.channel]


async def test_a_forum_gets_a_post_of_its_own_which_is_found_and_edited(desk: Desk) -> None:
    forum = desk.server.add_channel("forum", type=FORUM)
    desk.channel = Channel(ChannelKey(desk.community, forum["id"]), Schedule(time(9)))
    message = await desk.post()
    thread = message.partition("/")[0]
    assert desk.server.channels[thread]["name"] == "Riddle No. 142"
    assert await desk.threads.thread(desk.community, thread)
    assert await desk.find() == message
    await desk.server.archive(thread)
    await desk.messenger.edit(desk.channel, message, reveal(desk.content()))
    assert "harbour" in str(desk.server.messages[thread]["embeds"])


async def test_the_reveal_is_behind_bars_and_twice_is_once(desk: Desk) -> None:
    message = await desk.post()
    for _ in range(2):
        await desk.messenger.edit(desk.channel, message, reveal(desk.content()))
    (post,) = desk.posts()
    assert post["embeds"][0]["fields"][0]["value"] == "||harbour||"
    assert next(one.get("url") for one in post["components"][0]["components"]).startswith("https://")


async def test_a_message_that_somebody_deleted_is_told_from_a_channel_that_is_gone(desk: Desk) -> None:
    message = await desk.post()
    del desk.server.messages[message]
    with pytest.raises(MessageGone):
        await desk.messenger.edit(desk.channel, message, reveal(desk.content()))


async def test_where_each_plays_on_his_own_the_post_has_no_thread(desk: Desk) -> None:
    await desk.threads.agree(desk.community, Talking(ThreadMode.OWN))
    message = await desk.post()
    assert message not in desk.server.channels
    assert desk.posts()[0]["components"][0]["components"][0]["label"] == "Play"


async def test_five_endless_riddles_fit(desk: Desk) -> None:
    long = [f"{number} " + "*very long_ " * 300 for number in range(5)]
    message = await desk.post(desk.content(*long))
    await desk.messenger.edit(desk.channel, message, reveal(desk.content(*long)))


async def test_a_player_and_the_owner_are_told_directly(desk: Desk) -> None:
    await desk.messenger.tell(desk.community, desk.server.user_id("alice"), "Your streak *ends* tonight.")
    await desk.messenger.tell(desk.community, "", "A channel is gone.")
    await desk.messenger.tell(desk.community, "", "A report.", desk.server.channel_id("general"))
    told = [one["embeds"][0]["description"] for one in desk.server.messages.values()]
    assert told == ["Your streak \\*ends\\* tonight.", "A channel is gone.", "A report."]
