from __future__ import annotations

import pytest

from fakeai_proxy.admin import ADMIN_ROUTES, covers
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
