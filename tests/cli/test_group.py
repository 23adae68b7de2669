from __future__ import annotations

import subprocess
import sys

import pytest

from fakeai_proxy import __version__
from fakeai_proxy.cli.main import COMMANDS

from .conftest import Run

HEAVY = ("mitmproxy", "numpy", "tiktoken", "pydantic", "sqlite_utils", "faker", "asyncio")


def test_help_names_every_command(run: Run) -> None:
    for arguments in ((), ("--help",), ("-h",)):
        shown = run(*arguments)
        assert shown.code == 0
        assert all(f" {name} " in shown.out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, run: Run) -> None:
    shown = run(command, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert f"fakeai-proxy {command}" in shown.out


def test_the_version(run: Run) -> None:
    assert run("--version").out == f"fakeai-proxy, version {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom fakeai_proxy.cli.main import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert printed.splitlines()[-1] == "[]"
