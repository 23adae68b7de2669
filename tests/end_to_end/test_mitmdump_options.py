"""mitmproxy's own tools with our options: right ones, wrong ones, and hooks with and without the table."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from .cli_process import COMMAND, PATIENCE, clean_environ, fakeai
from .test_mitmdump import native, running, serves

ASKED = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 9, "seed": 7}
QUESTIONS = (
    ("GET", "/v1/models/gpt-4o", None),
    ("GET", "/v1/nowhere", None),
    ("POST", "/v1/chat/completions", ASKED),
    ("POST", "/v1/chat/completions", {**ASKED, "stream": True}),
    ("POST", "/v1/chat/completions", {**ASKED, "messages": []}),
    ("POST", "/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hi"}),
)


def answers(proxy: str) -> list[tuple[int, str, str]]:
    """Status, id and body of an answer to each question; all but the time of day comes of the seed."""
    key = {"authorization": "Bearer any"}
    with httpx.Client(proxy=f"http://{proxy}", timeout=PATIENCE, headers=key) as client:
        api = "http://api.openai.com"
        got = [client.request(method, api + path, json=body) for method, path, body in QUESTIONS]
    created = re.compile(r'"created":\s*\d+')
    return [(one.status_code, one.headers["x-request-id"], created.sub("", one.text)) for one in got]


def test_hooks_by_table_and_by_mitmproxy_give_the_same_answers(tmp_path: Path, confdir: Path) -> None:
    script = fakeai("script", folder=tmp_path).stdout.strip()
    instant = ("--set", "fakeai_set=generation.itl_ms=0", "--set", "fakeai_seed=5")
    seen = []
    for fast in ("true", "false"):
        command = native(script, confdir, *instant, "--set", f"fakeai_fast_hooks={fast}")
        with running(command, tmp_path) as proxy:
            seen.append(answers(proxy))
    assert seen[0] == seen[1]
    assert [status for status, _, _ in seen[0]] == [200, 404, 200, 200, 400, 200]


def test_the_web_interface_with_arguments_of_its_own(tmp_path: Path, confdir: Path) -> None:
    flags = ("--ui", "web", "--port", "0", "--confdir", str(confdir))
    web = ("--", "--web-port", "0", "--no-web-open-browser")
    assert serves([*COMMAND, "run", *flags, *web], tmp_path)


def refused(command: Sequence[str], folder: Path) -> str:
    ran = subprocess.run(
        command, cwd=folder, env=clean_environ(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert ran.returncode == 1
    return ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("fakeai_mode=replya", "(did you mean 'replay'?)"),
        ("fakeai_modus=spy", "(did you mean 'fakeai_mode'?)"),
    ],
)
def test_a_wrong_option_is_refused_at_start(option: str, said: str, tmp_path: Path, confdir: Path) -> None:
    script = fakeai("script", folder=tmp_path).stdout.strip()
    assert said in refused(native(script, confdir, "--set", option), tmp_path)
    assert list(tmp_path.iterdir()) == []
