from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from fakeai_proxy.cli.supervision import stop_at_end

REPORTS = """
import os, signal
from fakeai_proxy.cli.supervision import Report
from fakeai_proxy.proxy.launch import Listening
report = Report()
print("noise")
report.listening(Listening(("127.0.0.1", 8080), None))
report.seen({"synthesized": 3})
signal.pause()
"""


def test_stdout_is_for_reports_and_the_end_of_stdin_is_the_end() -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-c", REPORTS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        told = [json.loads(running.stdout.readline()) for _ in range(2)]
        out, err = running.communicate(timeout=60)
    at = {"proxy": ["127.0.0.1", 8080], "reverse": None, "metrics": None}
    assert told == [at, {"seen": {"synthesized": 3}}]
    assert (out, err, running.returncode) == ("", "noise\n", -signal.SIGTERM)


@pytest.fixture
def stops() -> Iterator[list[int]]:
    """The signals that would have stopped us."""
    heard = list[int]()
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    yield heard
    signal.signal(signal.SIGTERM, before)


def test_what_is_written_to_stdin_is_passed_over(stops: list[int]) -> None:
    read, write = os.pipe()
    os.write(write, b"x" * 5000)
    os.close(write)
    stop_at_end(read)
    os.close(read)
    assert stops == [signal.SIGTERM]
