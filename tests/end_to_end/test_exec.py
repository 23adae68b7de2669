"""`fakeai-proxy exec` around real commands."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import SystemClock

from .cli_process import COMMAND, clean_environ, fakeai

ASKS = """
import json, openai
answer = openai.OpenAI().chat.completions.create(
    model="gpt-4o-mini", max_tokens=5, seed=1, messages=[{"role": "user", "content": "hello"}]
)
print(json.dumps([answer.model, answer.usage.completion_tokens]))
"""
INSTANT = ("--ttft-ms", "0", "--itl-ms", "0")


def test_an_unmodified_client_is_answered(tmp_path: Path, confdir: Path) -> None:
    ran = fakeai(
        "exec", "--confdir", str(confdir), *INSTANT, "--", sys.executable, "-c", ASKS, folder=tmp_path
    )
    assert (ran.returncode, ran.stderr) == (0, "fakeai-proxy: 1 request: 1 synthesized\n")
    assert ran.stdout.startswith('["gpt-4o-mini')
    assert list(tmp_path.iterdir()) == []


def test_by_base_url_and_with_the_exit_code_of_the_command(tmp_path: Path, confdir: Path) -> None:
    program = f"{ASKS}\nimport os, sys\nassert 'HTTPS_PROXY' not in os.environ\nsys.exit(7)"
    ran = fakeai(
        "exec",
        "--reverse",
        "--confdir",
        str(confdir),
        *INSTANT,
        "--",
        sys.executable,
        "-c",
        program,
        folder=tmp_path,
    )
    assert (ran.returncode, ran.stderr) == (7, "fakeai-proxy: 1 request: 1 synthesized\n")


GETS = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
CLIENTS = [(sys.executable, "-c", GETS), *([("curl", "-sS")] if shutil.which("curl") else [])]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: Path(client[0]).name)
def test_other_clients_over_tls(client: tuple[str, ...], tmp_path: Path, confdir: Path) -> None:
    url = "https://api.openai.com/v1/health/ready"  # asks for no key
    ran = fakeai("exec", "--confdir", str(confdir), "--", *client, url, folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "fakeai-proxy: 1 request: 1 synthesized\n")
    assert "ready" in ran.stdout


MISSES = f"""
import openai
try:
    exec({ASKS!r})
except openai.APIStatusError as error:
    print(error.response.headers["x-fakeai-proxy"])
"""


def test_a_miss_is_counted_and_nothing_goes_upstream(tmp_path: Path, confdir: Path) -> None:
    Cassette.open(tmp_path / "empty.db", readonly=False, clock=SystemClock()).close()
    flags = ("--mode", "replay", "--cassette", "empty.db", "--confdir", str(confdir))
    ran = fakeai("exec", *flags, "--", sys.executable, "-c", MISSES, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "miss; cassette=empty.db\n")
    assert ran.stderr == "fakeai-proxy: 1 request: 1 missed\n"


def test_a_proxy_that_cannot_start_says_why_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = fakeai("exec", "--confdir", "file", "--", "true", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "fakeai-proxy: file cannot hold the CA (File exists); see --confdir\n"


@pytest.mark.parametrize(
    ("flags", "message", "code"),
    [
        (("--mode", "replay"), "cassette.path: mode 'replay' needs a cassette file", 2),
        (("--log", "absent/proxy.log"), "absent/proxy.log: No such file or directory", 1),
    ],
)
def test_what_else_is_wrong(
    flags: tuple[str, ...], message: str, code: int, tmp_path: Path, confdir: Path
) -> None:
    ran = fakeai("exec", *flags, "--confdir", str(confdir), "--", "true", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (code, f"fakeai-proxy: {message}\n")


def test_the_log_can_be_kept(tmp_path: Path, confdir: Path) -> None:
    flags = ("--log", "proxy.log", "--set", "debug=true", "--confdir", str(confdir))
    ran = fakeai("exec", *flags, "--", "true", folder=tmp_path)
    assert ran.stderr == "fakeai-proxy: 0 requests\n"
    assert "listening at" in (tmp_path / "proxy.log").read_text()


LEAVES_ONE_OPEN = """
import os, socket, subprocess, sys
host, _, port = os.environ["HTTPS_PROXY"].removeprefix("http://").partition(":")
connection = socket.create_connection((host, int(port)))
connection.sendall(b"GET http://api.openai.com/v1/models HTTP/1.1\\r\\nhost: api.openai.com\\r\\n\\r\\n")
connection.recv(65536)
until_cut = "import socket, sys; socket.socket(fileno=int(sys.argv[1])).recv(1)"
fd = connection.fileno()
subprocess.Popen([sys.executable, "-c", until_cut, str(fd)], pass_fds=[fd], stderr=subprocess.DEVNULL)
"""


def test_connections_that_are_left_open_are_cut_without_a_word(tmp_path: Path, confdir: Path) -> None:
    ran = fakeai(
        "exec", "--confdir", str(confdir), "--", sys.executable, "-c", LEAVES_ONE_OPEN, folder=tmp_path
    )
    assert (ran.returncode, ran.stderr) == (0, "fakeai-proxy: 1 request: 1 synthesized\n")


WAITS = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
print("up", flush=True)
signal.pause()
"""
DIES = WAITS.replace("sys.exit(9)", "signal.raise_signal(9)")


@pytest.mark.parametrize(("program", "code"), [(WAITS, 9), (DIES, 137)])
def test_signals_reach_the_command(program: str, code: int, tmp_path: Path, confdir: Path) -> None:
    command = [*COMMAND, "exec", "--confdir", str(confdir), "--", sys.executable, "-c", program]
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean_environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == "up\n"
        running.send_signal(signal.SIGTERM)
        assert running.stderr.read() == "fakeai-proxy: 0 requests\n"
    assert running.returncode == code


ORPHAN = """
import os, signal, socket
host, _, port = os.environ["HTTPS_PROXY"].removeprefix("http://").partition(":")
os.kill(os.getppid(), signal.SIGKILL)
try:
    while True:
        socket.create_connection((host, int(port))).close()
except ConnectionError:
    print("gone")
"""


def test_the_proxy_goes_when_we_are_killed(tmp_path: Path, confdir: Path) -> None:
    ran = fakeai("exec", "--confdir", str(confdir), "--", sys.executable, "-c", ORPHAN, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (-9, "gone\n")
