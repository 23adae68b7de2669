from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import KEY, answer, ask, delta, made, stream
from tests.cli.conftest import Run


def test_a_line_a_recording(run: Run) -> None:
    made(Path("a.db"), (ask("1"), answer()), (ask("2", stream=True), stream(delta("Hi"), delta(KEY))))
    shown = run("cassette", "list", "a.db").out
    assert shown.count("POST /v1/chat/completions") == 2
    whole, streamed = json.loads(run("cassette", "list", "a.db", "--json").out)
    assert (whole["kind"], whole["stream"], whole["ms"], whole["first_ms"]) == ("http", False, 300.0, 200.0)
    assert (streamed["kind"], streamed["stream"], streamed["redacted"]) == ("sse", True, 1)


def test_a_cassette_that_is_not_there(run: Run) -> None:
    assert run("cassette", "list", "a.db").err == "fakeai-proxy: cassette a.db: No such file or directory\n"
