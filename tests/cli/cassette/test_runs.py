from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cli.cassette.runs import unused
from fakeai_proxy.core.errors import SettingsError


def told(name: str, value: Any) -> Path:
    path = Path(name)
    path.write_text(json.dumps(value))
    return path


def scope(path: str | None, *uids: str) -> dict[str, Any]:
    return {"scope": "t", "path": path, "unused": list(uids)}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_nobody_asked_for_in_any_scope_of_any_run() -> None:
    one = told("1.json", {"scopes": [scope("a.db", "x", "y", "z"), scope("b.db"), scope(None)]})
    other = told("2.json", scope(str(Path("a.db").resolve()), "y", "z", "w"))
    assert unused(Path("a.db"), [one]) == {"x", "y", "z"}
    assert unused(Path("a.db"), [one, other]) == {"y", "z"}
    assert unused(Path("a.db"), []) == frozenset()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"scopes": [scope("b.db", "x")]}, "tells of no scope that ended with a.db"),
        ({"scopes": [{"path": "a.db", "unused": None}]}, "tells of no scope that ended with a.db"),
        ({"scopes": [{}]}, "is not what GET /_fakeai/cassettes answers: KeyError"),
        ([1], "is not what GET /_fakeai/cassettes answers"),
    ],
)
def test_what_tells_nothing(value: Any, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        unused(Path("a.db"), [told("run.json", value)])


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match=r"none\.json: No such file"):
        unused(Path("a.db"), [Path("none.json")])
