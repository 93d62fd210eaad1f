"""Logs of processes that run for long."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from redis.exceptions import ConnectionError as Unreachable

from bot.logs import begin_logs

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def failing(error: Exception) -> None:
    raise error


def test_text_is_a_line_an_event_with_its_cause_below(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs("text", "info")
    log = logging.getLogger("bot.delivery.sending")
    log.info("settled sending=%s stage=%s", "post:slack:T1:C1:2026-03-14", "sent\nERROR forged")
    log.debug("unheard")
    try:
        failing(KeyError("a fault"))
    except KeyError:
        log.exception("ended by a fault")
    first, second, *cause = capsys.readouterr().err.splitlines()
    assert first.endswith(
        "INFO bot.delivery.sending settled sending=post:slack:T1:C1:2026-03-14 stage=sent ERROR forged"
    )
    assert second.endswith("ERROR bot.delivery.sending ended by a fault")
    assert all(line.startswith("    ") for line in cause)


def test_json_has_a_field_for_each_word_of_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs("json", "info")
    logging.getLogger("bot.x").warning('said="%s" sending=post:a:b tries=%d level=9', 'a "quoted"\nline', 2)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["sending"], told["tries"]) == ("post:a:b", "2")
    assert (told["level"], told["from"]) == ("warning", "bot.x")


def test_others_speak_up_only_to_warn_and_of_an_outage_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs("text", "debug")
    engine = logging.getLogger("docket.worker")
    engine.info("a task with its words")
    logging.getLogger("aiohttp.access").info("GET /healthz")
    try:
        failing(Unreachable("no route"))
    except Unreachable:
        engine.warning("Redis is unavailable, retrying in %s...", 1, exc_info=True)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING docket.worker Redis is unavailable, retrying in 1... (ConnectionError)")
