"""Pictures behind URLs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.images.kept import HOUR, base_of, keep
from fakeai_proxy.resources import ResourceSettings, Store
from tests.endpoints.asking import ask, context, error, services, steps
from tests.playbook import body, head

PNG = b"\x89PNG and so on"


def kept(to: Any, content: bytes = PNG, number: int = 0) -> str:
    asked = context(to)._replace(request=Request("POST", "/v1/images/generations"))
    return keep(content, "png", number, asked).removeprefix("https://api.openai.com")


def test_everybody_may_see_it_for_an_hour() -> None:
    to = services()
    path = kept(to)
    played = list(steps(ask(path, None, to, headers=(("authorization", "Bearer other"),))))
    assert body(played) == PNG
    assert ("content-type", "image/png") in head(played).headers
    to.clock.advance(HOUR + 1)  # type: ignore[attr-defined]
    assert error(ask(path, None, to), 404)["message"].startswith("No image found")


def test_it_has_one_format() -> None:
    to = services()
    path = kept(to)
    for other in (path.replace(".png", ".jpeg"), path.replace("img_", "img_0"), "/images/x.png"):
        assert error(ask(other, None, to), 404)


def test_the_oldest_make_room() -> None:
    clock = ManualClock()
    to = services(clock=clock, resources=Store(ResourceSettings(max_bytes=4 * 100), clock))
    paths = [kept(to, bytes([number]) * 40, number) for number in range(3)]
    assert error(ask(paths[0], None, to), 404)
    assert [body(steps(ask(path, None, to))) for path in paths[1:]] == [b"\1" * 40, b"\2" * 40]


def test_an_url_leads_back_by_the_way_that_the_request_came() -> None:
    request = Request("POST", "/v1/images/generations")
    assert base_of(request) == "https://api.openai.com/v1/images"
    assert base_of(replace(request, base="http://localhost:8000")) == "http://localhost:8000/v1/images"
    azure = replace(request, host="x.openai.azure.com", path="/openai/deployments/d/images/edits", port=8443)
    assert base_of(azure) == "https://x.openai.azure.com:8443/openai/deployments/d/images"
