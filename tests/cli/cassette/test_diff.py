from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from tests.cassette.tape import JSON, ask, made, rows, tape
from tests.cli.conftest import Run


def chat(text: str, seconds: float = 0.2, **others: Any) -> Iterator[Step]:
    message = {"role": "assistant", "content": text}
    said = {"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], **others}
    return iter([Wait(seconds), Head(200, JSON), Data(json.dumps(said).encode()), End()])


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    made(folder / "a.db", (ask("Hi"), chat("Hello there", fresh=1)), (ask("Ho"), chat("Hey")))
    made(folder / "b.db", (ask("Ho"), chat("Hey")), (ask("Hi"), chat("Hello here", fresh="1")))
    return folder


@pytest.fixture(autouse=True)
def _copied(two: Path) -> None:
    copytree(two, ".", dirs_exist_ok=True)


def test_what_differs_between_two(run: Run) -> None:
    ran = run("cassette", "diff", "a.db", "b.db")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("changed POST /v1/chat/completions gpt-4o  (")
    assert lines[1:] == [
        "  error  type_changed /fresh: integer -> string",
        "  info   text_changed assistant: 50% alike",
        "         -Hello there",
        "         +Hello here",
        "1 same, 1 changed, 0 removed, 0 added; the worst is error",
    ]


def test_as_json(run: Run) -> None:
    told = json.loads(run("cassette", "diff", "a.db", "b.db", "--json").out)
    assert (told["counts"], told["worst"]) == ({"same": 1, "changed": 1}, "error")
    first, text = told["changes"][0]["differences"]
    assert first == {
        "severity": "error",
        "area": "schema",
        "kind": "type_changed",
        "pointer": "/fresh",
        "expected": "integer",
        "actual": "string",
    }
    assert (text["alike"], text["lines"]) == (0.5, ["-Hello there", "+Hello here"])


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["--ignore", "schema"], 0),
        (["--ignore", "schema", "--fail-on", "info"], 1),
        (["--ignore", "type_changed", "--ignore", "text", "--fail-on", "info"], 0),
        (["--fail-on", "error"], 1),
        (["--model", "o3"], 0),
    ],
)
def test_which_differences_count(run: Run, flags: list[str], code: int) -> None:
    assert run("cassette", "diff", "a.db", "b.db", *flags).code == code


def test_text_against_a_cassette(run: Run) -> None:
    run("cassette", "export", "a.db")
    ran = run("cassette", "diff", "a.jsonl", "a.db", "--fail-on", "info")
    assert (ran.code, ran.out) == (0, "2 same, 0 changed, 0 removed, 0 added; nothing differs\n")


def test_two_recordings_of_one(run: Run) -> None:
    names = [uid for (uid,) in rows(Path("a.db"), "SELECT uid FROM interaction ORDER BY seq")]
    told = json.loads(run("cassette", "diff", "a.db", "--recordings", *names, "--json").out)
    kinds = [one["kind"] for one in told["changes"][0]["differences"]]
    assert kinds == ["request_changed", "field_removed", "text_changed"]


def test_two_generations_of_one(run: Run) -> None:
    clock = ManualClock()
    with closing(Cassette.open(Path("a.db"), readonly=False, clock=clock)) as cassette:
        tape(cassette, ask("New"), chat("x"), clock)
    import sqlite3

    with closing(sqlite3.connect("a.db")) as connection, connection:
        connection.execute("UPDATE session SET generation = 2 WHERE id = 2")
    told = json.loads(run("cassette", "diff", "a.db", "--generations", "1", "2", "--json").out)
    assert told["counts"] == {"changed": 1, "removed": 1}
    assert (
        "has no generation 7, it has 1, 2" in run("cassette", "diff", "a.db", "--generations", "1", "7").err
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.db"], "name a second cassette"),
        (["a.db", "b.db", "--ignore", "shema"], "no difference is called 'shema' (did you mean 'schema'?)"),
        (["a.db", "none.db"], "none.db"),
        (["a.db", "b.db", "--recordings", "x", "y"], "holds no recording 'x'"),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], said: str) -> None:
    ran = run("cassette", "diff", *arguments)
    assert ran.code == 2
    assert said in ran.err
