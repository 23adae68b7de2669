from __future__ import annotations

from collections.abc import Iterator

import pytest

from fakeai_proxy.admin.models import FIGURES
from fakeai_proxy.admin.sections import SECTIONS
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.simulator import Simulator

from .asking import ask, refused, simulator, told, whole
from .traffic import exchange


@pytest.fixture
def used() -> Iterator[Simulator]:
    """gpt-4o was quick, o3-mini slow and cheap, openai/gpt-oss-120b failed."""
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, "gpt-4o", ttft=0.2, prompt=1000, cached=512)
        exchange(running, clock, "gpt-4o", ttft=0.4, prompt=1000)
        exchange(running, clock, "o3-mini", ttft=2.0, gap=0.2)
        exchange(
            running, clock, "openai/gpt-oss-120b", status=500, prompt=0, completion=1, error="server_error"
        )
        yield running


@pytest.mark.parametrize("path", ["/metrics/by-model", "/metrics/models"])
def test_each_model_for_itself(used: Simulator, path: str) -> None:
    models = told(ask(used, path))["models"]
    assert list(models) == ["gpt-4o", "o3-mini", "openai/gpt-oss-120b"]
    assert [one["requests"]["total"] for one in models.values()] == [2, 1, 1]
    assert models["gpt-4o"]["tokens"]["prompt"] == 2000
    assert models["gpt-4o"]["latency"]["ttft"]["mean"] == pytest.approx(0.3)
    assert models["o3-mini"]["latency"]["itl"]["count"] == 10
    assert models["openai/gpt-oss-120b"]["errors"]["by_status"] == {"500": 1}
    assert all(one.keys() == SECTIONS.keys() for one in models.values())


@pytest.mark.parametrize("prefix", ["/metrics/by-model", "/metrics/models"])
@pytest.mark.parametrize("name", ["openai/gpt-oss-120b", "openai%2Fgpt-oss-120b"])
def test_one_model(used: Simulator, prefix: str, name: str) -> None:
    one = told(ask(used, f"{prefix}/{name}"))
    assert (one["model"], one["requests"]["error"]) == ("openai/gpt-oss-120b", 1)


def test_a_model_that_no_request_used_is_not_found(used: Simulator) -> None:
    said = refused(ask(used, "/metrics/by-model/gpt-4"), 404)
    assert said == "No request has used the model 'gpt-4' (did you mean 'gpt-4o'?)."


def test_the_text_of_all_models(used: Simulator) -> None:
    body, _ = whole(ask(used, "/metrics/by-model/prometheus"))
    assert b'model="o3-mini"' in body


def test_two_models_side_by_side(used: Simulator) -> None:
    got = told(ask(used, "/metrics/compare?model1=gpt-4o&model2=o3-mini"))
    figures = got["figures"]
    assert figures.keys() == FIGURES.keys()
    assert figures["requests"] == {"model1": 2, "model2": 1, "ratio": 0.5, "better": "gpt-4o"}
    assert figures["ttft"]["better"] == "gpt-4o"
    assert figures["error_rate"] == {"model1": 0.0, "model2": 0.0, "ratio": None, "better": None}
    assert (
        told(ask(used, "/metrics/compare?model1=o3-mini&model2=gpt-4o"))["figures"]["ttft"]["better"]
        == "gpt-4o"
    )


def test_what_cannot_be_compared(used: Simulator) -> None:
    assert refused(ask(used, "/metrics/compare?model1=gpt-4o")) == "model2: is required."
    assert refused(ask(used, "/metrics/compare?model1=gpt-4o&model2=nothing"), 404)
    assert "did you mean 'model2'" in refused(ask(used, "/metrics/compare?model=gpt-4o"))


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["gpt-4o", "o3-mini", "openai/gpt-oss-120b"]),
        ("metric=ttft", ["gpt-4o", "openai/gpt-oss-120b", "o3-mini"]),
        ("metric=ttft&order=worst", ["o3-mini", "openai/gpt-oss-120b", "gpt-4o"]),
        ("metric=error_rate&order=worst&limit=1", ["openai/gpt-oss-120b"]),
        ("metric=itl&limit=2", ["gpt-4o", "o3-mini"]),
    ],
)
def test_a_ranking(used: Simulator, query: str, order: list[str]) -> None:
    ranked = told(ask(used, f"/metrics/ranking?{query}"))["models"]
    assert [one["model"] for one in ranked] == order
    assert [one["rank"] for one in ranked] == list(range(1, len(order) + 1))


def test_models_without_the_figure_are_last(used: Simulator) -> None:
    last = told(ask(used, "/metrics/ranking?metric=itl"))["models"][-1]
    assert (last["model"], last["value"]) == ("openai/gpt-oss-120b", None)


def test_a_figure_that_is_none(used: Simulator) -> None:
    assert "did you mean 'ttft'" in refused(ask(used, "/metrics/ranking?metric=tftt"))
    assert "limit: '0' is not a number from 1 to" in refused(ask(used, "/metrics/ranking?limit=0"))
