"""Every setting, each way, read back from what the product then does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cli.checks import authority
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Forward, Request
from fakeai_proxy.core.steps import Data, Head, Wait
from fakeai_proxy.proxy.launch import log_level, modes
from fakeai_proxy.proxy.scope import Scope
from fakeai_proxy.settings import FLAT, Settings
from fakeai_proxy.simulator import Simulator
from tests.cassette.tape import answer, ask, made

from .examples import EXAMPLES

CHAT = ask(stream=True, max_tokens=8)


def simulated(settings: Settings, request: Request = CHAT) -> Any:
    """The steps of the answer, or the word to ask upstream, or why it cannot start."""
    try:
        with closing(Simulator(settings, ManualClock())) as simulator:
            said = simulator.handle(request)
            return said if isinstance(said, Forward) else list(said)
    except SettingsError as why:
        return str(why)


def text(settings: Settings) -> bytes:
    return b"".join(step.body for step in simulated(settings) if isinstance(step, Data))


def waits(settings: Settings) -> list[Wait]:
    return [step for step in simulated(settings) if isinstance(step, Wait)]


def upstream(settings: Settings) -> str | None:
    said = simulated(settings)
    return said.upstream if isinstance(said, Forward) else "ours"


def large_body_status(settings: Settings) -> int:
    [head] = [step for step in simulated(settings, ask("x" * 2000)) if isinstance(step, Head)]
    return head.status


def has_mine(settings: Settings) -> int:
    [head] = [
        step for step in simulated(settings, Request("GET", "/v1/models/mine")) if isinstance(step, Head)
    ]
    return head.status


def ours(settings: Settings) -> list[bool]:
    scope = Scope(settings.hosts)
    return [
        scope.covers(*address) for address in (("api.openai.com", 443), ("nim.test", 8000), ("a.test", 1))
    ]


def after_a_loss(settings: Settings) -> type:
    """What kind of answer follows a recording that could not be kept."""
    simulator = Simulator(settings, ManualClock())
    said = simulator.handle(CHAT)
    assert isinstance(said, Forward)
    simulator.close()
    for step in answer():
        list(said.pipeline.feed(step))
    said.pipeline.close()
    return type(simulator.handle(CHAT))


Observed = Callable[[Settings], Any]
OBSERVED: dict[str, tuple[Observed, dict[str, str]]] = {
    "seed": (text, {}),
    "mode": (upstream, {}),
    "hosts": (ours, {}),
    "server.host": (modes, {}),
    "server.port": (modes, {}),
    "server.reverse_port": (modes, {}),
    "server.metrics_port": (modes, {}),
    "server.confdir": (lambda settings: authority(settings.server.confdir).detail, {}),
    "server.max_request_size": (large_body_status, {}),
    "server.debug": (log_level, {}),
    "generation.ttft_ms": (waits, {}),
    "generation.ttft_variance_percent": (waits, {"ttft_ms": "20"}),
    "generation.itl_ms": (waits, {}),
    "generation.itl_variance_percent": (waits, {"itl_ms": "5"}),
    "generation.time_scale": (waits, {}),
    "generation.response_delay": (waits, {}),
    "generation.random_delay": (waits, {"response_delay": "1"}),
    "generation.max_variance": (waits, {"response_delay": "1"}),
    "cassette.path": (simulated, {"mode": "replay"}),
    "cassette.record_mode": (upstream, {"mode": "record", "cassette": "held.db"}),
    "cassette.speed": (waits, {"mode": "replay", "cassette": "held.db"}),
    "cassette.record_strict": (after_a_loss, {"mode": "record", "cassette": "new.db"}),
    "upstreams": (upstream, {"mode": "passthrough"}),
    "models": (has_mine, {}),
    "routes": (simulated, {}),
}
"""What shows each setting, and what else must be set to see it."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cassette that holds an answer to `CHAT`."""
    return made(tmp_path_factory.mktemp("cassettes") / "held.db", (CHAT, answer()))


@pytest.fixture(autouse=True)
def _folder(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(held, "held.db")


def by_option(key: str, context: dict[str, str]) -> Settings:
    return Settings.load(None, context | {key: EXAMPLES[key].text}, {})


def by_environment(key: str, context: dict[str, str]) -> Settings:
    name = "FAKEAI_" + key.upper().replace(".", "__")
    return Settings.load(None, context, {name: EXAMPLES[key].text})


def by_flat_environment(key: str, context: dict[str, str]) -> Settings:
    flat = next((flat for flat, meant in FLAT.items() if meant == key), key)
    return Settings.load(None, context, {f"FAKEAI_{flat.upper()}": EXAMPLES[key].text})


def by_file(key: str, context: dict[str, str]) -> Settings:
    section, _, name = key.rpartition(".")
    Path("x.toml").write_text((f"[{section}]\n" if section else "") + f"{name} = {EXAMPLES[key].toml}\n")
    return Settings.load(Path("x.toml"), context, {})


WAYS = (by_option, by_environment, by_flat_environment, by_file)


def test_every_setting_is_observed() -> None:
    assert list(OBSERVED) == list(EXAMPLES)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("key", OBSERVED)
def test_it_changes_what_happens(key: str, way: Callable[[str, dict[str, str]], Settings]) -> None:
    observe, context = OBSERVED[key]
    after = observe(way(key, context))
    assert after != observe(Settings.load(None, context, {}))
    assert after == observe(by_option(key, context))
