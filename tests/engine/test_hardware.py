"""Cards: found by any usual spelling, true to their data sheets, refused when unknown."""

from __future__ import annotations

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.hardware import gpu, gpus


def test_every_card_of_the_table_is_there() -> None:
    assert list(gpus()) == ["A100-80GB", "H100-80GB", "H200-141GB", "B100", "B200", "GB200", "L40S"]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("H100", "H100-80GB"),
        ("h100-80gb", "H100-80GB"),
        ("H100_SXM", "H100-80GB"),
        ("h100_sxm5_80gb", "H100-80GB"),
        ("h100sxm", "H100-80GB"),
        ("NVIDIA H100 80GB HBM3", "H100-80GB"),
        ("A100-80G", "A100-80GB"),
        ("NVIDIA A100-SXM4-80GB", "A100-80GB"),
        ("h200", "H200-141GB"),
        ("b200_sxm", "B200"),
        ("B200-192GB", "B200"),
        ("GB200 NVL72", "GB200"),
        ("l40s", "L40S"),
    ],
)
def test_a_card_is_found_by_any_usual_spelling(spelling: str, name: str) -> None:
    assert gpu(spelling).name == name


def test_every_card_is_found_by_its_own_names() -> None:
    for name, card in gpus().items():
        assert gpu(name) is gpu(card.model_name) is gpu(card.family) is card


@pytest.mark.parametrize("name", ["", "H10", "A100-40GB", "H100-PCIE", "H100 NVL", "80GB", "TPUv5", "gpu"])
def test_another_card_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(SettingsError, match=r"unknown GPU .*A100-80GB, .*L40S"):
        gpu(name)


@pytest.mark.parametrize(("name", "near"), [("H1000-80GB", "H100-80GB"), ("h10", "H100"), ("L40", "L40S")])
def test_the_nearest_card_is_named(name: str, near: str) -> None:
    with pytest.raises(SettingsError, match=f"did you mean '{near}'"):
        gpu(name)


def test_what_is_not_known_is_absent() -> None:
    assert gpu("B100").idle_w is None
    assert gpu("A100").fp8_tflops is None
    assert gpu("L40S").nvlink_links == 0


def test_thresholds_and_clocks_are_in_order() -> None:
    for card in gpus().values():
        assert (card.power_min_w or 0) < card.power_limit_w
        assert (card.idle_w or 0) <= (card.context_w or card.power_limit_w) <= card.power_limit_w
        assert (card.sm_idle_mhz or 0) < (card.sm_max_mhz or 1)
        assert (card.max_operating_c or 0) <= (card.slowdown_c or 0) <= (card.shutdown_c or 0)
