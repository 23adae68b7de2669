from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.tape import JSON, answer, made
from tests.cassette.tape import ask as chat
from tests.modes.parts import live, scoped
from tests.modes.parts import told as said

from .asking import ask, refused, simulator, told

AT = "/_fakeai/cassettes"


def settings(folder: Path, **own: Any) -> dict[str, Any]:
    made(folder / "a.db", (chat(), answer("1")), (chat("Ho"), answer("2")))
    cassette = {"path": folder / "a.db", "speed": 0, "folder": folder, "mark": False}
    return {"mode": "replay", "cassette": cassette | own}


def test_a_scope_is_begun_looked_at_judged_and_ended(tmp_path: Path) -> None:
    with simulator(**settings(tmp_path)) as running:
        begun = told(ask(running, AT, "POST", {"scope": "t", "on_exhausted": "cycle"}), 201)
        assert (begun["scope"], begun["mode"], begun["begun"], begun["unused"]) == (
            "t",
            None,
            True,
            begun["unused"],
        )
        for text in ("Hi", "Hi", "new"):
            said(running.handle(scoped(chat(text), "t")))  # type: ignore[arg-type]
        shown = told(ask(running, f"{AT}?scope=t"))
        assert shown["counts"] | {"hit": 2, "miss": 1} == shown["counts"]
        (missed,) = shown["misses"]
        assert missed["asked"] == "POST /chat/completions"
        assert "recording" in missed["message"]
        whole = told(ask(running, AT))
        assert whole["cassettes"] == [
            {
                "path": str(tmp_path / "a.db"),
                "writable": False,
                "sealed": True,
                "failed": None,
                "in_use": 0,
                "scopes": ["", "t"],
            }
        ]
        assert (
            told(ask(running, f"{AT}?scope=t", "PATCH", {"outcome": "failed", "rewind": True}))["outcome"]
            == "failed"
        )
        ended = told(ask(running, f"{AT}?scope=t&outcome=passed", "DELETE"))
        assert (ended["outcome"], len(ended["unused"])) == ("passed", 1)
        assert "there is no scope 't'" in refused(ask(running, f"{AT}?scope=t"), 404)


def test_a_scope_may_be_given_a_file_and_a_mode(tmp_path: Path) -> None:
    with simulator(**settings(tmp_path, writer="thread")) as running:
        told(ask(running, AT, "POST", {"scope": "t", "path": "sub/t.db", "mode": "once"}), 201)
        live(running.handle(scoped(chat(), "t")), answer("live"))  # type: ignore[arg-type]
        ended = told(ask(running, f"{AT}?scope=t", "DELETE"))
        assert ended["path"] == str(tmp_path / "sub/t.db")
        assert [path.name for path in (tmp_path / "sub").iterdir()] == ["t.db"]


@pytest.mark.parametrize(
    ("method", "query", "body", "status", "why"),
    [
        ("POST", "", {}, 400, "scope: "),
        ("POST", "", {"scope": "a/b"}, 400, "is no name of a scope"),
        ("POST", "", {"scope": "t", "mod": 1}, 400, "mod: unknown (did you mean 'mode'?)"),
        ("POST", "", {"scope": "t", "path": "../b.db"}, 400, "path: ../b.db is not below cassette.folder"),
        ("POST", "", {"scope": "known"}, 409, "scope known has begun"),
        ("PATCH", "?scope=other", {}, 404, "there is no scope 'other'"),
        ("PATCH", "?scope=known", {"outcome": "good"}, 400, "outcome: "),
        ("DELETE", "", None, 400, "scope: is required"),
        ("DELETE", "?scope=known&outcome=bad", None, 400, "outcome: 'bad' is not one of"),
    ],
)
def test_what_is_wrong_is_said(
    method: str, query: str, body: Any, status: int, why: str, tmp_path: Path
) -> None:
    with simulator(**settings(tmp_path)) as running:
        told(ask(running, AT, "POST", {"scope": "known"}), 201)
        assert why in refused(ask(running, AT + query, method, body), status)


def test_strangers_change_nothing(tmp_path: Path) -> None:
    with simulator(**settings(tmp_path)) as running:
        assert "own machine" in refused(ask(running, AT, "POST", {"scope": "t"}, peer="10.0.0.9"), 403)
        assert told(ask(running, AT, peer="10.0.0.9"))["scopes"] == []


def test_live_replies_that_differ_are_told(tmp_path: Path) -> None:
    with simulator(**settings(tmp_path) | {"mode": "diff"}) as running:
        live(running.handle(chat()), [Head(500, JSON), Data(b"{}"), End()])  # type: ignore[arg-type]
        live(running.handle(chat("Ho")), answer("2"))  # type: ignore[arg-type]
        found = told(ask(running, f"{AT}/differences"))
        assert told(ask(running, f"{AT}/differences?scope=other&limit=1"))["differences"] == []
    assert (found["compared"], found["differing"]) == (2, 1)
    ((one,),) = (list(reply["differences"]) for reply in found["differences"])
    assert (one["severity"], one["kind"]) == ("error", "status_changed")
