"""`fakeai-proxy doctor` beside a proxy that runs, behind one, and in front of a port that is taken."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

from fakeai_proxy.cli.proxy_process import ProxyProcess

from .cli_process import COMMAND, clean_environ, fakeai


def checks(printed: str) -> dict[str, Any]:
    return {check["name"]: check for check in json.loads(printed)["checks"]}


def test_all_is_well_behind_a_proxy(tmp_path: Path, confdir: Path) -> None:
    flags = ("--confdir", str(confdir), "--port", "0")
    ran = fakeai("exec", *flags, "--", *COMMAND, "doctor", "--json", *flags, folder=tmp_path)
    assert ran.returncode == 0
    assert {check["state"] for check in checks(ran.stdout).values()} == {"ok"}
    assert ran.stderr == "fakeai-proxy: 0 requests\n"


def test_a_port_that_is_taken_by_us_is_no_fault(tmp_path: Path, confdir: Path) -> None:
    flags = ["--confdir", str(confdir), "--port", "0", "--reverse-port", "0"]
    with ProxyProcess(flags, tmp_path / "log", folder=tmp_path, environ=clean_environ()) as proxy:
        assert proxy.reverse
        ports = ("--port", str(proxy.proxy[1]), "--reverse-port", str(proxy.reverse[1]))
        ran = fakeai("doctor", "--json", "--confdir", str(confdir), *ports, folder=tmp_path)
    found = checks(ran.stdout)
    assert ran.returncode == 0
    for flag in ("--port", "--reverse-port"):
        assert "a fakeai-proxy listens" in found[flag]["detail"]


def test_by_somebody_else_it_is(tmp_path: Path, confdir: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as listener:
        port = str(listener.getsockname()[1])
        listener.settimeout(0)
        ran = fakeai(
            "doctor", "--confdir", str(confdir), "--port", port, folder=tmp_path, environ={"COLUMNS": "200"}
        )
    assert ran.returncode == 1
    assert "Address already in use" in ran.stdout
    assert "choose another with --port" in ran.stdout


def test_clients_that_would_not_trust_us(tmp_path: Path, confdir: Path) -> None:
    environ = {"HTTPS_PROXY": "http://127.0.0.1:8080", "SSL_CERT_FILE": str(tmp_path / "absent.pem")}
    ran = fakeai(
        "doctor", "--json", "--confdir", str(confdir), "--port", "8080", folder=tmp_path, environ=environ
    )
    assert ran.returncode == 1
    assert checks(ran.stdout)["SSL_CERT_FILE"]["state"] == "broken"
