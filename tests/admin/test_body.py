from __future__ import annotations

import pytest

from fakeai_proxy.admin.asked import Asked
from fakeai_proxy.admin.body import Body, body_of
from fakeai_proxy.admin.query import Query
from fakeai_proxy.core.errors import ApiError

from .asking import request, simulator


class Told(Body):
    name: str
    times: int = 1


def read(content: object) -> Told:
    with simulator() as running:
        return body_of(Asked(request("/", "POST", content), running, Query("", ()), {}), Told)


def test_a_body() -> None:
    assert read({"name": "a", "times": 2}) == Told(name="a", times=2)


@pytest.mark.parametrize(
    ("content", "message", "param"),
    [
        (None, "name: Field required.", "name"),
        ({"nmae": "a"}, "nmae: unknown field (did you mean 'name'?); there are name, times.", "nmae"),
        ({"name": "a", "times": "often"}, "times: Input should be a valid integer", "times"),
        (b"\xff", "body: Invalid JSON", None),
        ([], "body: Input should be an object", None),
    ],
)
def test_what_is_wrong_with_it(content: object, message: str, param: str | None) -> None:
    with pytest.raises(ApiError) as refused:
        read(content)
    assert refused.value.message.startswith(message)
    assert (refused.value.status, refused.value.param) == (400, param)
