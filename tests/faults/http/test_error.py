from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.faults import fault_of
from fakeai_proxy.faults.dialects import NAMES, PROVIDERS, written
from tests.faults.hits import answered, headers_of, hit_of, told
from tests.playbook import body, head


def error(hit: Any = None, **given: object) -> Any:
    return answered({"type": "http.error", **given}, hit)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_error_of_every_provider(provider: str) -> None:
    for name in NAMES:
        sent = written(provider, name, hit_of())  # type: ignore[arg-type]
        steps = error(name=name, dialect=provider)
        assert steps == [sent.head, *([Data(sent.body)] if sent.body else []), End()], name


def test_without_parameters_it_is_an_internal_error() -> None:
    assert error() == error(name="internal_error")
    assert error()[0].status == 500


@pytest.mark.parametrize("status", [418, 425, 499, 508, 599])
def test_a_status_that_has_no_name(status: int) -> None:
    steps = error(status=status)
    assert head(steps).status == status
    assert told(steps)["error"]["type"] == ("server_error" if status >= 500 else "invalid_request_error")


def test_an_error_that_looks_like_success() -> None:
    steps = error(name="internal_error", status=200)
    assert head(steps).status == 200
    assert told(steps)["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    ("given", "header", "message"),
    [
        (30, "30", "in 30s"),
        (0.5, "0.5", "in 500ms"),
        (86_400, "86400", "in 24h0m0s"),
        (-5, "-5", "in 0s"),
        (float("nan"), "NaN", "in 0s"),
        ("NaN", "NaN", "in 20s"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "in 20s"),
    ],
)
def test_when_to_come_back(given: object, header: str, message: str) -> None:
    steps = error(name="rate_limit", retry_after=given)
    assert headers_of(steps)["retry-after"] == header
    assert [name for name, _ in head(steps).headers].count("retry-after") == 1
    assert f"Please try again {message}." in told(steps)["error"]["message"]


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false")])
def test_whether_to_retry(value: bool, text: str) -> None:
    assert headers_of(error(status=400, should_retry=value))["x-should-retry"] == text
    assert "x-should-retry" not in headers_of(error(status=400))


def test_figures() -> None:
    steps = error(name="context_length_exceeded", limit=128_000, used=130_000)
    assert "maximum context length is 128000 tokens" in told(steps)["error"]["message"]
    assert "resulted in 130000 tokens" in told(steps)["error"]["message"]


def test_a_body_of_ones_own() -> None:
    steps = error(status=503, body="größer", headers={"content-type": "text/plain"})
    assert body(steps) == "größer".encode()
    assert headers_of(steps)["content-length"] == "8"
    assert headers_of(steps)["content-type"] == "text/plain"
    assert isinstance(steps[0], Head)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "inernal_error"}, "did you mean 'internal_error'"),
        ({"status": 199}, "greater than or equal to 200"),
        ({"status": 600}, "less than or equal to 599"),
        ({"dialect": "opneai"}, "Input should be 'auto'"),
        ({"times": -1}, "greater than or equal to 0"),
        ({"category": "x"}, "Input should be 'hate'"),
        ({"nmae": "x"}, "Extra inputs"),
        ({"retry_after": "1\r\nx: y"}, "line break"),
    ],
)
def test_what_is_refused(given: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        fault_of({"type": "http.error", **given})
