"""Channels of every kind, and threads in every state: the best that is left is done, and no day is lost."""

from __future__ import annotations

import asyncio
from datetime import time
from typing import TYPE_CHECKING

import pytest

from adapters.discord.calls import Calls, NotAllowed, meaning
from bot.domain import Channel, ChannelKey, Schedule
from bot.errors import ChannelGone, MaybeSent, MessageGone, NotSent, NotTaken
from tests.discord.desk import SENT, reveal
from tests.doubles.discord_server import FORUM, MEDIA, NEWS, P

if TYPE_CHECKING:
    from tests.discord.desk import Desk
    from tests.discord.house import House

WRONG = "\N{CROSS MARK}"


def _forum(desk: Desk, kind: int = FORUM) -> dict:
    made = desk.server.add_channel("forum", type=kind)
    desk.channel = Channel(ChannelKey(desk.community, made["id"]), Schedule(time(9)))
    return made


@pytest.mark.parametrize("state", ["archived", "locked", "deleted"])
async def test_the_answer_is_put_into_a_post_whatever_became_of_the_thread_below_it(desk: Desk, state: str) -> None:
    message = await desk.post()
    if state == "deleted":
        await desk.server.delete_channel(message)
    else:
        await desk.server.archive(message, locked=state == "locked")
    await desk.messenger.edit(desk.channel, message, reveal(desk.content()))
    assert "harbour" in str(desk.server.messages[message]["embeds"])


@pytest.mark.parametrize("state", ["locked", "closed", "deleted"])
async def test_a_forum_s_post_that_takes_no_answer_is_told_and_the_answer_is_a_post_of_its_own(
    desk: Desk,
    state: str,
) -> None:
    _forum(desk)
    message = await desk.post()
    thread = message.partition("/")[0]
    if state == "deleted":
        await desk.server.delete_channel(thread)
    else:
        await desk.server.archive(thread, locked=True)
    if state == "locked":
        desk.server.channels[thread]["thread_metadata"]["archived"] = False
    with pytest.raises(MessageGone):
        await desk.messenger.edit(desk.channel, message, reveal(desk.content()))
    anew = await desk.post(reveal(desk.content()), SENT.replace("post", "reveal"))
    assert anew != message
    assert "harbour" in str(desk.server.messages[anew.partition("/")[0]]["embeds"])


async def test_a_channel_for_media_gets_a_post_of_its_own(desk: Desk) -> None:
    _forum(desk, MEDIA)
    message = await desk.post()
    assert await desk.find() == message


async def test_a_forum_gets_the_first_tag_that_everybody_may_use_where_it_wants_one(desk: Desk) -> None:
    forum = _forum(desk)
    first = (await desk.post()).partition("/")[0]
    assert desk.server.channels[first]["applied_tags"] == []
    forum["flags"] = 1 << 4
    forum["available_tags"] = [{"id": "7", "name": "news", "moderated": True}, {"id": "8", "name": "riddles"}]
    second = (await desk.post(name=SENT + "1")).partition("/")[0]
    third = (await desk.post(name=SENT + "2")).partition("/")[0]
    assert [desk.server.channels[one]["applied_tags"] for one in (second, third)] == [["8"], ["8"]]
    forum["available_tags"] = []
    with pytest.raises(NotTaken, match="tag"):
        await desk.post(name=SENT + "3")


async def test_a_forum_s_post_whose_answer_was_lost_is_found_with_its_thread(desk: Desk) -> None:
    _forum(desk)
    desk.server.fault("POST /channels/*/threads", "lost_reply")
    with pytest.raises(MaybeSent):
        await desk.post()
    message = await desk.find()
    thread = message.partition("/")[0]
    assert (await desk.threads.thread(desk.community, thread)).round.deck == "default"
    assert len(desk.server.history(thread)) == 2
    assert await desk.find() == message
    assert len(desk.server.history(thread)) == 2


async def test_a_server_full_of_threads_gets_the_riddle_without_one_and_the_owner_hears_why(desk: Desk) -> None:
    desk.server.most_threads = 0
    message = await desk.post()
    assert message not in desk.server.channels
    assert await desk.threads.thread(desk.community, message) is None
    assert "as many active threads" in str(await desk.threads.troubles(desk.community))
    assert [one for one in desk.server.messages.values() if "as many active threads" in str(one["embeds"])]


async def test_in_an_announcement_channel_the_thread_is_played_in_like_any_other(home: House) -> None:
    home.server.channels[home.server.channel_id("riddles")]["type"] = NEWS
    thread = await home.post()
    assert home.server.channels[thread]["type"] == 10
    said = await home.server.say("ship", channel=thread)
    assert await home.reacted(said["id"]) == WRONG


async def test_a_thread_that_was_archived_before_it_was_read_is_opened_for_the_verdict(home: House) -> None:
    thread = await home.post()
    await home.stop()
    said = await home.server.say("ship", channel=thread)
    await home.server.archive(thread)
    await home.connect()
    assert await home.reacted(said["id"]) == WRONG


async def test_a_thread_that_may_not_be_seen_for_a_while_stays_ours_and_a_deleted_one_does_not(home: House) -> None:
    thread = await home.post()
    await home.stop()
    said = await home.server.say("ship", channel=thread)
    home.server.set_permission("riddles", deny=P["VIEW_CHANNEL"])
    await home.connect()
    await asyncio.sleep(0.3)
    assert await home.store.threads.thread(home.community, thread)
    await home.stop()
    home.server.set_permission("riddles")
    await home.connect()
    assert await home.reacted(said["id"]) == WRONG
    await home.stop()
    await home.server.delete_channel(thread)
    await home.connect()
    await asyncio.sleep(0.3)
    assert await home.store.threads.thread(home.community, thread) is None


async def test_what_discord_asked_to_wait_for_is_not_asked_for_before(desk: Desk) -> None:
    calls, channel = Calls(desk.server.token), desk.channel.key.channel
    desk.server.fault("GET /channels/*", "ratelimit", retry_after=0.4)
    for _ in range(3):
        with pytest.raises(NotSent) as raised:
            await calls.call("GET", "/channels/{channel_id}", channel_id=channel)
        await asyncio.sleep(0.1)
    assert raised.value.retry_after < 0.4
    assert len(desk.server.calls_to("GET /channels/*")) == 1
    await asyncio.sleep(0.25)
    assert (await calls.call("GET", "/channels/{channel_id}", channel_id=channel))["id"] == channel
    await calls.close()


async def test_a_route_that_is_used_up_rests_before_discord_has_to_say_so(desk: Desk) -> None:
    desk.server.message_limit = (2, 0.5)
    calls, path = Calls(desk.server.token), "/channels/{channel_id}/messages"
    for _ in range(2):
        await calls.call("POST", path, {"content": "a line"}, channel_id=desk.channel.key.channel)
    with pytest.raises(NotSent) as raised:
        await calls.call("POST", path, {"content": "a line"}, channel_id=desk.channel.key.channel)
    assert 0 < raised.value.retry_after <= 0.5
    assert len(desk.server.calls_to("POST /channels/*/messages")) == 2
    await calls.close()


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, 20016, NotSent), (400, 20028, NotSent), (400, 30046, NotSent), (403, 20022, NotSent),
        (403, 50013, NotAllowed), (403, 50001, NotAllowed), (404, 10003, ChannelGone), (400, 200000, NotTaken),
    ],
)  # fmt: skip
def test_slow_mode_and_other_limits_are_waited_out_and_never_taken_for_a_channel_that_is_gone(
    status: int, code: int, kind: type
) -> None:
    found = meaning(status, {"code": code, "retry_after": 3})
    assert isinstance(found, kind)
    assert isinstance(found, NotAllowed) is (kind is NotAllowed)
