from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.survey import survey

from .worked import ARCHITECTURES

CATALOG = Catalog.load().known()
SMALL, LARGE = (
    Model(id, "meta", 0, architecture=ARCHITECTURES[id], deployment=Deployment("H200-141GB", 8, "fp8"))
    for id in ("llama-3.1-8b", "llama-3.1-405b")
)
HOSTED = Model("gpt-4o", "system", 0)


@pytest.mark.parametrize(
    "settings", [{}, {"gpus": 64}, {"gpu": "B200"}, {"gpu": "A100"}, {"precision": "int4"}]
)
def test_where_all_run_nothing_is_said(settings: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    survey(CATALOG, EngineSettings(**settings))
    assert not caplog.records


def test_models_that_do_not_fit_are_told_of(caplog: pytest.LogCaptureFixture) -> None:
    survey((HOSTED, LARGE, SMALL), EngineSettings(gpus=1))
    (said,) = caplog.messages
    assert said.startswith("1 of 2 models with public weights cannot run with these settings")
    assert "are refused when asked for: model 'llama-3.1-405b'. The first: model 'llama-3.1-405b' in" in said
    assert said.endswith("engine.gpus = 4 would do")


def test_of_many_some_are_named(caplog: pytest.LogCaptureFixture) -> None:
    survey(CATALOG, EngineSettings(gpu="L40S", gpus=1))
    (said,) = caplog.messages
    assert " more. The first: model " in said
    assert len(said) < 800


@pytest.mark.parametrize("models", [CATALOG, (LARGE, SMALL)])
def test_a_precision_that_no_gpu_has_is_refused(models: tuple[Model, ...]) -> None:
    with pytest.raises(SettingsError) as refused:
        survey(models, EngineSettings(precision="fp4"))
    assert "engine.precision: fp4 is not among the formats of H" in str(refused.value)
    assert str(refused.value).endswith("engine.gpu may be B100 or B200 or GB200 (no model runs so)")


def test_a_model_of_ones_own_may_be_the_only_one_that_runs(caplog: pytest.LogCaptureFixture) -> None:
    own = replace(SMALL, id="mine", deployment=Deployment("B200", 1, "fp4"))
    survey((LARGE, own), EngineSettings(precision="fp4"))
    assert "1 of 2 models" in caplog.messages[0]


def test_a_number_on_which_nothing_fits_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"does not fit on 1 x L40S.*\(no model runs so\)"):
        survey((HOSTED, LARGE), EngineSettings(gpu="L40S", gpus=1))
