"""Number formats: which card has them, and how fast it multiplies them."""

from __future__ import annotations

import pytest

from fakeai_proxy.catalog.architecture import Precision
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.formats import FORMATS, check_precision, decode_rate, lacking, prefill_rate
from fakeai_proxy.engine.hardware import gpu


@pytest.mark.parametrize(
    ("name", "without"),
    [("A100", {"fp8", "fp4"}), ("L40S", {"fp4"}), ("H100", {"fp4"}), ("H200", {"fp4"}), ("B200", set())],
)
def test_a_card_lacks_what_its_tensor_cores_cannot_multiply(name: str, without: set[Precision]) -> None:
    assert {precision for precision in FORMATS if lacking(precision, gpu(name))} == without


def test_what_a_card_lacks_is_refused_with_what_it_has() -> None:
    with pytest.raises(SettingsError, match="fp8 is not among the formats of A100-80GB: bf16, mxfp4, int4"):
        check_precision("fp8", gpu("A100"))
    check_precision("fp8", gpu("H100"))


def test_weights_that_are_converted_run_at_the_rate_of_bf16() -> None:
    hopper = gpu("H100")
    assert (
        decode_rate("mxfp4", hopper) == decode_rate("int4", hopper) == prefill_rate("bf16", hopper) == 989e12
    )
    assert prefill_rate("fp8", hopper) == 1979e12


def test_blackwell_multiplies_mxfp4_itself_in_decode() -> None:
    assert decode_rate("mxfp4", gpu("B200")) == decode_rate("fp4", gpu("B200")) == 9000e12
    assert prefill_rate("mxfp4", gpu("B200")) == decode_rate("int4", gpu("B200")) == 2250e12
