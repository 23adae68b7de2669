"""Where a model runs: its own choice, what settings change, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.deployment import deployment_of
from fakeai_proxy.engine.settings import EngineSettings

from .worked import ARCHITECTURES

OWN = Deployment("H100-80GB", 2, "fp8", "vllm")
LLAMA = Model("llama-70b", "meta", 0, architecture=ARCHITECTURES["llama-3.1-70b"], deployment=OWN)


def deployed(model: Model = LLAMA, **settings: Any) -> Deployment:
    assert model.architecture is not None
    return deployment_of(model, model.architecture, EngineSettings(**settings))


def test_a_model_runs_as_it_usually_does() -> None:
    assert deployed() == OWN


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"gpus": 4}, Deployment("H100-80GB", 4, "fp8")),
        ({"backend": "sglang"}, Deployment("H100-80GB", 2, "fp8", "sglang")),
        ({"precision": "bf16"}, Deployment("H100-80GB", 2, "bf16")),
        ({"gpu": "h200"}, Deployment("H200-141GB", 1, "fp8")),
        ({"gpu": "B200", "precision": "fp4"}, Deployment("B200", 1, "fp4")),
        ({"gpu": "H200", "gpus": 8}, Deployment("H200-141GB", 8, "fp8")),
        ({"precision": "int4"}, Deployment("H100-80GB", 1, "int4")),
    ],
)
def test_settings_change_it_and_leave_the_rest(settings: dict[str, Any], expected: Deployment) -> None:
    assert deployed(**settings) == expected


def test_a_card_without_the_models_own_precision_takes_the_next_wider() -> None:
    assert deployed(gpu="A100") == Deployment("A100-80GB", 2, "bf16")
    assert deployed(replace(LLAMA, deployment=Deployment("B200", 1, "fp4")), gpu="H100").precision == "fp8"


def test_without_a_deployment_of_its_own_it_takes_as_few_gpus_as_it_fits_on() -> None:
    assert deployed(replace(LLAMA, deployment=None)) == Deployment("H100-80GB", 2, "bf16")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"precision": "fp4"},
            "engine.precision: fp4 is not among the formats of H100-80GB: bf16, fp8, mxfp4, int4; "
            "engine.gpu may be B100 or B200 or GB200",
        )
    ],
)
def test_a_precision_that_the_card_lacks_is_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        deployed(**settings)


def test_a_model_that_does_not_fit_is_refused_with_what_is_missing_and_what_would_do() -> None:
    said = (
        r"model 'llama-70b' in bf16 does not fit on 1 x H100-80GB: "
        r"61\.\d GiB are missing on each \(61\.\d GiB in all\); engine\.gpus = 2 would do"
    )
    with pytest.raises(SettingsError, match=said):
        deployed(precision="bf16", gpus=1)


def test_a_model_too_large_for_any_number_of_gpus_is_refused() -> None:
    giant = replace(LLAMA, architecture=replace(ARCHITECTURES["llama-3.1-70b"], dense=1e13))
    with pytest.raises(SettingsError, match=r"on 64 x H100-80GB.*no number of them would do"):
        deployed(replace(giant, deployment=None))


def test_a_name_that_may_be_a_key_is_not_repeated() -> None:
    secret = "sk-" + "a1" * 20
    with pytest.raises(SettingsError) as refused:
        deployed(replace(LLAMA, id=secret), gpus=1, precision="bf16")
    assert secret not in str(refused.value)


def test_a_short_context_needs_no_more_room_than_that() -> None:
    tight = replace(LLAMA, architecture=replace(ARCHITECTURES["llama-3.1-70b"], dense=74.4e9))
    with pytest.raises(SettingsError):
        deployed(tight, gpus=1)
    assert deployed(replace(tight, context_window=512), gpus=1).count == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"gpu": "H10"}, "unknown GPU 'H10' .did you mean 'H100'"),
        ({"gpu": "a100", "precision": "fp8"}, "fp8 is not among the formats of A100-80GB: bf16, mxfp4, int4"),
        ({"gpu": "H200", "precision": "fp4"}, "fp4 is not among the formats of H200-141GB"),
    ],
)
def test_what_cannot_be_for_any_model_is_refused_at_the_start(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EngineSettings(**settings)
