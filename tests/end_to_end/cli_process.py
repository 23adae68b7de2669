"""The command line in processes of its own, as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from fakeai_proxy.cli.proxy_process import ProxyProcess

LOOKED_AT = (
    "FAKEAI_",
    "OPENAI_",
    "SSL_",
    "REQUESTS_",
    "CURL_",
    "NODE_",
    "HTTP",
    "http",
    "NO_PROXY",
    "no_proxy",
)
COMMAND = (sys.executable, "-P", "-m", "fakeai_proxy")
PATIENCE = 60


def clean_environ() -> dict[str, str]:
    """The developer's environment, without what our commands look at."""
    return {name: value for name, value in os.environ.items() if not name.startswith(LOOKED_AT)}


def fakeai(
    *arguments: str, folder: Path, environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`fakeai-proxy ARGUMENTS` to its end, in `folder`."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**clean_environ(), **(environ or {})},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def fakeai_run(*arguments: str, folder: Path, confdir: Path) -> ProxyProcess:
    """`fakeai-proxy run ARGUMENTS` in `folder`, on free ports of both kinds; its log is the file `log`."""
    ports = ("--port", "0", "--reverse-port", "0", "--confdir", str(confdir))
    return ProxyProcess([*ports, *arguments], folder / "log", folder=folder, environ=clean_environ())


def base_of(running: ProxyProcess) -> str:
    """The base URL of its reverse listener, without /v1."""
    assert running.reverse
    return f"http://{running.reverse[0]}:{running.reverse[1]}"
