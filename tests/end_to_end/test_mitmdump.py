"""mitmdump with our addon: by `run --ui`, `init`, `script` and the addons of a checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from urllib.error import HTTPError

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import SystemClock

from .cli_process import COMMAND, PATIENCE, clean_environ, fakeai

ADDONS = Path(__file__).parents[2] / "addons"
MITMDUMP = str(Path(sys.executable).with_name("mitmdump"))
LISTENS = re.compile(r"HTTP\(S\) proxy listening at (\S+?)\.?$")


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[str]:
    """`command`, as soon as it says that it listens; its address."""
    environ = {**clean_environ(), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as started:
        assert started.stdout
        watchdog = Timer(PATIENCE, started.kill)
        watchdog.start()
        try:
            lines = iter(started.stdout.readline, "")
            yield next(found[1] for line in lines if (found := LISTENS.search(line)))
        finally:
            started.terminate()
            started.stdout.read()
            watchdog.cancel()


def asked(proxy: str, path: str) -> tuple[int, str]:
    """Status and body of http://api.openai.com/PATH through `proxy`."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://{proxy}"}))
    opener.addheaders = [("authorization", "Bearer any")]
    try:
        with opener.open(f"http://api.openai.com{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def serves(command: Sequence[str], folder: Path) -> bool:
    with running(command, folder) as proxy:
        status, body = asked(proxy, "/v1/models/gpt-4o")
    return status == 200 and json.loads(body)["id"] == "gpt-4o"


def native(script: str, confdir: Path, *more: str) -> list[str]:
    return [MITMDUMP, "-s", script, "--listen-port", "0", "--set", f"confdir={confdir}", *more]


def test_the_literal_command_after_init(tmp_path: Path, confdir: Path) -> None:
    """The file `fakeai_proxy` in the working folder does not hide the package of that name."""
    assert fakeai("init", folder=tmp_path).returncode == 0
    assert serves(native("fakeai_proxy", confdir), tmp_path)
    assert fakeai("script", folder=tmp_path).returncode == 0
    made = {path.name for path in tmp_path.iterdir()} - {"__pycache__"}
    assert made == {"fakeai.toml", "fakeai_proxy"}


def test_the_file_that_script_prints(tmp_path: Path, confdir: Path) -> None:
    assert serves(native(fakeai("script", folder=tmp_path).stdout.strip(), confdir), tmp_path)


def test_the_addon_of_a_checkout(tmp_path: Path, confdir: Path) -> None:
    assert serves(native(str(ADDONS / "fakeai.py"), confdir), tmp_path)


def test_the_preset_that_replays(tmp_path: Path, confdir: Path) -> None:
    Cassette.open(tmp_path / "empty.db", readonly=False, clock=SystemClock()).close()
    command = native(str(ADDONS / "replay.py"), confdir, "--set", "fakeai_cassette=empty.db")
    with running(command, tmp_path) as proxy:
        status, body = asked(proxy, "/v1/models/gpt-4o")
    assert status >= 400
    assert "recording" in body


def test_the_preset_that_records(tmp_path: Path, confdir: Path) -> None:
    """Upstream is a port that nobody listens on: the addon relays, and says so."""
    upstream = "fakeai_set=upstreams.api.openai.com=http://127.0.0.1:1"
    command = native(str(ADDONS / "record.py"), confdir, "--set", "fakeai_cassette=new.db", "--set", upstream)
    with running(command, tmp_path) as proxy:
        status, _ = asked(proxy, "/v1/models/gpt-4o")
    assert status == 502
    assert (tmp_path / "new.db").exists()


def test_the_preset_that_disturbs(tmp_path: Path, confdir: Path) -> None:
    """The fault answers; nothing is asked of upstream, a port that nobody listens on."""
    fault = "{type: http.error, name: overloaded}"
    (tmp_path / "mine.yaml").write_text(
        f"experiment: mine\nrules: [{{id: a, trigger: {{first: 1}}, fault: {fault}}}]"
    )
    upstream = "fakeai_set=upstreams.api.openai.com=http://127.0.0.1:1"
    experiment = "fakeai_chaos_experiment=mine.yaml"
    command = native(str(ADDONS / "chaos.py"), confdir, "--set", experiment, "--set", upstream)
    with running(command, tmp_path) as proxy:
        statuses = [asked(proxy, "/v1/models/gpt-4o")[0] for _ in range(2)]
    assert statuses == [503, 502]


def test_an_experiment_that_is_wrong_is_refused(tmp_path: Path, confdir: Path) -> None:
    command = native(str(ADDONS / "chaos.py"), confdir, "--set", "fakeai_chaos_experiment=flakey")
    refused = subprocess.run(
        command, cwd=tmp_path, env=clean_environ(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert refused.returncode == 1
    assert "unknown preset 'flakey' (did you mean 'flaky'?)" in refused.stdout + refused.stderr


def test_presets_need_a_cassette(tmp_path: Path, confdir: Path) -> None:
    command = native(str(ADDONS / "record.py"), confdir)
    refused = subprocess.run(
        command, cwd=tmp_path, env=clean_environ(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert refused.returncode == 1
    assert "needs a cassette file" in refused.stdout + refused.stderr


def test_mitmproxys_own_tool_by_run(tmp_path: Path, confdir: Path) -> None:
    flags = ("--ui", "dump", "--port", "0", "--confdir", str(confdir), "--", "--set", "anticache=true")
    assert serves([*COMMAND, "run", *flags], tmp_path)
