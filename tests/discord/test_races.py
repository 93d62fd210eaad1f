"""A race of several riddles ends for each by itself: what is told in the thread earns nothing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game.replay import Replay
from tests.discord.test_threads import RIGHT

if TYPE_CHECKING:
    from tests.discord.house import House


async def test_an_answer_that_stands_in_the_thread_earns_nothing_elsewhere_and_the_other_still_does(
    home: House,
) -> None:
    thread = await home.post("harbour", "candle")
    first = await home.server.say("1 harbour", channel=thread)
    assert await home.reacted(first["id"]) == RIGHT
    club = home.front.club(home.community)
    late = await home.server.slash("riddle guess", {"text": "harbour", "riddle": "142.1"}, user="bob")
    assert "harbour" in (await home.seen(late)).lower()
    good = await home.server.slash("riddle guess", {"text": "candle", "riddle": "142.2"}, user="bob")
    assert "candle" in (await home.seen(good)).lower()
    found = await club.latest("default")
    assert (found.told, found.readable_at) == ((1,), None)
    bob = home.server.user_id("bob")
    rounds = home.store.rounds
    assert [(await rounds.play(found.key, place, bob)).points > 0 for place in (1, 2)] == [False, True]
    for place in (1, 2):
        log = await rounds.log(found.key, place)
        assert Replay.of(found, place, log).plays == await rounds.plays(found.key, place)
