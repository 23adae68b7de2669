from pathlib import Path

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.routes import ROUTES, allowed, find
from fakeai_proxy.endpoints.unbuilt import UNBUILT

DOCS = Path(__file__).parents[2] / "docs" / "endpoints.md"


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_found(route):
    path = route.path.replace("{model:path}", "meta/llama%2D3")
    found = find(route.method, path, path)
    assert found.route is route
    assert callable(route.handler)
    assert (route.model is None) == (route.method == "GET")
    assert dict(found.parameters) == ({"model": "meta/llama-3"} if "{" in route.path else {})


@pytest.mark.parametrize(("methods", "template"), UNBUILT)
def test_what_is_not_built_is_not_built(methods, template):
    path = template.replace(":path", "").replace("{", "").replace("}", "")
    for method in methods.split():
        with pytest.raises(ApiError) as caught:
            find(method, path, path)
        assert caught.value.status == 501


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_documented(route):
    assert f"`{route.method} {route.path.replace(':path', '')}`" in DOCS.read_text("utf-8")


def test_no_operation_is_both_built_and_not():
    unbuilt = {(method, path) for methods, path in UNBUILT for method in methods.split()}
    assert not unbuilt & {(route.method, route.path) for route in ROUTES}


def test_no_path_stands_twice():
    paths = [path for _, path in UNBUILT]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/models", ("GET",)),
        ("/models/gpt-4o", ("DELETE", "GET")),
        ("/chat/completions", ("GET", "POST")),
        ("/files", ("GET", "POST")),
        ("/nowhere", ()),
        ("/chat/completions/", ()),
    ],
)
def test_the_methods_of_a_path(path, methods):
    assert allowed(path) == methods
