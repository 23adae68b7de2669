from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.catalog.files import read
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Forward, Injected, Request
from fakeai_proxy.core.steps import Abort, Head
from fakeai_proxy.modes import MODES, Rule
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator
from fakeai_proxy.telemetry.columns import SOURCES
from tests.cassette.tape import answer, ask, made, rows
from tests.modes.parts import UPSTREAM, forwarded, live, recorded, said, told

EVERY_HOST = dict.fromkeys(("api.openai.com", "fakeai.local", "nim.test"), UPSTREAM)
INSTANT = {"ttft_ms": 0, "itl_ms": 0}
OPEN = {"require_api_key": False}


@contextmanager
def simulator(**settings: Any) -> Iterator[Simulator]:
    given = {"generation": INSTANT, "auth": OPEN} | settings
    with closing(Simulator(Settings(**given), ManualClock())) as running:
        yield running


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A cassette with an answer to ask()."""
    return made(tmp_path / "held.db", (ask(), answer("held")))


@pytest.mark.parametrize("mode", MODES)
def test_our_own_pages_are_never_forwarded(mode: str, held: Path) -> None:
    with simulator(mode=mode, cassette={"path": held}, upstreams=EVERY_HOST) as running:
        assert told(running.handle(Request("GET", "/", host="fakeai.local")))[:2] == (404, "")
        assert told(running.handle(Request("GET", "/v1/models", host="fakeai.local", port=80)))[0] == 200
        assert told(running.handle(replace(ask(max_tokens=1), host="fakeai.local")))[:2] == (200, "")


def test_a_request_without_a_key_is_turned_away_unless_its_route_asks_for_none() -> None:
    asked = Request("GET", "/v1/models")
    with simulator(auth={}) as running:
        assert told(running.handle(asked))[0] == 401
        assert told(running.handle(replace(asked, host="integrate.api.nvidia.com")))[0] == 403
        assert told(running.handle(replace(asked, headers=(("api-key", "any"),))))[0] == 200
        assert told(running.handle(Request("GET", "/v1/health/ready")))[0] == 200
    with simulator() as running:
        assert told(running.handle(asked))[0] == 200


@pytest.mark.parametrize("mode", MODES)
def test_a_rule_cannot_send_our_own_pages_away(mode: str, held: Path) -> None:
    routes = (Rule(mode=mode, host="fakeai.local"),)
    with simulator(routes=routes, cassette={"path": held}, upstreams=EVERY_HOST) as running:
        assert told(running.handle(Request("GET", "/", host="fakeai.local")))[0] == 404


def test_each_mode_answers_from_where_it_says(held: Path) -> None:
    given = {"cassette": {"path": held, "speed": 0}, "upstreams": EVERY_HOST}
    with simulator(mode="synthesize", **given) as running:
        assert told(running.handle(ask(max_tokens=1)))[:2] == (200, "")
    with simulator(mode="replay", **given) as running:
        assert told(running.handle(ask())) == said("held")
        assert told(running.handle(ask()))[:2] == (404, "miss")
    with simulator(mode="spy", **given) as running:
        assert told(running.handle(ask())) == said("held")
        assert not recorded(running.handle(ask()))
    with simulator(mode="passthrough", **given) as running:
        assert not recorded(running.handle(ask()))
    with simulator(mode="record", **given) as running:
        assert recorded(running.handle(ask()))


def test_rules_choose_among_modes_by_request(held: Path) -> None:
    routes = (
        Rule(mode="replay", model="gpt-4o"),
        Rule(mode="passthrough", host="nim.test", header="x-live"),
        Rule(mode="spy", path="/v1/embeddings", method="POST"),
    )
    given = {"routes": routes, "cassette": {"path": held, "speed": 0}, "upstreams": EVERY_HOST}
    with simulator(mode="synthesize", **given) as running:
        assert told(running.handle(ask())) == said("held")
        assert told(running.handle(ask(model="o3-mini", max_completion_tokens=1)))[:2] == (200, "")
        nim = Request("GET", "/v1/models", host="nim.test", headers=(("x-live", "1"),))
        assert forwarded(running.handle(nim)).upstream == UPSTREAM
        assert told(running.handle(replace(nim, headers=())))[0] == 200
        assert isinstance(running.handle(Request("POST", "/v1/embeddings", body=b"{}")), Forward)
        assert told(running.handle(Request("GET", "/v1/embeddings")))[0] == 405


def test_upstream_by_host_and_port_then_by_host() -> None:
    upstreams = {"nim.test": "http://127.0.0.1:1", "nim.test:8000": "http://127.0.0.1:2"}
    with simulator(mode="passthrough", upstreams=upstreams) as running:
        asked = Request("GET", "/v1/models", host="nim.test")
        assert forwarded(running.handle(asked)).upstream == "http://127.0.0.1:1"
        assert forwarded(running.handle(replace(asked, port=8000))).upstream == "http://127.0.0.1:2"
        assert forwarded(running.handle(replace(asked, host="api.openai.com"))).upstream is None


def test_a_recording_is_replayed_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with simulator(mode="record", cassette={"path": path}) as running:
        live(running.handle(ask()), answer("live"))
    assert rows(path, "SELECT sealed FROM cassette") == [(1,)]
    with simulator(mode="replay", cassette={"path": path, "speed": 0}) as running:
        assert told(running.handle(ask())) == said("live")


@pytest.mark.parametrize("record_mode", ["all", "new_episodes", "once"])
def test_a_cassette_to_record_to_is_made(record_mode: str, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with simulator(mode="record", cassette={"path": path, "record_mode": record_mode}):
        assert path.exists()


@pytest.mark.parametrize(("mode", "record_mode"), [("replay", "all"), ("spy", "all"), ("record", "none")])
def test_a_cassette_to_read_must_be_there(mode: str, record_mode: str, tmp_path: Path) -> None:
    path = tmp_path / "absent.db"
    with pytest.raises(SettingsError, match=r"absent\.db"):
        Simulator(Settings(mode=mode, cassette={"path": path, "record_mode": record_mode}), ManualClock())
    assert not path.exists()


@pytest.mark.parametrize("mode", ["record", "replay", "spy"])
def test_a_mode_with_a_cassette_needs_one(mode: str) -> None:
    with pytest.raises(SettingsError, match=f"cassette.path: mode '{mode}' needs a cassette file"):
        Simulator(Settings(mode=mode), ManualClock())
    with pytest.raises(SettingsError, match=f"cassette.path: mode '{mode}' needs a cassette file"):
        Simulator(Settings(routes=(Rule(mode="passthrough"), Rule(mode=mode, path="/x"))), ManualClock())


def test_other_modes_need_none_and_open_none(tmp_path: Path) -> None:
    for mode in ("synthesize", "passthrough"):
        with simulator(mode=mode, cassette={"path": tmp_path / "a.db"}) as running:
            running.handle(ask())
    assert list(tmp_path.iterdir()) == []


def test_what_a_mode_refuses_is_an_answer_in_the_dialect_of_the_host(tmp_path: Path) -> None:
    given = {"path": tmp_path / "a.db", "record_strict": True}
    with simulator(mode="record", cassette=given) as running:
        late = running.handle(ask())
        running.close()
        live(late, answer("late"))
        assert json.loads(told(running.handle(ask()))[2])["error"]["type"] == "server_error"
        status, _, body = told(running.handle(replace(ask(), host="api.anthropic.com")))
    assert (status, json.loads(body)["error"]["type"]) == (500, "api_error")


@pytest.mark.parametrize("mode", ["synthesize", "passthrough"])
def test_warming_leaves_ordinals_alone(mode: str) -> None:
    first = Request(
        "POST",
        "/v1/chat/completions",
        body=b'{"model": "gpt-4o", "messages": [{"role": "user", "content": ""}]}',
    )
    routes = (Rule(mode="synthesize", path="/v1/*"),)
    with simulator(mode=mode, routes=routes) as cold, simulator(mode=mode, routes=routes) as warm:
        warm.warm()
        warm.warm()
        answers = [[told(running.handle(first)) for _ in range(2)] for running in (cold, warm)]
    assert answers[0] == answers[1]
    assert answers[0][0] != answers[0][1]


def test_warming_is_for_those_that_synthesize(held: Path) -> None:
    with simulator(mode="replay", cassette={"path": held, "speed": 0}) as running:
        running.warm()
        assert told(running.handle(ask())) == said("held")


def test_the_seed_makes_the_answer() -> None:
    def whole(seed: int) -> bytes:
        with simulator(seed=seed) as running:
            return told(running.handle(ask()))[2]

    assert whole(1) == whole(1) != whole(2)


@pytest.mark.parametrize(
    ("deployment", "why"),
    [
        ({"gpu": "H1000", "count": 1, "precision": "bf16"}, "H1000"),
        ({"gpu": "A100-80GB", "count": 1, "precision": "fp8"}, "fp8"),
        ({"gpu": "L40S", "count": 1, "precision": "bf16"}, "GiB are missing"),
    ],
)
def test_a_model_of_the_user_that_cannot_be_served_is_refused_at_start(
    deployment: dict[str, object], why: str
) -> None:
    mine = {"like": "meta/llama-3.1-70b-instruct", "deployment": deployment}
    with pytest.raises(SettingsError) as refused:
        Simulator(Settings.model_validate({"models": {"mine": mine}}), ManualClock())
    assert str(refused.value).startswith('models."mine".deployment: ')
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("engine", "why"),
    [
        ({"precision": "fp4"}, "engine.precision: fp4 is not among the formats of H"),
        ({"gpus": 1}, "model 'mine' in fp8 does not fit on 1 x H100-80GB: "),
    ],
)
def test_gpus_on_which_what_the_user_names_cannot_run_are_refused_at_start(
    engine: dict[str, object], why: str
) -> None:
    given = {"models": {"mine": {"like": "meta/llama-3.1-405b-instruct"}}, "engine": engine}
    with pytest.raises(SettingsError) as refused:
        Simulator(Settings.model_validate(given), ManualClock())
    assert str(refused.value).startswith(f'models."mine".deployment: {why}')


def test_models_that_do_not_fit_are_told_of_at_start(caplog: pytest.LogCaptureFixture) -> None:
    with simulator(engine={"gpus": 1}):
        assert "models with public weights cannot run with these settings" in caplog.text


def test_the_catalog_is_not_read_at_start_for_nothing() -> None:
    read.cache_clear()
    with simulator(engine={"backend": "sglang"}):
        assert not read.cache_info().currsize


# ── faults on purpose ──────────────────────────────────────────────────────────────────────────


def cut(**fields: Any) -> Request:
    given = ask(max_tokens=1)
    return replace(given, headers=(*given.headers, ("x-fakeai-fault", "connection.reset")), **fields)


def test_without_experiments_there_is_nothing_that_could_disturb() -> None:
    with simulator() as running:
        assert running.chaos is None
        assert not isinstance(running.handle(cut()), Injected)
        assert told(running.handle(cut()))[0] == 200


def test_a_request_may_ask_for_a_fault_where_it_is_allowed() -> None:
    with simulator(chaos={"allow_header": True}) as running:
        answer = running.handle(cut())
        assert isinstance(answer, Injected)
        assert Abort("reset") in list(answer.answer)  # type: ignore[arg-type]
        assert told(running.handle(ask(max_tokens=1)))[0] == 200
        assert told(running.handle(replace(cut(), headers=(("x-fakeai-fault", "no"),))))[0] == 400


def test_faults_meet_refusals_too() -> None:
    with simulator(chaos={"allow_header": True}) as running:
        asked = replace(cut(), body=b"{", headers=(("x-fakeai-fault", "http.content_type"),))
        answer = running.handle(asked)
        assert isinstance(answer, Injected)
        assert next(step.status for step in answer.answer if isinstance(step, Head)) == 400  # type: ignore[union-attr]


def test_an_experiment_runs_from_the_start_and_one_that_cannot_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("experiment: x\nrules: [{id: r, fault: connection.reset}]\n")
    with simulator(chaos={"experiment": path}) as running:
        assert isinstance(running.handle(ask()), Injected)
    path.write_text("experiment: x\nrules: [{id: r, fault: connection.rest}]\n")
    with pytest.raises(SettingsError, match=r"x.yaml:2: .* \(did you mean 'connection.reset'\?\)"):
        Simulator(Settings.model_validate({"chaos": {"experiment": path}}), ManualClock())


def test_errors_are_injected_by_settings_alone() -> None:
    with simulator(error_injection={"enabled": True, "rate": 1, "types": ["429"]}) as running:
        answer = running.handle(ask())
        assert isinstance(answer, Injected)
        assert told(answer.answer)[0] == 429
        (row,) = running.services.telemetry.rows()
        assert (row["status"], SOURCES[row["source"]]) == (429, "injected")


@pytest.mark.parametrize(
    ("mode", "fields", "destination"),
    [
        ("synthesize", {}, None),
        ("passthrough", {}, "api.openai.com"),
        ("passthrough", {"host": "nim.test"}, "127.0.0.1"),
        ("passthrough", {"host": "fakeai.local"}, None),
        ("passthrough", {"path": "/v1/embeddings"}, None),
    ],
)
def test_where_a_request_may_go(mode: str, fields: dict[str, Any], destination: str | None) -> None:
    given = {"routes": (Rule(mode="synthesize", path="/v1/embeddings"),), "upstreams": {"nim.test": UPSTREAM}}
    with simulator(mode=mode, **given) as running:
        assert running.destination(replace(ask(), **fields)) == destination


def test_live_hosts_are_left_alone_unless_they_are_allowed() -> None:
    for allowed in ((), ("api.openai.com",)):
        with simulator(mode="passthrough", chaos={"allow_header": True, "allow_hosts": allowed}) as running:
            answer = running.handle(cut())
            assert isinstance(answer, Injected) == bool(allowed)
            if not allowed:
                assert forwarded(answer).upstream is None  # type: ignore[arg-type]


def test_experiments_can_come_later() -> None:
    with simulator() as running:
        chaos = running.make_chaos()
        assert running.make_chaos() is chaos is running.chaos
        assert not chaos.armed
        assert told(running.handle(ask(max_tokens=1)))[0] == 200
