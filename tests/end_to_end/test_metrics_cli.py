"""Commands that ask a running proxy, as a user runs them; and that asking does not count."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fakeai_proxy.cli.addresses import url

from .cli_process import fakeai, fakeai_run

ASK = "import urllib.request; print(urllib.request.urlopen('http://fakeai.local/health').status)"


def test_a_proxy_is_found_by_its_settings_and_by_the_environment(tmp_path: Path, confdir: Path) -> None:
    flags = ("--metrics-port", "0", "--set", "time_scale=0")
    with fakeai_run(*flags, folder=tmp_path, confdir=confdir) as running:
        assert running.metrics
        found = fakeai("status", "--metrics-port", str(running.metrics[1]), folder=tmp_path)
        assert (found.returncode, found.stdout[:7]) == (0, "healthy")
        environ = {"HTTP_PROXY": url(*running.proxy)}
        by_proxy = fakeai("metrics", "--json", folder=tmp_path, environ=environ)
        assert json.loads(by_proxy.stdout)["requests"]["total"] == 0


def test_asking_does_not_count(tmp_path: Path, confdir: Path) -> None:
    ran = fakeai("exec", "--confdir", str(confdir), "--", sys.executable, "-c", ASK, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "200\n")
    assert ran.stderr == "fakeai-proxy: 0 requests\n"
