"""The lines of the Procfile, run by a runner of Procfiles from the environment alone."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.store.embedded import EmbeddedServer
from bot.domain import Matter, Sending, Stage
from bot.processes.parts import PARTS
from tests.adapters.store.resp import encrypted
from tests.commands.house import House

ROOT = Path(__file__).parent.parent.parent


def test_the_procfile_says_what_serve_runs() -> None:
    assert (ROOT / "Procfile").read_text().splitlines() == [part.line for part in PARTS]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A throw-away authority: its certificate, and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl makes the certificate of this test")
    folder = tmp_path_factory.mktemp("tls")
    make = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")]
    subprocess.run([*make, *names, *files], check=True, capture_output=True)
    return folder


async def test_its_lines_deliver_over_tls_from_an_empty_disk_again_and_again(tmp_path: Path, authority: Path) -> None:
    server = EmbeddedServer(tmp_path / "server")
    socket = str(await asyncio.to_thread(server.enter))
    honcho = [sys.executable, "-m", "honcho", "start", "-f", str(ROOT / "Procfile"), "-d", str(tmp_path / "house")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "ca.pem", authority / "key.pem")
    async with encrypted(socket, context) as port:
        house = House(
            tmp_path / "house",
            {"REDIS_URL": f"rediss://localhost:{port}/0", "REDIS_CA_FILE": str(authority / "ca.pem")},
        )
        async with house.store() as store:
            for start in range(3):
                shutil.rmtree(house.data, ignore_errors=True)
                at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
                key = await house.channel(store, at, f"c{start}")
                with house.running(*honcho, PATH=path, PYTHONUNBUFFERED="1") as running:
                    await asyncio.to_thread(
                        running.hear, f"settled sending=post:terminal:{key.channel}:{at.date()} stage=sent"
                    )
                    assert await asyncio.to_thread(running.end) in {0, 143, -15}
                    assert running.said().count("stage=sent") == 1
                    assert "Traceback" not in running.said()
                found = await store.schedule.delivery(Sending(Matter.POST, key, at.date()))
                assert found is not None
                assert found.stage is Stage.SENT
    await asyncio.to_thread(server.leave)
