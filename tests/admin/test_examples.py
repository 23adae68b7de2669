"""Every call that the pages of metrics and experiments show is answered, and all operations are shown."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fakeai_proxy.admin import ADMIN_ROUTES, answer
from fakeai_proxy.admin.routes import find
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head
from fakeai_proxy.simulator import Simulator
from tests.markdown import ROOT, blocks

from .asking import request, simulator, steps
from .traffic import exchange, job

PAGES = ("metrics.md", "gateway.md", EXPERIMENTS := "chaos-experiments.md", SCOPES := "scopes.md")
TOKEN = "0123456789abcdef"


def calls(page: str = "metrics.md") -> Iterator[Request]:
    """The lines that begin with `curl`, as requests."""
    for block in blocks(ROOT / "docs" / page):
        for line in block.text.splitlines():
            if line.startswith("curl "):
                yield call(shlex.split(line.replace("$TOKEN", TOKEN))[1:])


def call(arguments: list[str]) -> Request:
    method, body, headers, target = "GET", b"", list[tuple[str, str]](), ""
    rest = iter(arguments)
    for argument in rest:
        match argument:
            case "-X":
                method = next(rest)
            case "-d":
                body = next(rest).encode()
            case "-H":
                name, _, value = next(rest).partition(": ")
                headers.append((name, value))
            case "-x" | "-o":
                next(rest)
            case _ if argument.startswith("http"):
                url = urlsplit(argument)
                target = f"{url.path}?{url.query}"
    return request(target, method, body, headers=tuple(headers))


@pytest.fixture(scope="module")
def used() -> Iterator[Simulator]:
    """Somebody has used both models that the page speaks of."""
    clock = ManualClock()
    with simulator(clock) as running:
        for model in ("gpt-4o", "gpt-4o-mini"):
            job(running, model, range(64))
            exchange(running, clock, model)
        yield running


@pytest.mark.parametrize("asked", calls(), ids=lambda asked: f"{asked.method} {asked.path}?{asked.query}")
def test_a_call_of_the_page_is_answered(used: Simulator, asked: Request) -> None:
    head = next(step for step in steps(answer(asked, used)) if isinstance(step, Head))
    assert head.status == 200


def test_an_experiment_is_led_by_the_calls_of_its_page_in_their_order() -> None:
    with simulator(chaos={"token": TOKEN}) as running:
        heads = [next(steps(answer(asked, running))) for asked in calls(EXPERIMENTS)]
    assert [head.status for head in heads if isinstance(head, Head)] == [200, 201, 200, 200, 200, 200, 200]


def test_a_scope_is_led_by_the_calls_of_its_page_in_their_order(tmp_path: Path) -> None:
    with simulator(cassette={"folder": tmp_path}) as running:
        heads = [next(steps(answer(asked, running))) for asked in calls(SCOPES)]
    assert [head.status for head in heads if isinstance(head, Head)] == [200, 201, 200, 200, 200, 200]


def test_every_operation_is_shown() -> None:
    shown = {find(asked.method, asked.path).route for page in PAGES for asked in calls(page)}
    assert [route.path for route in ADMIN_ROUTES if route not in shown] == ["/_fakeai/echo"]
