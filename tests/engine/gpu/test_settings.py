"""The [dcgm] section: spellings that are understood, and values that are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from fakeai_proxy.engine.gpu import GpuSettings


def test_the_defaults_are_a_board_of_eight_at_rest() -> None:
    settings = GpuSettings()
    assert (settings.gpu_model, settings.gpu_count, settings.workload_intensity) == ("H100-80GB", 8, 0.0)


@pytest.mark.parametrize(
    ("given", "name"), [("h200", "H200-141GB"), ("A100_SXM", "A100-80GB"), ("B100", "B100")]
)
def test_a_card_has_several_spellings(given: str, name: str) -> None:
    assert GpuSettings(gpu_model=given).gpu_model == name


@pytest.mark.parametrize(("given", "share"), [("idle", 0.0), ("high", 0.85), ("0.4", 0.4), (1, 1.0)])
def test_an_intensity_is_a_share_or_a_name(given: object, share: float) -> None:
    assert GpuSettings.model_validate({"workload_intensity": given}).workload_intensity == share


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"gpu_model": "H1000"}, "unknown GPU 'H1000'.*H100-80GB"),
        ({"gpu_count": 0}, "greater than or equal to 1"),
        ({"gpu_count": 73}, "less than or equal to 72"),
        ({"workload_intensity": "hihg"}, "idle, low, medium, high.*did you mean 'high'"),
        ({"workload_intensity": 1.5}, "less than or equal to 1"),
        ({"workload_intensity": float("nan")}, "finite"),
        ({"ambient_c": 400}, "less than or equal to 100"),
        ({"hostname": 'a"b'}, "pattern"),
        ({"hostname_label": "host"}, "'Hostname' or 'hostname'"),
        ({"driver_version": "new"}, "pattern"),
        ({"fields": ["DCGM_FI_DEV_GPU_TMEP"]}, "did you mean 'DCGM_FI_DEV_GPU_TEMP'"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=f"(?s){told}"):
        GpuSettings.model_validate(wrong)
