"""A community's own decks in Slack: listed, made, edited, deleted, chosen for a channel, by hosts alone."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from bot.domain import DEFAULT_DECK, Deck
from bot.news.decks import new_deck
from tests.adapters.slack.place import COMMUNITY, choose, labels, press, words_of
from tests.doubles.slack_server import Delivery

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.adapters.slack.place import Place

CHESS = {
    "title": "Chess", "feeds": "https://news.example/chess.xml\nhttps://news.example/go.xml", "topics": "chess, go",
    "per_day": "2", "strictness": "gentle",
}  # fmt: skip
MINE = f"chess@{COMMUNITY}"


async def listed(here: Place, user: str = "U0CAROL") -> Delivery:
    return await here.slack.slash("/riddle", "decks", user=user)


async def opened(here: Place, asked: Delivery, button: str, user: str = "U0CAROL") -> dict:
    return await shown_after(here, press(here, asked, button, user))


async def shown_after(here: Place, deed: Awaitable[Any]) -> dict:
    """The form that opens, as it stands then."""
    before = set(here.slack.views)
    await deed
    (new,) = await here.slack.wait_until(lambda: set(here.slack.views) - before)
    return copy.deepcopy(here.slack.views[new])


async def kept(here: Place) -> Deck | None:
    return await here.store.decks.deck(MINE)


async def made(here: Place) -> Deck:
    deck = new_deck("chess", COMMUNITY, topics=["chess"])
    await here.store.decks.keep(deck)
    return deck


async def forged(here: Place, view: dict, about: str, values: dict[str, Any], user: str = "U0CAROL") -> dict:
    """A form as no client of Slack's would send it."""
    state = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in values.items()}
    team = here.slack._team_of(user)
    payload = {
        "type": "view_submission", "team": {"id": team.id}, "user": {"id": user, "team_id": team.id},
        "trigger_id": here.slack._trigger(user),
        "view": {**here.slack._public(view), "private_metadata": about, "state": {"values": state}},
    }  # fmt: skip
    done = await here.slack.deliver(Delivery(payload["trigger_id"], "interactive", payload, True))
    return dict(done.errors or {})


async def test_a_host_makes_a_deck_and_a_channel_plays_it(here: Place) -> None:
    asked = await listed(here)
    assert labels(asked.responses[0]["blocks"]) == ["New deck"]
    view = await opened(here, asked, "New deck")
    done = await here.slack.submit(view["id"], CHESS)
    assert not done.errors
    deck = await kept(here)
    assert deck is not None
    assert (deck.title, deck.owner, deck.per_day, deck.topics) == ("chess", COMMUNITY, 2, ("chess", "go"))
    shown = here.slack.views[view["id"]]["blocks"]
    assert "The deck chess is kept" in words_of(shown)
    assert labels(shown) == ["Edit", "Delete"]
    form = await shown_after(here, here.slack.slash("/riddle", "setup", user="U0CAROL"))
    field = next(block for block in form["blocks"] if block.get("block_id") == "deck")["element"]
    assert [one["value"] for one in field["options"]] == [DEFAULT_DECK, "chess"]
    chosen = {
        "channel": "C0GENERAL", "time": "07:30", "zone": "Europe/Berlin", "weekdays": ["0"], "reveal": "next",
        "ping": "nobody", "deck": "chess", "review": [], "host_channel": None,
    }  # fmt: skip
    for _ in range(2):  # the form of a channel that plays it gives back what it shows
        assert not (await here.slack.submit(form["id"], chosen)).errors
        assert [one.deck for one in await here.store.schedule.channels()] == [MINE]
        form = await shown_after(here, here.slack.slash("/riddle", "setup", user="U0CAROL"))
        field = next(block for block in form["blocks"] if block.get("block_id") == "deck")["element"]
        assert field["initial_option"]["value"] == "chess"


async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(here: Place) -> None:
    view = await opened(here, await listed(here), "New deck")
    wrong = {**CHESS, "title": "no spaces here", "feeds": "http://127.0.0.1/feed", "topics": "<script>"}
    errors = (await here.slack.submit(view["id"], wrong)).errors
    assert set(errors) == {"title", "feeds", "topics"}
    assert here.slack.views[view["id"]]["_open"]
    assert await kept(here) is None
    assert not (await here.slack.submit(view["id"], CHESS)).errors


async def test_a_deck_is_edited_and_one_more_is_refused(here: Place) -> None:
    await made(here)
    asked = await listed(here)
    assert labels(asked.responses[0]["blocks"]) == ["Edit", "Delete"]
    view = await opened(here, asked, "Edit")
    assert "chess" in words_of(view["blocks"][0])
    assert not (await here.slack.submit(view["id"], {**CHESS, "topics": "", "strictness": "open"})).errors
    deck = await kept(here)
    assert deck is not None
    assert (deck.topics, deck.strictness.value, len(deck.feeds)) == ((), "open", 2)
    view = await opened(here, asked, "Edit")
    errors = await forged(here, view, "", {"title": "second"})
    assert "as many as it may have" in next(iter(errors.values()))
    errors = await forged(here, view, "", {"title": "chess", "topics": "go"})
    assert "There is a deck chess already" in next(iter(errors.values()))


async def test_a_deck_is_deleted_and_its_channels_play_the_usual_one(here: Place) -> None:
    await made(here)
    await here.channel("C0GENERAL", deck=MINE)
    asked = await listed(here)
    await press(here, asked, "Delete", "U0CAROL")
    assert "one channel played it" in words_of((await here.heard("U0CAROL", 2))[1]["blocks"])
    assert await kept(here) is None
    assert [one.deck for one in await here.store.schedule.channels()] == [DEFAULT_DECK]
    await press(here, asked, "Delete", "U0CAROL")
    assert "no deck" in words_of((await here.heard("U0CAROL", 3))[2]["blocks"])


async def test_only_hosts_whatever_is_forged(here: Place) -> None:
    await made(here)
    assert "Only hosts" in words_of((await listed(here, "U0ALICE")).responses[0]["blocks"])
    asked = await listed(here)
    view = await opened(here, asked, "Edit")
    assert "Only hosts" in next(iter((await forged(here, view, "chess", {"topics": ""}, "U0ALICE")).values()))
    for button in ("Edit", "Delete"):
        await press(here, asked, button, "U0ALICE")
    told = await here.heard("U0ALICE", 3)
    assert all("Only hosts" in words_of(one["blocks"]) for one in told)
    assert here.slack.open_view("U0ALICE") is None
    assert await kept(here) == new_deck("chess", COMMUNITY, topics=["chess"])


async def test_names_of_others_decks_are_not_believed(here: Place) -> None:
    await made(here)
    foreign = new_deck("secret", "slack:T2", topics=["moon"])
    await here.store.decks.keep(foreign)
    asked = await listed(here)
    assert "secret" not in json.dumps(asked.responses[0])
    view = await opened(here, asked, "Edit")
    for about in ("secret@slack:T2", "secret", DEFAULT_DECK, "x" * 2_000, "@", "chess@slack:T2"):
        await press(here, asked, "Delete", "U0CAROL", about)
        errors = await forged(here, view, about, {"topics": "sun", "per_day": "9"})
        assert errors
    for values in ({"per_day": "x"}, {"strictness": "wild"}, {"feeds": "file:///etc/passwd"}):
        assert await forged(here, view, "chess", values)
    assert await here.store.decks.deck(foreign.name) == foreign
    assert await kept(here) == new_deck("chess", COMMUNITY, topics=["chess"])


async def test_the_home_of_a_host_leads_to_the_decks(here: Place) -> None:
    await here.open()
    await made(here)
    await here.slack.event({"type": "app_home_opened", "user": "U0CAROL", "tab": "home"})
    home = await here.slack.wait_until(lambda: here.slack.home_views.get("U0CAROL"))
    await choose(here, home, "riddle:deck:list")
    view = await here.slack.wait_until(lambda: here.slack.open_view("U0CAROL"))
    assert labels(view["blocks"]) == ["Edit", "Delete"]
    await choose(here, view, "riddle:deck:edit")
    form = await here.slack.wait_until(lambda: here.slack.open_view("U0CAROL", "riddle:deck"))
    assert not (await here.slack.submit(form["id"], {**CHESS, "strictness": "open"})).errors
    deck = await kept(here)
    assert deck is not None
    assert deck.strictness.value == "open"


async def test_feeds_too_long_for_the_form_are_kept(here: Place) -> None:
    feeds = [f"https://news.example/{number}/{'x' * 300}" for number in range(12)]
    await here.store.decks.keep(new_deck("chess", COMMUNITY, feeds=feeds))
    view = await opened(here, await listed(here), "Edit")
    assert "too long for this form" in words_of(view["blocks"])
    assert not (await here.slack.submit(view["id"], CHESS)).errors
    deck = await kept(here)
    assert deck is not None
    assert (deck.feeds, deck.per_day) == (tuple(feeds), 2)


async def test_as_many_decks_as_there_may_be_have_their_buttons_each(here: Place) -> None:
    most = here.store.decks._per_community = 20
    for number in range(most):
        await here.store.decks.keep(new_deck(f"deck-{number}", COMMUNITY, topics=["chess"]))
    blocks = (await listed(here)).responses[-1]["blocks"]
    assert sum(one["type"] == "actions" for one in blocks) >= most
    assert len(blocks) <= 50
