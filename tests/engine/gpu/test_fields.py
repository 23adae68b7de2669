"""The table of fields: complete, in the exporter's order, chosen by name or by set."""

from __future__ import annotations

import pytest

from fakeai_proxy.engine.gpu.fields import chosen, fields

DEFAULT = [
    "DCGM_FI_DRIVER_VERSION",
    "DCGM_FI_DEV_SM_CLOCK",
    "DCGM_FI_DEV_MEM_CLOCK",
    "DCGM_FI_DEV_MEMORY_TEMP",
    "DCGM_FI_DEV_GPU_TEMP",
    "DCGM_FI_DEV_POWER_USAGE",
    "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
    "DCGM_FI_DEV_PCIE_REPLAY_COUNTER",
    "DCGM_FI_DEV_GPU_UTIL",
    "DCGM_FI_DEV_MEM_COPY_UTIL",
    "DCGM_FI_DEV_ENC_UTIL",
    "DCGM_FI_DEV_DEC_UTIL",
    "DCGM_FI_DEV_XID_ERRORS",
    "DCGM_FI_DEV_FB_FREE",
    "DCGM_FI_DEV_FB_USED",
    "DCGM_FI_DEV_FB_RESERVED",
    "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
    "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS",
    "DCGM_FI_DEV_ROW_REMAP_FAILURE",
    "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
    "DCGM_FI_DEV_VGPU_LICENSE_STATUS",
    "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
    "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
    "DCGM_FI_PROF_DRAM_ACTIVE",
    "DCGM_FI_PROF_PCIE_TX_BYTES",
    "DCGM_FI_PROF_PCIE_RX_BYTES",
]


def test_every_field_has_what_a_page_needs() -> None:
    assert len(fields()) == 367
    for field in fields().values():
        assert field.type in ("gauge", "counter", "label")
        assert (field.value == "string") == (field.type == "label")
        assert field.help
        assert field.help.isprintable()


def test_fields_are_in_the_order_of_their_ids() -> None:
    ids = [field.id for field in fields().values()]
    assert ids == sorted(set(ids))


def test_the_default_is_what_the_exporter_shows_unasked() -> None:
    assert [field.name for field in chosen(["default"])] == DEFAULT


def test_all_are_the_numeric_ones_and_the_usual_label() -> None:
    found = chosen(["all"])
    assert len([field for field in found if field.type != "label"]) == 354
    assert [field.name for field in found if field.type == "label"] == ["DCGM_FI_DRIVER_VERSION"]


def test_names_and_sets_go_together() -> None:
    names = [field.name for field in chosen(["DCGM_FI_PROF_SM_ACTIVE", "default", "DCGM_FI_DEV_GPU_TEMP"])]
    assert sorted(names) == sorted([*DEFAULT, "DCGM_FI_PROF_SM_ACTIVE"])


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        ValueError, match=r"'DCGM_FI_DEV_GPU_UTILS' \(did you mean 'DCGM_FI_DEV_GPU_UTIL'\?\)"
    ):
        chosen(["default", "DCGM_FI_DEV_GPU_UTILS"])
