"""Small clients, good and bad, before faults: each is judged for what it is.

Each asks from an address of its own, against one proxy and one experiment.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fakeai_proxy.chaos.verdict import Policy, Verdict, judge
from fakeai_proxy.chaos.verdict.reports import document, junit, page, tables
from tests.end_to_end.conftest import INSTANT
from tests.end_to_end.faults.provider import provider
from tests.proxy.serving import Serving, serving

CLIENTS = Path(__file__).parent / "clients"
PATIENCE = 30.0
AT_ONCE = 4
POLICY = Policy(hot_gap_s=0.25)
"""Programs on a busy machine do not come back within a tenth of a second."""

Fault = dict[str, Any]


class Trial(NamedTuple):
    """What a client meets, and what is found about it."""

    faults: list[Fault | str]
    """One a request, from the first."""
    found: set[str]
    passes: bool
    """By the strict policy."""
    step: str = ""
    """Which of its requests meets them."""
    when: dict[str, Any] | None = None
    tools: bool = False


def limited(seconds: float) -> Fault:
    return {"type": "limit.exceeded", "retry_after": seconds, "form": "seconds"}


def status(code: int) -> Fault:
    return {"type": "http.error", "status": code}


HALF = {"after_events": 3}
RECOVERED = {"retried", "recovered"}
BOOKED_TWICE = {"no_retry", "duplicate_side_effect"}
WRONG = ["payload.tool_arguments"]

TRIALS: dict[str, Trial] = {
    "never_stops": Trial([status(500)] * 6, RECOVERED | {"retry_storm"}, False),
    "waits_as_told": Trial([limited(0.2)], RECOVERED | {"waited_as_told"}, True),
    "gives_up_on_bad_request": Trial([status(400)], {"gave_up"}, True),
    "never_retries": Trial([status(503)], {"no_retry"}, False),
    "ignores_retry_after": Trial([limited(5)], RECOVERED | {"ignored_retry_after"}, False),
    "loops_without_pause": Trial([status(500)] * 4, RECOVERED | {"hot_loop"}, False),
    "repeats_bad_request": Trial([status(400)] * 3, {"retried_hopeless", "gave_up"}, False),
    "asks_without_credit": Trial(["limit.quota"] * 3, {"wasted_retry", "gave_up"}, False),
    "believes_half_an_answer": Trial(["stream.end"], {"accepted_truncation"}, False, when=HALF),
    "never_mentions_half_an_answer": Trial(["stream.end"], {"silence_after_truncation"}, False, when=HALF),
    "misses_the_finish": Trial(["stream.end"], RECOVERED | {"noticed_truncation"}, True, when=HALF),
    "executes_whatever_comes": Trial(WRONG, {"executed_invalid_tool_call"}, False, tools=True),
    "checks_arguments": Trial(WRONG, {"rejected_tool_call", "asked_again"}, True, tools=True),
    "tells_the_model": Trial(WRONG, {"rejected_tool_call"}, True, tools=True),
    "falls_back": Trial([status(503)], {"fell_back", "recovered"}, True),
    "books_twice": Trial([status(500)], BOOKED_TWICE, False, step="/next", tools=True),
    "times_out": Trial(["stream.stall"], RECOVERED, True, when=HALF),
    "continues_after_a_break": Trial(["stream.cut"], {"continued"}, True, when=HALF),
}
"""Those with tools need a provider that calls one."""


def sources(trial: Trial) -> tuple[str, ...]:
    """A stream is faulted wherever it comes from; an error has no source."""
    if trial.tools:
        return ("live",)
    return ("synthesized", "live") if trial.when else ("synthesized",)


RUNS = [(name, source) for name, trial in TRIALS.items() for source in sources(trial)]


def rule(name: str, source: str) -> dict[str, Any]:
    """The faults of the trial, each once and in turn."""
    trial = TRIALS[name]
    header = {"x-client": f"{name}{trial.step}", "x-source": source}
    when = {"when": trial.when} if trial.when else {}
    sequence = {"sequence": trial.faults, "trigger": {"per": "client"}}
    return {"id": f"{name}-{source}", "match": {"header": header}, **sequence, **when}


def address(name: str, source: str) -> str:
    """A loopback address for each."""
    return f"127.0.1.{1 + RUNS.index((name, source))}"


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verdict") / "clients.yaml"
    rules = [rule(name, source) for name, source in RUNS]
    path.write_text(json.dumps({"version": 1, "experiment": "clients", "rules": rules}))
    return path


@pytest.fixture(scope="module")
def proxy(confdir: Path, experiment: Path) -> Iterator[Serving]:
    routes = json.dumps([{"mode": "passthrough", "header": "x-source: live"}])
    with provider() as upstream:
        there = {"upstreams.api.openai.com": upstream.url}
        chaos = {"chaos.experiment": experiment}
        with serving(confdir, routes=routes, **INSTANT, **there, **chaos) as running:
            yield running


@pytest.fixture(scope="module")
def verdict(proxy: Serving) -> Verdict:
    """After all clients have ended."""
    assert proxy.at.reverse
    to = [str(part) for part in proxy.at.reverse]

    def run(name: str, source: str) -> int:
        program = [sys.executable, "-S", CLIENTS / f"{name}.py", *to, address(name, source), source]
        return subprocess.run(program, timeout=PATIENCE).returncode

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(run, *zip(*RUNS, strict=True))) == [0] * len(RUNS)
    chaos = proxy.addon.simulator.make_chaos()
    return judge(chaos.watchers.ledger.observe(over=True), POLICY)


@pytest.mark.parametrize(("name", "source"), RUNS)
def test_each_is_judged_for_what_it_is(name: str, source: str, verdict: Verdict) -> None:
    client = address(name, source)
    requests = [each for each in verdict.requests if each.request.first.asked.client == client]
    findings = [finding for each in requests for finding in each.findings]
    evidence = "\n".join(f"{finding.code}: {finding.evidence}" for finding in findings)
    assert {finding.code for finding in findings} == TRIALS[name].found, evidence
    passed = not any(finding.severity in ("warn", "bad") for finding in findings)
    assert passed is TRIALS[name].passes


def test_all_together_fail(verdict: Verdict) -> None:
    assert (verdict.outcome, verdict.exit_code) == ("failed", 1)
    assert {fault.fault for fault in verdict.faults} >= {"http.error", "stream.end", "payload.tool_arguments"}


def test_reports_of_it_hold_no_secret(verdict: Verdict) -> None:
    found = document(verdict)
    for text in (found.json_text(), junit(found), page(found), repr(tables(found))):
        assert "0123456789abcdefghij" not in text
        assert "want to know" not in text


def test_every_client_has_its_trial() -> None:
    assert {path.stem for path in CLIENTS.glob("*.py")} - {"__init__", "chat"} == set(TRIALS)
