from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.sse import DONE, encode
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.faults import Dialect
from tests.faults.hits import EVENTS, answered, asking, headers_of, hit_of, passed, told, whole
from tests.playbook import head


class Limited:
    """One rule, asked again and again."""

    def __init__(self, dialect: Dialect = "openai", **given: Any) -> None:
        self.fault = {"type": "limit.rate", **given}
        self.dialect, self.clock, self.memory = dialect, ManualClock(), dict[str, Any]()

    def ask(self, request: Request | None = None, reply: list[Step] | None = None) -> list[Step]:
        hit = hit_of(request, self.dialect, self.clock, memory=self.memory)
        refused = answered(self.fault, hit)
        return passed(self.fault, whole() if reply is None else reply, hit) if refused is None else refused


def using(tokens: int) -> list[Step]:
    return whole(json.dumps({"usage": {"total_tokens": tokens}}).encode())


def test_a_minute() -> None:
    limited = Limited(rpm=3)
    replies = [limited.ask() for _ in range(4)]
    assert [head(reply).status for reply in replies] == [200, 200, 200, 429]
    assert [headers_of(reply)["x-ratelimit-remaining-requests"] for reply in replies] == ["2", "1", "0", "0"]
    assert [headers_of(reply)["x-ratelimit-reset-requests"] for reply in replies] == [
        "20s",
        "40s",
        "1m0s",
        "1m0s",
    ]
    assert headers_of(replies[3])["retry-after"] == "20"
    assert (
        "(RPM): Limit 3, Used 3, Requested 1. Please try again in 20s."
        in told(replies[3])["error"]["message"]
    )


def test_who_waits_as_told_is_let_through() -> None:
    limited = Limited(rpm=3)
    for _ in range(3):
        limited.ask()
    limited.clock.advance(19.9)
    assert head(limited.ask()).status == 429
    limited.clock.advance(0.1)
    assert head(limited.ask()).status == 200
    assert head(limited.ask()).status == 429


def test_tokens_are_estimated_and_then_corrected() -> None:
    limited = Limited(tpm=1000)
    request = asking(max_tokens=600)
    first = limited.ask(request, using(100))
    assert headers_of(first)["x-ratelimit-remaining-tokens"] == "400"
    second = limited.ask(request, using(800))
    assert headers_of(second)["x-ratelimit-remaining-tokens"] == "300"
    third = limited.ask(request)
    assert (
        "(TPM): Limit 1000, Used 900, Requested 600. Please try again in 30s."
        in told(third)["error"]["message"]
    )
    assert told(third)["error"]["type"] == "tokens"


def test_usage_of_a_stream_corrects_too() -> None:
    limited = Limited(tpm=1000)
    usage = json.dumps({"choices": [], "usage": {"total_tokens": 50}}).encode()
    steps = [Head(200, (EVENTS,)), Data(encode(b"{}")), Data(encode(usage) + DONE), End()]
    limited.ask(asking(max_tokens=900), [*steps])
    assert headers_of(limited.ask(asking(max_tokens=900)))["x-ratelimit-remaining-tokens"] == "50"


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        (whole(b"{}"), "100"),
        (whole(b"{}", status=500), "550"),
        ([Head(200, (EVENTS,)), Data(b"data: 1\n\n"), Abort()], "100"),
    ],
    ids=["no-usage", "error", "broken"],
)
def test_what_says_nothing_did_cost_what_was_estimated_and_errors_nothing(
    reply: list[Step], left: str
) -> None:
    limited = Limited(tpm=1000)
    limited.ask(asking(max_tokens=450), reply)
    assert headers_of(limited.ask(asking(max_tokens=450)))["x-ratelimit-remaining-tokens"] == left


def test_what_another_fault_answers_is_not_counted() -> None:
    limited = Limited(tpm=1000)
    limited.ask(asking(max_tokens=450))
    passed(limited.fault, whole(b"{}", status=500), hit_of(clock=limited.clock, memory=limited.memory))
    assert headers_of(limited.ask(asking(max_tokens=450)))["x-ratelimit-remaining-tokens"] == "543"


def test_what_never_fits() -> None:
    refused = Limited(tpm=1000).ask(asking(max_tokens=1001))
    assert head(refused).status == 429
    assert "Request too large" in told(refused)["error"]["message"]
    assert "retry-after" not in headers_of(refused)


def test_a_day() -> None:
    limited = Limited(rpm=10, rpd=1)
    limited.ask()
    refused = limited.ask()
    assert headers_of(refused)["retry-after"] == "86400"
    assert headers_of(refused)["x-ratelimit-limit-requests"] == "10"


def test_a_shorter_minute() -> None:
    limited = Limited(rpm=1, minute=0.5)
    limited.ask()
    refused = limited.ask()
    assert "try again in 500ms" in told(refused)["error"]["message"]


def test_without_parameters_three_requests_pass() -> None:
    limited = Limited()
    assert [head(limited.ask()).status for _ in range(4)] == [200, 200, 200, 429]


def test_every_key_and_model_has_limits_of_its_own() -> None:
    limited = Limited(rpm=1)
    assert [head(limited.ask(asking(model=model))).status for model in ("a", "b", "a")] == [200, 200, 429]
    together = Limited(rpm=1, per="all")
    assert [head(together.ask(asking(model=model))).status for model in ("a", "b")] == [200, 429]


def test_headers_of_the_provider_are_replaced() -> None:
    reply = whole(b"{}", ("x-ratelimit-remaining-requests", "77"))
    headers = head(Limited(rpm=3).ask(reply=reply)).headers
    assert [value for name, value in headers if name == "x-ratelimit-remaining-requests"] == ["2"]


@pytest.mark.parametrize(
    ("dialect", "name", "value"),
    [
        ("azure", "x-ratelimit-remaining-requests", "0"),
        ("anthropic", "anthropic-ratelimit-requests-reset", "2023-11-14T22:14:20Z"),
        ("nvidia", "retry-after", None),
    ],
)
def test_as_each_provider_does(dialect: Dialect, name: str, value: str | None) -> None:
    limited = Limited(dialect, rpm=1)
    limited.ask()
    assert headers_of(limited.ask()).get(name) == value


@pytest.mark.parametrize(
    ("form", "told"),
    [("ms", {"retry-after-ms": "60000"}), ("tokens", {"x-rate-limit-reset-tokens": "60"}), ("none", {})],
)
def test_how_it_is_told(form: str, told: dict[str, str]) -> None:
    limited = Limited(rpm=1, retry=form)
    limited.ask()
    headers = headers_of(limited.ask())
    names = ("retry-after", "retry-after-ms", "x-rate-limit-reset-tokens")
    assert {name: headers[name] for name in names if name in headers} == told


def test_the_key_is_nowhere_in_memory() -> None:
    limited = Limited(rpm=3)
    limited.ask()
    kept = repr(vars(limited.memory["allowances"]))
    assert "sk-" not in kept
