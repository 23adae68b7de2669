"""Every preset and scope by the real SDK: one proxy, a scope for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from tests.proxy.serving import Serving, serving

from .recording import rows

AT = "/_fakeai/cassettes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tapes")


@pytest.fixture(scope="module")
def proxy(confdir: Path, provider: str, folder: Path) -> Iterator[Serving]:
    """Records each scope once, into a file of its own, unless a call says otherwise."""
    how = {
        "path": folder / "{scope}.db",
        "scopes": "cassette",
        "folder": folder,
        "speed": 0,
        "writer": "thread",
    }
    given = {f"cassette.{name}": value for name, value in how.items()}
    with serving(confdir, mode="once", **given, **{"upstreams.api.openai.com": provider}) as running:
        yield running


def ask(client: openai.OpenAI, text: str = "Hi", **how: Any) -> str:
    """`hit` or `live`, or what neither says; `404` where it was refused."""
    messages: Any = [{"role": "user", "content": text}]
    create = client.chat.completions.with_raw_response.create
    try:
        got = create(model="gpt-4o", messages=messages, max_tokens=3, **how)
    except openai.NotFoundError as refused:
        return str(refused.status_code)
    assert got.parse().choices[0].message.content
    return str(got.headers.get("x-fakeai-proxy", "synthesized")).partition(";")[0]


def control(proxy: Serving, method: str, query: str = "", body: Any = None) -> Any:
    return (
        httpx.request(method, f"{proxy.reverse}{AT}{query}", json=body, timeout=30).raise_for_status().json()
    )


@pytest.fixture(scope="module")
def held(proxy: Serving, folder: Path) -> Path:
    """A cassette with an answer to `Hi`, recorded by a client whose proxy URL names the scope, and whole."""
    host, port = proxy.at.proxy
    url = f"http://first:x@{host}:{port}"
    with httpx.Client(proxy=url, verify=str(proxy.ca)) as http:
        assert ask(openai.OpenAI(api_key="sk-nobody", http_client=http)) == "live"
    ended = control(proxy, "DELETE", "?scope=first&outcome=passed")
    assert (ended["outcome"], ended["counts"]["recorded"]) == ("passed", 1)
    assert [path.name for path in folder.glob("first*")] == ["first.db"]
    assert rows(folder / "first.db", "SELECT sealed, outcome FROM cassette, session") == [(1, "passed")]
    return folder / "first.db"


PRESETS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "none": ({}, ["hit", "404", "404"]),
    "once": ({}, ["hit", "404", "404"]),
    "new_episodes": ({}, ["hit", "live", "live"]),
    "all": ({}, ["live", "live", "live"]),
    "rewrite": ({}, ["live", "live", "live"]),
    "spy": ({}, ["hit", "live", "live"]),
    "diff": ({}, ["live", "live", "live"]),
    "off": ({}, ["synthesized"] * 3),
    "cycle": ({"mode": "none", "on_exhausted": "cycle"}, ["hit", "hit", "404"]),
    "repeat": ({"mode": "spy", "on_exhausted": "repeat_last"}, ["hit", "hit", "live"]),
    "made up": ({"mode": "replay", "on_miss": "synthesize"}, ["hit", "404", "synthesized"]),
    "expired": ({"mode": "replay", "on_expired": "fail", "max_age": 0.000001}, ["404", "404", "404"]),
    "profile": ({"mode": "replay", "pace": "profile", "speed": 1000}, ["hit", "404", "404"]),
}


@pytest.mark.parametrize("name", PRESETS)
def test_presets_and_choices_by_the_sdk(name: str, proxy: Serving, held: Path) -> None:
    own, expected = PRESETS[name]
    scope = name.replace(" ", "-")
    shutil.copy(held, held.with_name(f"{scope}.db"))
    control(proxy, "POST", body={"scope": scope, "mode": name, **own} if not own else {"scope": scope, **own})
    client = openai.OpenAI(
        api_key="sk-nobody", base_url=f"{proxy.reverse}/v1", default_headers={"x-fakeai-scope": scope}
    )
    with client:
        assert [ask(client, text) for text in ("Hi", "Hi", "Ho")] == expected
    ended = control(proxy, "DELETE", f"?scope={scope}")
    assert ended["counts"]["hit"] == expected.count("hit")
    if name == "rewrite":
        states = rows(held.with_name("rewrite.db"), "SELECT state FROM interaction ORDER BY id")
        assert states == [("disabled",), ("active",), ("active",), ("active",)]
    if name == "diff":
        assert control(proxy, "GET", "/differences")["compared"] == 1


def test_a_name_that_is_none_is_refused(proxy: Serving) -> None:
    headers = {"x-fakeai-scope": "../../etc/passwd"}
    got = httpx.post(f"{proxy.reverse}/v1/chat/completions", json={}, headers=headers, timeout=30)
    assert (got.status_code, got.json()["error"]["code"]) == (400, "invalid_scope")
