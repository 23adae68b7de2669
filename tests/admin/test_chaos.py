from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.admin.chaos import merged
from fakeai_proxy.core.exchange import Injected, Request
from fakeai_proxy.core.steps import Head
from fakeai_proxy.simulator import Simulator

from .asking import ask, refused, simulator, steps, told, whole

CHAOS = "/_fakeai/chaos"
TOKEN = "0123456789abcdef"
SIGNED = {"headers": (("x-fakeai-token", TOKEN),)}
MINE = {"experiment": "mine", "rules": [{"id": "r", "fault": "connection.reset", "trigger": {"every": 2}}]}
CONTROLLED = {"chaos": {"token": TOKEN}}


def chat(running: Simulator, number: int = 0) -> bool:
    """Whether a fault meets a chat."""
    body = json.dumps(
        {"model": "gpt-4o", "max_tokens": 1, "messages": [{"role": "user", "content": str(number)}]}
    )
    answer = running.handle(Request("POST", "/v1/chat/completions", body=body.encode()))
    list(answer.answer if isinstance(answer, Injected) else answer)  # type: ignore[arg-type]
    return isinstance(answer, Injected)


def test_where_nothing_runs() -> None:
    with simulator() as running:
        shown = told(ask(running, CHAOS))
        assert (shown["armed"], shown["experiments"]) == (False, [])
        assert "flaky" in shown["presets"]
        assert told(ask(running, f"{CHAOS}/journal")) == {"decisions": []}
        assert refused(ask(running, f"{CHAOS}/report"), 404) == "No experiment runs here."
        assert told(ask(running, f"{CHAOS}/stop", "POST"))["armed"] is False
        assert running.chaos is None


def test_an_experiment_is_added_changed_and_removed_under_way() -> None:
    with simulator(**CONTROLLED) as running:
        assert not chat(running)
        added = told(ask(running, CHAOS, "POST", MINE, **SIGNED), 201)
        assert (added["experiment"], added["state"]) == ("mine", "running")
        assert [chat(running, n) for n in range(4)] == [False, True, False, True]
        patch = {"rules": [{"id": "r", "fault": "stream.cut", "trigger": {"every": 2}}], "mode": "observe"}
        changed = told(ask(running, f"{CHAOS}?experiment=mine", "PATCH", patch, **SIGNED))
        assert (changed["mode"], changed["matched"]) == ("observe", 4)
        assert [chat(running, n) for n in range(4)] == [False] * 4
        back = told(ask(running, f"{CHAOS}?experiment=mine", "PATCH", {"mode": None}, **SIGNED))
        assert (back["mode"], back["results"]) == ("run", {"missed": 4, "injected": 2, "observed": 2})
        assert told(ask(running, f"{CHAOS}?experiment=mine", "DELETE", **SIGNED)) == {"removed": "mine"}
        assert not any(chat(running, n) for n in range(4))
        assert refused(ask(running, f"{CHAOS}?experiment=mine", "DELETE", **SIGNED), 404)


def test_a_preset_is_added_by_its_name() -> None:
    with simulator(**CONTROLLED) as running:
        assert told(ask(running, CHAOS, "POST", {"preset": "flaky"}, **SIGNED), 201)["experiment"] == "flaky"
        assert "under way already" in refused(ask(running, CHAOS, "POST", {"preset": "flaky"}, **SIGNED))
        why = refused(ask(running, CHAOS, "POST", {"preset": "flakey"}, **SIGNED))
        assert why.startswith("unknown preset 'flakey' (did you mean 'flaky'?)")


def test_the_kill_switch_stops_everything() -> None:
    with simulator(**CONTROLLED) as running:
        ask(running, CHAOS, "POST", MINE, **SIGNED)
        assert (
            told(ask(running, f"{CHAOS}/stop", "POST", **SIGNED))["experiments"][0]["ended"]
            == "kill switch: a call"
        )
        assert not any(chat(running, n) for n in range(1_000))


def test_journal_and_report() -> None:
    with simulator(**CONTROLLED) as running:
        ask(running, CHAOS, "POST", MINE, **SIGNED)
        for n in range(4):
            chat(running, n)
        decisions = told(ask(running, f"{CHAOS}/journal?limit=2"))["decisions"]
        assert [(one["number"], one["result"], one["rule"]) for one in decisions] == [
            (3, "missed", ""),
            (4, "injected", "r"),
        ]
        report = told(ask(running, f"{CHAOS}/report?policy=lenient&over=true"))
        assert report["verdict"]["policy"]["name"] == "lenient"
        assert (report["verdict"]["attempts"], report["unmatched"]) == (4, [])
        text = whole(ask(running, "/metrics/prometheus?families=chaos"))[0]
        assert b'chaos_injected_total{experiment="mine",fault="connection.reset",rule="r"} 2.0' in text


CALLS: list[tuple[str, str, Any]] = [
    (CHAOS, "POST", MINE),
    (f"{CHAOS}?experiment=mine", "PATCH", {"mode": "observe"}),
    (f"{CHAOS}?experiment=mine", "DELETE", None),
]


@pytest.mark.parametrize(("path", "method", "content"), CALLS)
def test_who_changes_one_shows_the_token(path: str, method: str, content: Any) -> None:
    with simulator(**CONTROLLED) as running:
        ask(running, CHAOS, "POST", MINE, **SIGNED)
        for headers in ((), (("x-fakeai-token", TOKEN[:-1]),), (("authorization", "Bearer x"),)):
            why = refused(ask(running, path, method, content, headers=headers), 403)
            assert why == "The header x-fakeai-token does not hold the token of chaos.token."
        assert chat(running, 0) != chat(running, 1)
        bearer = (("authorization", f"Bearer {TOKEN}"),)
        answered = next(steps(ask(running, path, method, content, headers=bearer)))
        assert isinstance(answered, Head)
        assert answered.status != 403


@pytest.mark.parametrize(("path", "method", "content"), CALLS)
def test_without_a_token_none_changes_but_all_can_be_stopped(path: str, method: str, content: Any) -> None:
    with simulator(chaos={"allow_header": True}) as running:
        assert "where chaos.token is set" in refused(ask(running, path, method, content, **SIGNED), 403)
        assert told(ask(running, f"{CHAOS}/stop", "POST"))["armed"] is False


def test_with_a_token_a_stop_needs_it_too() -> None:
    with simulator(**CONTROLLED) as running:
        assert refused(ask(running, f"{CHAOS}/stop", "POST"), 403)


def test_other_machines_and_web_pages_change_nothing() -> None:
    with simulator(**CONTROLLED) as running:
        assert refused(ask(running, CHAOS, "POST", MINE, peer="10.0.0.1", **SIGNED), 403)
        page = {"headers": (*SIGNED["headers"], ("origin", "http://evil.test"))}
        assert refused(ask(running, CHAOS, "POST", MINE, **page), 403)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[]", "body: a JSON object is needed"),
        (b"{", "body: a JSON object is needed"),
        ({}, "experiment: is needed\nrules: is needed"),
        ({**MINE, "seeed": 1}, "seeed: unknown field (did you mean 'seed'?)"),
        (
            {**MINE, "rules": [{"id": "r", "fault": "stream.cutt"}]},
            "rules[0].fault: unknown fault 'stream.cutt'",
        ),
        (
            {
                **MINE,
                "rules": [
                    {"id": "r", "fault": "stream.cut", "trigger": {"schedule": "2020-01-01T00:00:00Z"}}
                ],
            },
            "in the past",
        ),
    ],
)
def test_what_is_no_experiment_is_refused(content: Any, why: str) -> None:
    with simulator(**CONTROLLED) as running:
        assert why in refused(ask(running, CHAOS, "POST", content, **SIGNED))
        assert told(ask(running, CHAOS))["armed"] is False


def test_a_change_that_cannot_be_leaves_all_as_it_was() -> None:
    with simulator(**CONTROLLED) as running:
        ask(running, CHAOS, "POST", MINE, **SIGNED)
        path = f"{CHAOS}?experiment=mine"
        assert "modee: unknown field" in refused(ask(running, path, "PATCH", {"modee": "observe"}, **SIGNED))
        assert "cannot be changed" in refused(ask(running, path, "PATCH", {"experiment": "other"}, **SIGNED))
        assert "did you mean 'mine'" in refused(
            ask(running, f"{CHAOS}?experiment=mime", "PATCH", {}, **SIGNED), 404
        )
        assert [chat(running, n) for n in range(2)] == [False, True]


def test_a_merge_patch() -> None:
    former = {"a": {"b": 1, "c": 2}, "d": [1]}
    assert merged(former, {"a": {"b": None, "e": 3}, "d": [2]}) == {"a": {"c": 2, "e": 3}, "d": [2]}
    assert merged(1, {"a": 2}) == {"a": 2}
