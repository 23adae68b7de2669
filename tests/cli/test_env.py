from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from fakeai_proxy.cli.env import SHELLS
from fakeai_proxy.proxy.trust import BUNDLE_FILE, CA_FILE

from .conftest import Run

PROXIED = {
    "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NODE_USE_ENV_PROXY", "OPENAI_API_KEY",
}  # fmt: skip


def exports(out: str) -> dict[str, str]:
    pairs = (line.removeprefix("export ").split("=", 1) for line in out.splitlines())
    return {name: value.strip("'") for name, value in pairs}


def test_what_a_shell_needs(run: Run, confdir: Path) -> None:
    variables = exports(run("env", "--confdir", str(confdir), "--port", "9000", "--host", "0.0.0.0").out)
    assert set(variables) == PROXIED
    assert variables["HTTPS_PROXY"] == variables["http_proxy"] == "http://127.0.0.1:9000"
    assert variables["NO_PROXY"] == ""
    bundle = Path(variables["SSL_CERT_FILE"])
    assert bundle == confdir / BUNDLE_FILE
    assert (confdir / CA_FILE).read_text().strip() in bundle.read_text()


def test_a_shell_takes_it(run: Run, confdir: Path) -> None:
    out = run("env", "--confdir", str(confdir)).out
    shell = subprocess.run(
        ["sh", "-c", f"{out}\necho $HTTPS_PROXY $NODE_USE_ENV_PROXY"], capture_output=True, text=True
    )
    assert shell.stdout == "http://127.0.0.1:8080 1\n"


def test_by_base_url_no_ca_is_needed(run: Run) -> None:
    variables = exports(run("env", "--reverse", "--reverse-port", "8000", "--confdir", "/nowhere").out)
    bases = {
        "OPENAI_BASE_URL": "http://127.0.0.1:8000/v1",
        "ANTHROPIC_BASE_URL": "http://127.0.0.1:8000",
    }
    assert variables == {**bases, "OPENAI_API_KEY": "fakeai"}


def test_a_key_of_the_user_stays(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    assert "OPENAI_API_KEY" not in run("env", "--reverse", "--reverse-port", "1").out


def test_no_placeholder_where_a_provider_is_asked(run: Run) -> None:
    assert "OPENAI_API_KEY" not in run("env", "--reverse", "--reverse-port", "1", "--mode", "passthrough").out


@pytest.mark.parametrize("arguments", [("--reverse",), ("--port", "0")])
def test_the_port_must_be_known(arguments: tuple[str, ...], run: Run) -> None:
    refused = run("env", *arguments)
    assert refused.code == 2
    assert "which port?" in refused.err


def test_a_folder_that_cannot_hold_a_ca(run: Run) -> None:
    Path("file").touch()
    refused = run("env", "--confdir", "file")
    assert refused.code == 1
    assert refused.err.startswith("fakeai-proxy: file cannot hold the CA (")


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("sh", "export A='it'\\''s \\ $x'"),
        ("fish", "set -gx A 'it\\'s \\\\ $x'"),
        ("powershell", "$env:A = 'it''s \\ $x'"),
    ],
)
def test_values_are_quoted(shell: str, line: str) -> None:
    assert SHELLS[shell]("A", "it's \\ $x") == line
