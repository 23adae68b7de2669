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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["rum"],
            "no command 'rum' (did you mean 'run'?); there are run, exec, ",
        ),
        (["run", "--prot", "1"], "No such option '--prot'"),
        (["run", "--ui", "qt"], "Invalid value for '--ui'"),
        (["run", "--mode", "reply"], "mode (option): 'reply' is not one of"),
        (["run", "--mode", "reply"], "(did you mean 'replay'?)"),
        (["run", "--port", "none"], "server.port (option): 'none' is refused"),
        (["run", "--set", "ttft=1"], "unknown setting 'ttft' (did you mean 'ttft_ms'?)"),
        (["run", "--set", "ttft_ms"], "'ttft_ms' is not of the form KEY=VALUE"),
        (["run", "--upstream", "a.test"], "'a.test' is not of the form HOST=URL"),
        (["run", "--upstream", "a.test=b.test"], "upstreams.a.test (option): not a base URL"),
        (["run", "--config", "absent.toml"], "absent.toml: cannot be read"),
        (["exec"], "Missing argument"),
        (["env", "--shell", "cmd"], "Invalid value for '--shell'"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_code_2(arguments: list[str], message: str, run: Run) -> None:
    refused = run(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err
    assert refused.err.startswith("fakeai-proxy: ")
    assert refused.err.count("\n") == 1


def test_a_wrong_environment_is_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKEAI_PROT", "1")
    refused = run("exec", "true")
    assert refused.code == 2
    assert (
        refused.err
        == "fakeai-proxy: unknown environment variable FAKEAI_PROT (did you mean 'FAKEAI_PORT'?)\n"
    )
