from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import Run


def test_a_command_that_is_not_explained_needs_no_rich() -> None:
    program = (
        "import sys\nfrom fakeai_proxy.cli.main import main\n"
        "try: main(['run', '--prot', '1'])\n"
        "except SystemExit: print('rich' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert printed.stdout == "False\n"


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
