"""A server's own decks: listed, written in a form, refused with what is wrong, and for its hosts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord.house import House
    from tests.doubles.discord_server import Interaction

RIGHT = {"title": "chess", "feeds": "", "topics": "chess\nopenings", "per_day": "2", "strictness": "gentle"}


async def _asked(home: House, options: dict[str, Any] | None = None, user: str = "carol") -> Interaction:
    home.server.commands[None]["1:riddle-admin"]["default_member_permissions"] = None
    return await home.server.slash("riddle-admin decks", options, user=user, channel="riddles")


async def _written(home: House, form: Interaction, **typed: str) -> str:
    """What is answered to a form."""
    names = [row["components"][0]["custom_id"] for row in form.modal["components"]]
    given = {name: text for name, text in {**RIGHT, **typed}.items() if name in names}
    return await home.seen(await home.server.submit_modal(form, given))


async def test_a_deck_is_made_listed_edited_chosen_and_deleted(home: House) -> None:
    listed = await _asked(home)
    assert "default" in await home.seen(listed)
    form = await home.server.click(listed.original, label="New deck", user="carol")
    told = await _written(home, form)
    assert "The deck chess is kept" in told
    assert "2 riddles a day; gentle; topics: chess, openings" in told
    listed = await _asked(home)
    await home.seen(listed)
    form = await home.server.click(listed.original, label="Edit chess", user="carol")
    stands = {row["components"][0]["custom_id"]: row["components"][0].get("value") for row in form.modal["components"]}
    assert stands == {"feeds": None, "topics": "chess\nopenings", "per_day": "2", "strictness": "gentle"}
    assert "one riddle a day" in await _written(home, form, per_day="1")
    chosen = await home.server.slash("riddle-admin setup", {"deck": "chess"}, user="carol", channel="riddles")
    await home.seen(chosen)
    assert (await home.store.schedule.channel(home.channel.key)).deck == f"chess@{home.community}"
    again = await home.server.slash("riddle-admin setup", {"time": "10:00"}, user="carol", channel="riddles")
    assert "10:00" in await home.seen(again)
    assert (await home.store.schedule.channel(home.channel.key)).deck == f"chess@{home.community}"
    asks = await home.server.click(listed.original, label="Delete chess", user="carol")
    assert "Delete the deck chess?" in await home.seen(asks)
    gone = await home.server.click(asks.original, label="Delete chess", user="carol")
    assert "one channel played it" in await home.seen(gone)
    assert (await home.store.schedule.channel(home.channel.key)).deck == "default"


async def test_what_is_wrong_is_told_by_its_field_and_what_was_typed_is_not_lost(home: House) -> None:
    form = await _asked(home, {"deck": "local-news"})
    title = form.modal["components"][0]["components"][0]
    assert (title["custom_id"], title["value"]) == ("title", "local-news")
    told = await _written(home, form, title="No Name!", feeds="http://127.0.0.1/feed", per_day="9")
    for wrong in ("small letters", "127.0.0.1", "1 to 5 riddles", "openings"):
        assert wrong in told
    assert await home.front.decks(home.community).titles() == ("default",)


async def test_a_server_has_no_more_decks_than_it_may_have(home: House) -> None:
    await _written(home, await _asked(home, {"deck": "chess"}))
    refused = await _asked(home, {"deck": "second"})
    assert "as many as there may be" in await home.seen(refused)
    listed = await _asked(home)
    await home.seen(listed)
    labels = [one["label"] for row in home.shown(listed)["components"] for one in row["components"]]
    assert labels == ["Edit chess", "Delete chess"]


async def test_nobody_but_hosts_sees_or_changes_a_deck(home: House) -> None:
    form = await _asked(home, {"deck": "chess"})
    await _written(home, form)
    listed = await _asked(home)
    await home.seen(listed)
    assert "Only those who manage" in await home.seen(await _asked(home, user="alice"))
    assert "Only those who manage" in await home.seen(await _asked(home, {"deck": "chess"}, user="alice"))
    for label in ("Edit chess", "Delete chess"):
        refused = await home.server.click(listed.original, label=label, user="alice")
        assert "Only those who manage" in await home.seen(refused)
    sent = await home.server.submit_modal(form, {**RIGHT, "per_day": "5"}, user="alice")
    assert "Only those who manage" in await home.seen(sent)
    (chess,) = [one for one in await home.front.decks(home.community).there() if one.owner]
    assert chess.per_day == 2
