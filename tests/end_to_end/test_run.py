"""`fakeai-proxy run`: what it says, how it starts, how it stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .cli_process import COMMAND, clean_environ, fakeai


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that somebody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield str(listener.getsockname()[1])


def test_it_says_where_it_is_and_stops_when_told(tmp_path: Path, confdir: Path) -> None:
    command = [
        *COMMAND,
        "run",
        "--port",
        "0",
        "--reverse-port",
        "0",
        "--metrics-port",
        "0",
        "--confdir",
        str(confdir),
        "--seed",
        "3",
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean_environ(), stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        said = [running.stderr.readline() for _ in range(4)]
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == ""
    assert running.returncode == 0
    proxy, base, metrics, mode = said
    assert re.fullmatch(r"forward proxy  http://127\.0\.0\.1:\d+\n", proxy)
    assert re.fullmatch(r"base URL       http://127\.0\.0\.1:\d+/v1\n", base)
    assert re.fullmatch(r"metrics        http://127\.0\.0\.1:\d+/metrics\n", metrics)
    assert mode == "mode           synthesize\n"


@pytest.mark.parametrize("flag", ["--port", "--reverse-port", "--metrics-port"])
def test_a_port_in_use(flag: str, taken: str, tmp_path: Path, confdir: Path) -> None:
    flags = {"--port": "0", flag: taken, "--confdir": str(confdir)}
    ran = fakeai("run", *(part for pair in flags.items() for part in pair), folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"fakeai-proxy: cannot listen on 127.0.0.1:{taken} (Address already in use); see --host and {flag}\n"
    )


@pytest.mark.parametrize(
    ("confdir", "why", "ui"),
    [("file/ca", "Not a directory", ()), ("taken", "Is a directory", ("--ui", "dump"))],
)
def test_a_folder_that_cannot_hold_the_ca(
    confdir: str, why: str, ui: tuple[str, ...], tmp_path: Path
) -> None:
    """Not by rights: root, who has them all, would not see it."""
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "mitmproxy-ca.pem").mkdir(parents=True)
    ran = fakeai("run", "--port", "0", "--confdir", str(tmp_path / confdir), *ui, folder=tmp_path)
    said = f"fakeai-proxy: {tmp_path / confdir} cannot hold the CA ({why}); see --confdir\n"
    assert (ran.returncode, ran.stderr) == (1, said)


def test_what_cannot_be_run(tmp_path: Path, confdir: Path) -> None:
    ran = fakeai("run", "--port", "0", "--confdir", str(confdir), "--", "--anticache", folder=tmp_path)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "'--anticache' is for mitmproxy's own tools: add --ui dump|web|console" in ran.stderr
