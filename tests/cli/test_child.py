from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fakeai_proxy.cli.child import run_child, signals_to_child


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


@pytest.mark.parametrize("code", [0, 1, 7])
def test_the_exit_code_is_the_commands(code: int) -> None:
    assert run_child(python(f"raise SystemExit({code})"), os.environ) == code


def test_a_signal_adds_its_number_to_128() -> None:
    assert run_child(python("import os; os.kill(os.getpid(), 9)"), os.environ) == 137


def test_the_environment_is_the_one_given() -> None:
    program = "import os; raise SystemExit(int(os.environ['CODE']))"
    assert run_child(python(program), {**os.environ, "CODE": "5"}) == 5


def test_a_command_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_child(["no-such-command"], os.environ) == 127
    assert capsys.readouterr().err == "fakeai-proxy: no-such-command: command not found\n"


def test_a_command_that_cannot_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").touch()
    assert run_child([str(tmp_path / "data")], os.environ) == 126
    assert capsys.readouterr().err.endswith("data: Permission denied\n")


WAITS = """
import signal, sys
signal.signal(signal.SIGUSR1, lambda *_: sys.exit(3))
print(flush=True)
signal.pause()
"""


def with_signal(number: int, child: Callable[[], subprocess.Popen[bytes]]) -> int:
    """Send ourselves `number` once the child has said that it listens; its exit code."""
    with signals_to_child() as children, child() as started:
        children.append(started)
        assert started.stdout
        started.stdout.readline()
        os.kill(os.getpid(), number)
        return started.wait()


def test_signals_go_to_the_command() -> None:
    assert with_signal(signal.SIGUSR1, lambda: subprocess.Popen(python(WAITS), stdout=subprocess.PIPE)) == 3


def test_a_signal_before_the_command_started_stops_us() -> None:
    with pytest.raises(SystemExit) as exited, signals_to_child():
        os.kill(os.getpid(), signal.SIGTERM)
    assert exited.value.code == 143


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        program = "import signal; raise SystemExit(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
        assert run_child(python(program), os.environ) == 1
    finally:
        signal.signal(signal.SIGHUP, before)


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals_to_child():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
