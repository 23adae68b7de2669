from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from fakeai_proxy.cassette.foreign.har import of_har
from fakeai_proxy.cassette.foreign.har_export import har_bytes
from fakeai_proxy.cassette.foreign.imported import imported
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Message, Session
from fakeai_proxy.cassette.redaction.rules import default_rules
from tests.cassette.tape import SSE, answer, ask, delta, made, stream
from tests.cassette.tapes import filled, kept, sessions
from tests.cassette.test_conversation import EMPTY

names = count()


def ignore() -> None:
    """Nobody watches."""


def exported(cassette: Path) -> Path:
    path = cassette.with_suffix(".har")
    with reading(cassette) as tape:
        path.write_bytes(b"".join(har_bytes(tape, ignore)))
    return path


def log(path: Path) -> Any:
    return json.loads(path.read_text())["log"]


def test_what_the_standard_asks_for(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask("Hi"), answer()), (ask("Ho"), stream(delta("x"), headers=SSE)))
    told = log(exported(path))
    assert (told["version"], told["creator"]["name"], len(told["entries"])) == ("1.2", "fakeai-proxy", 2)
    first, second = told["entries"]
    assert first["request"]["url"] == "https://api.openai.com/v1/chat/completions"
    assert first["request"]["postData"]["mimeType"] == "application/json"
    assert {
        "method",
        "url",
        "httpVersion",
        "cookies",
        "headers",
        "queryString",
        "headersSize",
        "bodySize",
    } <= {*first["request"]}
    assert {"status", "statusText", "content", "redirectURL", "bodySize"} <= {*first["response"]}
    assert first["time"] == sum(first["timings"].values())
    assert second["_fakeai"]["pieces"] == [[300_000_000, 0, len(delta("x"))]]


def test_a_cassette_without_recordings(tmp_path: Path) -> None:
    assert log(exported(made(tmp_path / "a.db")))["entries"] == []


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_what_was_exported_is_imported_again(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[Capture]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"har{next(names)}"
    folder.mkdir()
    cassette = filled(folder / "a.db", runs[:1])
    imported(of_har(exported(cassette)), folder / "b.db", default_rules(), ignore, source=folder)
    with reading(cassette) as before, reading(folder / "b.db") as after:
        for one, other in zip(before.all(), after.all(), strict=True):
            assert (one.key, one.answered) == (other.key, other.answered)
            assert replace(one.asked, auth=None) == replace(other.asked, auth=None)


def test_messages_are_told_as_browsers_do_and_come_back(tmp_path: Path) -> None:
    said = [("server", False, '{"a": "ä"}'.encode()), ("client", True, b"\x00\xff"), ("server", False, b"")]
    both, messages = {"client": b"", "server": b""}, list[Message]()
    for ns, (sender, binary, body) in enumerate(said, 1):
        messages.append(Message(ns * 1_000_003, sender, binary, len(both[sender]), len(body)))  # type: ignore[arg-type]
        both[sender] += body
    asked = replace(EMPTY.asked, method="GET", path="/v1/realtime", body=both["client"])
    reply = replace(EMPTY.answered, kind="ws", status=101, body=both["server"], messages=tuple(messages))
    one = replace(EMPTY, uid="run-0", asked=asked, started_at="2026-01-01T00:00:00.000+00:00", answered=reply)
    path = exported(kept(tmp_path / "a.db", [(Session(0, "run", "", None, ""), [one])], (1, None)))
    (told,) = log(path)["entries"]
    assert told["_resourceType"] == "websocket"
    assert [each["data"] for each in told["_webSocketMessages"]] == ['{"a": "ä"}', "AP8=", ""]
    assert "postData" not in told["request"]
    imported(of_har(path), tmp_path / "b.db", default_rules(), ignore, source=path)
    with reading(tmp_path / "b.db") as tape:
        (again,) = tape.all()
    assert (again.answered.kind, again.answered.messages) == ("ws", reply.messages)
    assert (again.asked.body, again.answered.body) == (asked.body, reply.body)
