"""The table of hardware faults, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.gpu.faults import HARDWARE_FAULTS, XIDS, HardwareFault
from fakeai_proxy.engine.gpu.fields import fields


def test_every_fault_counts_in_fields_that_there_are() -> None:
    for kind in HARDWARE_FAULTS.values():
        assert kind.counts.keys() <= fields().keys()
        assert kind.xid in XIDS
        assert kind.help.endswith(".")


@pytest.mark.parametrize("name", HARDWARE_FAULTS)
def test_every_fault_can_be_made_as_it_is(name: str) -> None:
    fault = HardwareFault(name)
    assert fault.kind is HARDWARE_FAULTS[name]
    assert fault.size == (fault.kind.amount.default if fault.kind.amount else 1)


def test_an_amount_is_taken_as_given() -> None:
    assert HardwareFault("hot_air", 45).size == 45


@pytest.mark.parametrize(
    ("name", "amount", "told"),
    [
        ("off_the_buss", None, r"unknown hardware fault 'off_the_buss' \(did you mean 'off_the_bus'\?\)"),
        ("off_the_bus", 2, "takes no amount"),
        ("power_cap", 0.1, "0.1 is not within 0.3 to 1 share"),
        ("hot_air", float("nan"), "nan is not within"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, amount: float | None, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        HardwareFault(name, amount)


def test_the_docs_tell_of_every_fault() -> None:
    page = (Path(__file__).parents[3] / "docs" / "gpu.md").read_text("utf-8")
    for name, kind in HARDWARE_FAULTS.items():
        amount = f" {kind.amount.unit}, {kind.amount.default:g} " if kind.amount else " "
        assert f"| `{name}` |{amount}| {kind.help}" in page
