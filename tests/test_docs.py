"""What the pages say, as far as it can be looked up: links, commands, settings, and how long data are kept."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import bot.__main__
from adapters.store import claims, looks, players, reviews, round_keys, rounds
from adapters.store.communities import MOST_REPORTS
from bot.domain import Span
from bot.game.recap import SHARED_BY
from bot.settings import VENDOR_KEYS, Settings, variable

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_SETTING = re.compile(r"\bRIDDLE_[A-Z][A-Z_]*[A-Z]\b")
_COMMAND = re.compile(r"(?:^|[`/ ])riddle ([a-z]+)(?=[ `|\n])")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> list[str]:
    """What a page links to in this repository."""
    found = _LINK.findall(_FENCED.sub("", page.read_text()))
    return [one for one in found if not re.match(r"[a-z]+:", one)]


def anchors(page: Path) -> set[str]:
    """What its headings are called in an address."""
    heads = re.findall(r"^#+ (.*)$", _FENCED.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


def test_every_page_is_reached_from_the_readme() -> None:
    reached, todo = {PAGES[0]}, [PAGES[0]]
    while todo:
        page = todo.pop()
        linked = {(page.parent / link.partition("#")[0]).resolve() for link in links(page)}
        fresh = {one for one in linked if one.suffix == ".md" and one.is_file()} - reached
        reached |= fresh
        todo += fresh
    assert set(PAGES) <= reached


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_names_only_settings_that_there_are(page: Path) -> None:
    known = {variable(field) for field in Settings.model_fields} | set(VENDOR_KEYS.values())
    assert set(_SETTING.findall(page.read_text())) <= known


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_names_only_commands_that_there_are(page: Path) -> None:
    from bot.game.verbs import PHRASES

    said = {one for code in re.findall(r"`([^`\n]+)`", page.read_text()) for one in _COMMAND.findall(f"{code}\n")}
    typed = {phrase.split()[0] for phrase in PHRASES} | {"my", "forget", "hide"}
    assert said - typed <= set(bot.__main__.COMMANDS)


def test_the_privacy_page_tells_how_long_things_are_really_kept() -> None:
    told = " ".join((ROOT / "docs" / "privacy.md").read_text().split())
    guess_days = Settings.model_fields["guess_days"].default
    week, month = round_keys.LIFETIMES[Span.WEEK.value], round_keys.LIFETIMES[Span.MONTH.value]
    day = 24 * 60 * 60
    for words in (
        f"the first {rounds.MAX_GUESS} characters",
        f"{guess_days} days after the reveal",
        f"{week // day // 7} weeks, {month // day} days, and without end",
        f"of reports the newest {MOST_REPORTS:,} of a community",
        f"finished an edition first | {players._CLAIMED.days} days",
        f"| {rounds.SEEN_SECONDS // day}, {reviews.KEPT_SECONDS // day} and {looks._KEPT // day} days |",
        f"before their post | {reviews.KEPT_SECONDS // day} days",
        f"which message, why not | {claims.KEPT.days} days",
        f"waits at most {looks._OLDEST.days} days",
        f"kept for {looks._KEPT // day} days under the riddle",
        f"`RIDDLE_ARTICLE_HOURS` ({Settings.model_fields['article_hours'].default:.0f})",
    ):
        assert words in told
    assert SHARED_BY == 2
