"""`fakeai-proxy chaos run` and `observe` around real commands."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.cli_process import COMMAND, PATIENCE, clean_environ, fakeai

MINE = """\
experiment: mine
rules:
  - {id: overload, trigger: {first: 1}, fault: {type: http.error, name: overloaded}}
report: {format: [table, junit]}
"""
ASKS = """
import sys, urllib.request
url = "https://api.openai.com/v1/models/gpt-4o"
asked = urllib.request.Request(url, headers={"authorization": "Bearer any"})
for attempt in range(int(sys.argv[1])):
    try:
        print(urllib.request.urlopen(asked).status)
        sys.exit(int(sys.argv[2]))
    except OSError as refused:
        print(refused)
        import time; time.sleep(0.2)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text(MINE)
    return tmp_path


def chaos(
    name: str, folder: Path, confdir: Path, *flags: str, tries: int, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """A client that tries so often, until it is answered, and ends with `code`."""
    client = (sys.executable, "-c", ASKS, str(tries), str(code))
    return fakeai("chaos", name, "mine.yaml", "--confdir", str(confdir), *flags, "--", *client, folder=folder)


def test_a_client_that_does_not_try_again_fails(folder: Path, confdir: Path) -> None:
    ran = chaos("run", folder, confdir, "--json", "a.json", "--html", "out/a.html", tries=1)
    assert (ran.returncode, ran.stdout) == (1, "HTTP Error 503: Service Unavailable\n")
    assert "failed: 1 request met a fault or failed, 0 did not; 1 attempts" in ran.stderr
    told = json.loads((folder / "a.json").read_text())
    assert told["exit_code"] == 1
    assert told["status"]["experiments"][0]["rules"][0]["injected"] == {"http.error": 1}
    assert {path.name for path in folder.iterdir()} == {"mine.yaml", "mine.xml", "a.json", "out"}


def test_one_that_does_passes_and_its_own_exit_code_counts(folder: Path, confdir: Path) -> None:
    ran = chaos("run", folder, confdir, tries=2, code=7)
    assert (ran.returncode, ran.stdout) == (7, "HTTP Error 503: Service Unavailable\n200\n")
    assert "passed: 1 request met a fault" in ran.stderr


def test_observing_touches_nothing(folder: Path, confdir: Path) -> None:
    ran = chaos("observe", folder, confdir, tries=1)
    assert (ran.returncode, ran.stdout) == (0, "200\n")
    assert "untested: 0 requests met a fault or failed, 1 would have met one, 1 did not" in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("stop", ["SIGUSR1", "SIGTERM"])
def test_without_a_command_until_a_signal(folder: Path, confdir: Path, stop: str) -> None:
    command = [*COMMAND, "chaos", "run", "mine.yaml", "--port", "0", "--confdir", str(confdir)]
    with subprocess.Popen(
        command, cwd=folder, env=clean_environ(), stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        assert running.stderr.readline().startswith("forward proxy  http://")
        running.send_signal(getattr(signal, stop))
        said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 3
    assert "warning: no request matched mine" in said
    assert ("warning: mine ended: kill switch: SIGUSR1" in said) is (stop == "SIGUSR1")
