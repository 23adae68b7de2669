"""What experiments cost where there are none: requests a second, against a simulator that knows of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from statistics import median
from time import perf_counter

from benchmarks import paired
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, prompt
from benchmarks.plan import Plan
from fakeai_proxy.core.clock import SystemClock
from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.endpoints import dispatch
from fakeai_proxy.modes import choose
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import OWN_HOST, Simulator

SETTINGS = Settings.model_validate({"generation": {"ttft_ms": 0, "itl_ms": 0}})
REQUESTS, ROUNDS = 50, 40
"""Of one burst, and bursts for each round of the plan: short and many, so that what drifts cancels."""


class Without(Simulator):
    """As if there were no faults and no experiments: not even asked for."""

    def handle(self, request: Request) -> Answer:
        try:
            if request.host == OWN_HOST:
                return dispatch(request, self.services)
            return self.modes[choose(self.settings.routes, request, self.settings.mode)].decide(request)
        except ApiError as error:
            return error_reply(error, request.host)


def run(plan: Plan) -> Iterator[Finding]:
    with ExitStack() as stack:
        measures: dict[str, Callable[[], float]] = {}
        for name, build in (("no experiment", Simulator), ("without the package", Without)):
            measures[name] = rate(stack.enter_context(closing(build(SETTINGS, SystemClock()))))
        paired.interleave(measures, 1)  # loads what is loaded late
        figures = paired.interleave(measures, ROUNDS * plan.rounds)
    ours, theirs = figures.values()
    yield Finding(
        "no fault configured",
        f"{median(ours):,.0f} req/s",
        f"without the package {median(theirs):,.0f} req/s",
        paired.ratio(ours, theirs),
        " x",
        Bound(at_least=0.97),
        {"requests_per_second": figures},
    )


def rate(simulator: Simulator) -> Callable[[], float]:
    """Requests a second, each reply played to its end."""
    asked = [request(number) for number in range(REQUESTS)]

    def measure() -> float:
        before = perf_counter()
        for one in asked:
            for _ in simulator.handle(one):  # type: ignore[union-attr]  # a reply: nothing is forwarded
                pass
        return len(asked) / (perf_counter() - before)

    return measure


def request(number: int) -> Request:
    body = b'{"model": "gpt-4o", "max_tokens": %d, "messages": [{"role": "user", "content": "%s"}]}'
    return Request("POST", "/v1/chat/completions", body=body % (SHORT_ANSWER, prompt(20, number).encode()))
