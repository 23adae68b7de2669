from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from tests.cassette.tape import ask, delta, made, stream
from tests.cli.cassette.test_diff import chat
from tests.cli.cassette.upstream import Came, Said, upstream
from tests.cli.conftest import Run

KEY = "sk-proj-T0dayT0dayT0dayT0dayT0day"
DONE = b"data: [DONE]\n\n"
USAGE = {"prompt_tokens": 1000, "completion_tokens": 100}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    streamed = stream(delta("Hel"), delta("lo", finish_reason="stop"), DONE)
    one, other = (chat("Hello there", usage=USAGE) for _ in range(2))
    path = tmp_path_factory.mktemp("recorded") / "a.db"
    return made(path, (ask("1"), one), (ask("2"), other), (ask("3", stream=True), streamed))


@pytest.fixture(autouse=True)
def _copied(recorded: Path) -> None:
    copy(recorded, ".")


def saying(**others: Any) -> Callable[[Came], Said]:
    """As recorded, with `others` in whole replies; of streams no end."""

    def say(came: Came) -> Said:
        if json.loads(came.body).get("stream"):
            return Said("text/event-stream", (delta("Hello", finish_reason="stop"), b": bye\n\n"))
        message = {"role": "assistant", "content": f"Hello there {KEY}"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = {"id": "d", "choices": [choice], "usage": USAGE, **others}
        return Said("application/json", (json.dumps(body).encode(),))

    return say


def test_a_provider_that_drifted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWN_KEY", KEY)
    before = Path("a.db").read_bytes()
    ignored = "--ignore", "latency", "--ignore", "headers"
    with upstream(saying(fresh=None)) as (url, came):
        where = "--upstream", url, "--key-env", "OWN_KEY"
        ran = run("cassette", "drift", "a.db", *where, *ignored, "--json", "--save", "now.db")
    told = json.loads(ran.out)
    assert (ran.code, told["asked"], told["worst"]) == (1, 3, "error")
    found = {(one["kind"], one["pointer"]) for change in told["changes"] for one in change["differences"]}
    assert found == {("field_added", "/fresh"), ("done_missing", "[DONE]"), ("text_changed", "assistant")}
    assert {one.headers["authorization"] for one in came} == {f"Bearer {KEY}"}
    assert KEY not in ran.out
    assert Path("a.db").read_bytes() == before
    assert KEY.encode() not in Path("now.db").read_bytes()
    assert run("cassette", "diff", "a.db", "now.db", "--ignore", "stream").code == 0


def test_a_sample_within_a_budget(run: Run) -> None:
    with upstream(saying()) as (url, came):
        ran = run("cassette", "drift", "a.db", "--upstream", url, "--sample", "2", "--fail-on", "error")
        assert (ran.code, len(came)) == (1, 2)  # one of each kind, and the stream has no end
        assert "2 asked for $0.0035; 1 not in the sample" in ran.err
        ran = run("cassette", "drift", "a.db", "--upstream", url, "--max-cost", "0.001", "--ignore", "stream")
        assert (ran.code, len(came)) == (0, 3)
        assert "1 asked for $0.0000; 2 beyond the budget" in ran.err


def test_against_a_simulator(run: Run) -> None:
    ran = run("cassette", "drift", "a.db", "--simulated", "--json", "--fail-on", "error")
    told = json.loads(ran.out)
    assert (told["asked"], ran.code) == (3, 0)
    assert told["counts"] == {"changed": 3}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no key for api.openai.com: set OPENAI_API_KEY"),
        (["--upstream", "http://127.0.0.1:1"], "nobody answered: 127.0.0.1:1: "),
        (["--upstream", "nowhere"], "is no base URL"),
        (["--upstream", "http://h", "--simulated"], "give one of them"),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], said: str) -> None:
    ran = run("cassette", "drift", "a.db", *arguments)
    assert ran.code == 2
    assert said in ran.err
