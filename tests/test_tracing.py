"""LangSmith hears of what a model is sent where the operator chose that, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK_A_MODEL = """
from langchain_core.language_models import FakeListChatModel
from langchain_core.tracers.langchain import wait_for_all_tracers
print(FakeListChatModel(responses=["an answer"]).invoke("a question").content)
wait_for_all_tracers()
"""


class Smith(ThreadingHTTPServer):
    """What stands where LangSmith would be."""

    heard: list[bytes]


class _Listening(BaseHTTPRequestHandler):
    server: Smith

    def _hear(self) -> None:
        self.server.heard.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PATCH = _hear  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def smith() -> Iterator[Smith]:
    with Smith(("127.0.0.1", 0), _Listening) as server:
        server.heard = []
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(smith: Smith, **chosen: str) -> None:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("LANGSMITH", "LANGCHAIN"))}
    there = f"http://127.0.0.1:{smith.server_port}"
    where = {"LANGSMITH_ENDPOINT": there, "LANGCHAIN_ENDPOINT": there, "LANGSMITH_API_KEY": "a key"}
    said = subprocess.run(
        [sys.executable, "-c", ASK_A_MODEL], env=others | where | chosen, capture_output=True, timeout=60, check=True
    )
    assert said.stdout == b"an answer\n"


def test_a_key_alone_sends_nothing(smith: Smith) -> None:
    ask(smith)
    assert smith.heard == []


def test_who_switches_tracing_on_sends_what_the_model_is_sent(smith: Smith) -> None:
    ask(smith, LANGSMITH_TRACING="true")
    assert b"a question" in b"".join(smith.heard)
