"""What an operator marks becomes an example, and nothing that anybody said in play ever does."""

from __future__ import annotations

import ast
import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.training
from adapters.store.editions import RedisEditions
from adapters.store.reviews import RedisReviews
from bot.__main__ import main
from bot.commands.examples import LAYOUTS
from bot.delivery.reviews import Reviews
from bot.domain import Difficulty, making, news
from bot.errors import NothingToPlay, UsageError
from bot.game.amending import Amending
from bot.game.submitting import reserve_of
from bot.riddles.submitted import check_submission
from bot.training.marked import find, marked
from tests.adapters.store.samples import DAY, edition, riddle
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis

MARK = "zorblax"
"""A word that people say here, in whatever they say, and that no riddle and no article has."""

MADE = replace(
    riddle(),
    pipeline="service",
    model="openai:gpt-5-mini",
    fallback=False,
    answer="The Old Lighthouse & Museum",
    evidence=(
        "The Old Lighthouse & Museum (OLM) was lit on Friday.",
        "The Old Lighthouse & Museum stood dark for years.",
    ),
)


def test_it_is_the_riddle_its_summary_and_its_evidence() -> None:
    made = marked(MADE, "As the vendor lets.")
    assert (made.question, made.answer, made.hints) == (MADE.question, MADE.answer, MADE.hints)
    assert (made.summary, made.article) == (MADE.summary, " ".join(MADE.evidence))
    assert (made.form, made.kind, made.difficulty) == (MADE.form, MADE.kind, Difficulty.MEDIUM)
    assert (made.title, made.topic) == ("", "")
    assert made.source == "model:openai:gpt-5-mini"
    assert made.terms.endswith("publisher's terms apply. As the vendor lets.")
    assert marked(riddle()).source == "model:craft"


@settings(max_examples=15)
@given(st.lists(st.text(min_size=1, max_size=20) | st.just("Old Lighthouse"), max_size=4).map(tuple), st.booleans())
def test_other_names_are_made_anew_whatever_people_have_added(aliases: tuple[str, ...], reviewed: bool) -> None:
    made = marked(replace(MADE, aliases=aliases, reviewed=reviewed))
    assert made == marked(replace(MADE, aliases=()))
    assert "Old Lighthouse & Museum" in made.aliases


@pytest.mark.parametrize(
    "change", [{"author": "u1"}, {"pipeline": "player"}, {"pipeline": "reserve"}, {"pipeline": "import"}]
)
def test_what_the_program_did_not_make_of_the_news_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="was not made from the news by the program"):
        marked(replace(MADE, **change))


def test_a_riddle_with_nothing_behind_it_is_refused() -> None:
    with pytest.raises(UsageError, match="neither an article nor a summary"):
        marked(replace(MADE, summary="", evidence=()))


async def test_a_riddle_is_found_by_its_number_and_nothing_is_written_for_that(redis: Redis) -> None:
    editions = RedisEditions(redis)
    with pytest.raises(NothingToPlay, match="has no edition yet"):
        await find(editions, "1", DAY)
    assert await redis.keys("*{deck:*") == []
    first, second = riddle("lighthouse"), riddle("windmill")
    await editions.put(edition(first, second))
    await editions.put(edition(riddle("kite"), day=DAY + timedelta(days=200), deck="default"))
    await editions.put(edition(riddle("owl"), deck="science"))
    today = DAY + timedelta(days=200)
    assert (await find(editions, "1", today)).answer == "lighthouse"
    assert (await find(editions, " 1.2 ", today)).answer == "windmill"
    assert (await find(editions, "201", today)).answer == "kite"
    assert (await find(editions, "science/1.1", today)).answer == "owl"
    for spot in ("2", "202", "999999", "0"):
        with pytest.raises(NothingToPlay, match="the newest is 201"):
            await find(editions, spot, today)
    with pytest.raises(UsageError, match="none at place 3"):
        await find(editions, "1.3", today)
    for spot in ("", "x", "1.", "1.x", "1234567", "\u0661"):
        with pytest.raises(UsageError, match="by its number"):
            await find(editions, spot, today)


async def full_of_play(town: Town) -> None:
    """A store in which people said whatever people may say, and in which hosts and operators took it up."""
    owner = f"slack:T{MARK}"
    today = edition(riddle(), riddle("windmill"), day=DAY)
    own = edition(riddle("kite"), day=DAY, deck=f"club@{owner}")
    for made in (today, own):
        await town.editions.put(made)
    for community in ("slack:T1", owner):
        reviews = Reviews(town.rounds, town.editions, RedisReviews(town.redis), lambda _: "", community, f"U{MARK}")
        await reviews.edit_hints(today.deck, DAY, 1, [f"{MARK} hints, says the host, {at}" for at in range(3)])
        opened = await town.club(community).open(await _standing(town, today.deck))
        key, member = opened.key, town.member(f"U{MARK}", community, f"account {MARK}")
        seat = await member.sit(key, 1)
        await member.guess(seat, f"the {MARK}", f"d{MARK}1")
        await member.guess(seat, f"{MARK} lighthouse", f"d{MARK}2")
        await member.guess(seat, "lighthouse", f"d{MARK}3")
        await member.vote(seat, good=True)
        await member.report(seat, f"{MARK} is rude")
        host = town.host(community)
        await host.add_alias(key, 1, f"{MARK} by the host")
        await host.accept(key, 1, f"the {MARK}")
        await host.propose(key, 2, f"{MARK} proposed")
        queue = town.queue(community)
        good = queue.written(f"U{MARK}", "What hoots at night above the barn?", "owl", (), riddle().hints)
        passed, _ = check_submission(good)
        assert passed.riddle is not None
        taken = replace(passed, riddle=replace(passed.riddle, explanation=f"{MARK}, says the author."))
        await queue.take(await queue.queue(taken))
        assert await town.editions.reserve(reserve_of(community))
    amending = Amending(town.rounds, town.players, town.communities, town.editions, f"O{MARK}", town.now)
    await amending.add_alias(today.deck, f"{(await _standing(town, today.deck)).number}.1", f"{MARK} for all")


async def _standing(town: Town, deck: str):
    found = await town.editions.edition(deck, DAY)
    assert found is not None
    return found


async def everything(redis: Redis) -> str:
    """All that lies in the store, as text."""
    found = []
    for key in await redis.keys("*"):
        kind = (await redis.type(key)).decode()
        read = {
            "string": redis.get(key),
            "hash": redis.hgetall(key),
            "list": redis.lrange(key, 0, -1),
            "set": redis.smembers(key),
            "zset": redis.zrange(key, 0, -1),
            "stream": redis.xrange(key),
        }
        for other, reading in read.items():
            if other != kind:
                reading.close()
        found.append(f"{key!r} {await read[kind]!r}")
    return "\n".join(found)


async def test_no_guess_name_message_or_vote_is_in_what_is_marked_kept_and_exported(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(redis)
    await full_of_play(town)
    there = await everything(redis)
    assert there.count(MARK) > 40
    standing = await town.editions.edition("default", DAY)
    assert standing is not None
    assert f"{MARK} for all" in standing.riddles[0].aliases
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    own = f"club@slack:T{MARK}/1"
    assert await asyncio.to_thread(main, ["examples", "add", "1.1", "1.2", own, "--plain"]) == 0
    assert await asyncio.to_thread(main, ["examples", "list", "--json"]) == 0
    for layout in LAYOUTS:
        out = str(tmp_path / f"{layout}.jsonl")
        assert await asyncio.to_thread(main, ["examples", "export", out, "--format", layout, "--plain"]) == 0
    said = capsys.readouterr()
    exported = [(tmp_path / f"{layout}.jsonl").read_text(encoding="utf-8") for layout in LAYOUTS]
    assert [text.count("\n") for text in exported] == [3, 3, 3, 3]
    kept = await redis.hgetall("riddle:{training}:examples")
    for text in (said.out, said.err, *exported, repr(kept)):
        assert MARK not in text.casefold()
    for line in exported[0].splitlines():
        assert json.loads(line)["source"] == "model:craft"


def test_training_knows_no_word_of_play() -> None:
    """The words of playing, talking and delivering are nowhere imported in `bot.training`; the ports, by contract."""
    allowed = {name for module in (making, news) for name in vars(module)}
    folder = Path(bot.training.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not [one.name for one in node.names if one.name.startswith("bot.domain")], file
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.domain"):
                assert node.module in {"bot.domain", "bot.domain.making", "bot.domain.news"}, file
                assert {one.name for one in node.names} <= allowed, file
