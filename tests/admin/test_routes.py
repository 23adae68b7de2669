from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from fakeai_proxy.admin import ADMIN_ROUTES, covers
from fakeai_proxy.admin.routes import AdminRoute
from fakeai_proxy.core.exchange import Door
from fakeai_proxy.endpoints.routes import allowed


@pytest.mark.parametrize(
    ("door", "host", "path", "ours"),
    [
        ("forward", "api.openai.com", "/_fakeai/echo", True),
        ("forward", "api.openai.com", "/_fakeai/nothing", True),
        ("forward", "api.openai.com", "/metrics", False),
        ("forward", "fakeai.local", "/metrics", True),
        ("forward", "fakeai.local", "/v1/models", False),
        ("reverse", "api.openai.com", "/metrics", True),
        ("reverse", "api.openai.com", "/metrics/by-model/openai/gpt-oss-120b", True),
        ("reverse", "api.openai.com", "/v1/metrics", True),
        ("reverse", "api.openai.com", "/metrics/nothing", False),
        ("reverse", "api.openai.com", "/v1/chat/completions", False),
        ("metrics", "metrics.fakeai.local", "/v1/chat/completions", True),
    ],
)
def test_what_this_room_answers(door: Door, host: str, path: str, ours: bool) -> None:
    assert covers(door, host, path) == ours


def test_no_path_is_there_twice() -> None:
    paths = [(route.method, path) for route in ADMIN_ROUTES for path in route.paths]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("path", [path for route in ADMIN_ROUTES for path in route.paths])
def test_no_path_hides_one_of_the_api(path: str) -> None:
    assert not allowed(path.removeprefix("/v1"))


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_handler_is_there(route: AdminRoute) -> None:
    assert callable(route.handler)


def test_none_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, fakeai_proxy.admin\n"
        "print([name for name in sys.modules if name.startswith('fakeai_proxy.admin.')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names = ["answer", "asked", "query", "routes"]
    assert sorted(ast.literal_eval(ran.stdout)) == [f"fakeai_proxy.admin.{name}" for name in names]
