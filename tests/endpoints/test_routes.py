import re

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.routes import allowed, find, takes_long
from fakeai_proxy.endpoints.table import ROUTES
from fakeai_proxy.endpoints.unbuilt import UNBUILT


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_found(route):
    path = re.sub(r"\{\w+\}", "x-1", route.path.replace("{model:path}", "meta/llama%2D3"))
    found = find(route.method, path, path)
    assert found.route is route
    assert callable(route.handler)
    assert route.model is None or route.method in ("POST", "PUT", "PATCH")
    assert set(found.parameters.values()) <= {"meta/llama-3", "x-1"}
    assert len(found.parameters) == route.path.count("{")


@pytest.mark.parametrize(("methods", "template"), UNBUILT)
def test_what_is_not_built_is_not_built(methods, template):
    path = template.replace(":path", "").replace("{", "").replace("}", "")
    for method in methods.split():
        with pytest.raises(ApiError) as caught:
            find(method, path, path)
        assert caught.value.status == 501


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


def test_what_takes_long_is_known_by_its_path():
    assert takes_long("/openai/deployments/mine/images/generations")
    assert not takes_long("/v1/chat/completions")
