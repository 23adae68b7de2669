"""Which price a model has, and that it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.catalog.architecture import Deployment, Pace
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.engine.pricing import Chunk
from fakeai_proxy.engine.settings import EngineSettings

from .worked import ARCHITECTURES

USUAL = EngineSettings()
LLAMA = Model(
    "meta/llama-3.1-70b-instruct",
    "meta",
    0,
    architecture=ARCHITECTURES["llama-3.1-70b"],
    deployment=Deployment("H100-80GB", 4, "fp8"),
)
HOSTED = Model("novel-1", "maker", 0, pace=Pace(500.0, 100.0, "a page"))


def test_a_measured_deployment_comes_first() -> None:
    pricing = pricing_of(LLAMA, USUAL)
    assert (pricing.kind, pricing.gpus) == ("fitted", 4)
    assert "meta-llama/Llama-3.1-70B" in pricing.source
    assert pricing.weights == pytest.approx(69.5e9 / 4)


def test_then_the_architecture() -> None:
    pricing = pricing_of(LLAMA, EngineSettings(gpu="A100", precision="bf16"))
    assert (pricing.kind, pricing.deployment) == ("physics", Deployment("A100-80GB", 2, "bf16"))


def test_then_the_published_pace() -> None:
    pricing = pricing_of(HOSTED, USUAL)
    assert (pricing.kind, pricing.source, pricing.deployment) == ("hosted", "a page", None)


def test_else_it_is_an_estimate_and_says_so() -> None:
    assert pricing_of(replace(HOSTED, pace=None), USUAL).kind == "estimate"
    guessed = replace(ARCHITECTURES["llama-3.1-8b"], estimated=True)
    acme = Model("acme-8b", "acme", 0, architecture=guessed, deployment=Deployment("H100", 1, "bf16"))
    assert pricing_of(acme, USUAL).kind == "estimate"
    assert pricing_of(acme, USUAL).source.startswith("size of the model")


def test_weights_of_an_unknown_kind_are_priced_by_their_number() -> None:
    mixture = Model(
        "acme/new-80b-a3b",
        "acme",
        0,
        parameters=80e9,
        active_parameters=3e9,
        deployment=Deployment("H100", 4, "bf16"),
    )
    dense = replace(mixture, id="acme/new-80b", active_parameters=None)
    steps = [pricing_of(model, USUAL).step(1, 1000, ()).seconds for model in (mixture, dense)]
    assert pricing_of(mixture, USUAL).kind == "estimate"
    assert 3 * steps[0] < steps[1]


@pytest.mark.parametrize("name", ["acme-9000b", "acme-900x99b-instruct", "m-0b", "tiny-0.001m"])
def test_a_client_may_ask_for_any_size(name: str) -> None:
    assert pricing_of(Catalog.load().use(name), USUAL).kind == "estimate"


def test_the_price_of_a_model_is_made_once() -> None:
    assert pricing_of(LLAMA, USUAL) is pricing_of(LLAMA, EngineSettings())


def test_where_it_cannot_run_there_is_no_price() -> None:
    with pytest.raises(SettingsError, match=r"does not fit on 1 x L40S"):
        pricing_of(LLAMA, EngineSettings(gpu="L40S", gpus=1))


def test_every_model_of_the_catalog_has_one() -> None:
    for model in Catalog.load().all():
        pricing = pricing_of(model, USUAL)
        cost = pricing.step(1, 100, [Chunk(100, 0)])
        assert 0 <= pricing.outside(1000) < 10
        assert 0 < cost.dram <= 1
        assert pricing.kv_tokens >= 4096
