"""Constants of a card: those of DCGM, in its own encoding."""

from __future__ import annotations

from fakeai_proxy.engine.gpu.constants import CONSTANTS
from fakeai_proxy.engine.gpu.fields import fields
from fakeai_proxy.engine.hardware import gpu


def test_all_are_fields() -> None:
    assert {f"DCGM_FI_DEV_{name}" for name in CONSTANTS} <= fields().keys()


def test_numbers_are_packed_as_dcgm_does() -> None:
    assert CONSTANTS["PCI_COMBINED_ID"](gpu("H100")) == 0x233010DE
    assert CONSTANTS["CUDA_COMPUTE_CAPABILITY"](gpu("L40S")) == 8 << 32 | 9


def test_what_a_card_has_not_or_nobody_knows_is_none() -> None:
    assert CONSTANTS["FABRIC_HEALTH_MASK"](gpu("L40S")) is None
    assert CONSTANTS["FB_RESERVED"](gpu("B200")) is None
    assert CONSTANTS["FABRIC_MANAGER_STATUS"](gpu("L40S")) == 0
