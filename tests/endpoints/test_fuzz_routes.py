"""Every route there is, asked for what makes no sense: nothing raises, and no answer is a 500."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import End, Head
from fakeai_proxy.endpoints import ROUTES, Route, dispatch
from tests.playbook import body

from .asking import NIM, services, steps
from .forms import form

TO = services()
IDS = ("x", "file-0", "%2F", "%00", "é", "gpt-4o", "img_0", "1" * 300)
QUERIES = (
    *("", "limit=1&order=asc", "limit=x", "limit=-1&order=up", "after=nobody", "before=nobody&after=nobody"),
    *("stream=true&starting_after=x", "group_by[]=model&start_time=0", "start_time=-1", "a[b", "%ff=%00"),
    *("metadata[a]=b&include[]=x&filter=y", "bucket_width=1m&start_time=1&limit=9999", "model=x"),
)
VALUES: tuple[Any, ...] = (
    None,
    "",
    "x",
    -1,
    2**70,
    1e300,
    True,
    [],
    {},
    [None],
    {"type": "x"},
    [[{}]],
    "\ud800",
)
BODIES = (b"", b"null", b"[]", b'"x"', b"{", b"\xff", b"[" * 50_000, b'{"model": "gpt-4o"}')
FILE = ("a.png", b"\x89PNG\r\n")
JSON = (("content-type", "application/json"),)


def asked(route: Route, id: str) -> str:
    return "/v1" + re.sub(r"\{\w+(:path)?\}", id, route.path)


def check(method: str, path: str, raw: bytes = b"", **fields: Any) -> None:
    answer = dispatch(Request(method, path, body=raw, **fields), TO)
    if isinstance(answer, Upgrade):
        return
    played = list(steps(answer))
    head = next(step for step in played if isinstance(step, Head))
    assert head.status < 500 or head.status == 501, (method, path, raw[:99], body(played))
    assert played[-1] == End()
    if head.status >= 400:
        assert json.loads(body(played)), (method, path)


def whole(route: Route, value: Any) -> tuple[Any, bytes]:
    """A body in which everything is `value`."""
    assert route.model is not None
    if route.model.form:
        return form(**{name: FILE if value == {} else value for name in sorted(route.model.known)})
    return JSON, json.dumps(dict.fromkeys(sorted(route.model.known), value)).encode()


def readers() -> Iterator[Route]:
    return (route for route in ROUTES if route.model is not None)


@pytest.mark.parametrize("id", IDS)
def test_any_id(id: str) -> None:
    for route in ROUTES:
        check(route.method, asked(route, id))


@pytest.mark.parametrize("query", QUERIES)
def test_any_query(query: str) -> None:
    for route in ROUTES:
        if route.method == "GET":
            check("GET", asked(route, "x"), query=query)


@pytest.mark.parametrize("raw", BODIES)
def test_any_body(raw: bytes) -> None:
    for route in readers():
        for headers in ((), JSON, (("content-type", "multipart/form-data; boundary=x"),)):
            check(route.method, asked(route, "x"), raw, headers=headers)


@pytest.mark.parametrize("value", VALUES)
def test_any_value(value: Any) -> None:
    for route in readers():
        headers, raw = whole(route, value)
        check(route.method, asked(route, "x"), raw, headers=headers)


values = st.recursive(
    st.sampled_from([one for one in VALUES if not isinstance(one, list | dict)]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(
    st.sampled_from([*readers()]).flatmap(
        lambda route: st.tuples(
            st.just(route),
            st.dictionaries(st.sampled_from(sorted(route.model.known)), values, max_size=4),  # type: ignore[union-attr]
        )
    ),
    st.sampled_from(IDS),
    st.sampled_from(["api.openai.com", NIM, "x.openai.azure.com"]),
)
@settings(deadline=None, max_examples=60)
def test_any_fields(given: tuple[Route, dict[str, Any]], id: str, host: str) -> None:
    route, fields = given
    assert route.model is not None
    headers, raw = form(**fields) if route.model.form else (JSON, json.dumps(fields).encode())
    check(route.method, asked(route, id), raw, headers=headers, host=host)
