from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine import EngineSettings


def test_by_default_it_batches_as_vllm() -> None:
    settings = EngineSettings()
    assert (settings.max_num_seqs, settings.max_num_batched_tokens) == (256, 8192)
    assert (settings.chunked_prefill, settings.preemption, settings.disaggregated) == (True, "lifo", False)
    assert (settings.gpu, settings.gpus, settings.precision, settings.backend) == (None, None, None, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"max_num_seqs": 0}, "greater than or equal to 1"),
        (
            {"max_num_seqs": 512, "max_num_batched_tokens": 511},
            r"\(511\) must be at least max_num_seqs \(512\)",
        ),
        ({"preemption": "swap"}, "'lifo' or 'fifo'"),
        ({"precision": "fp2"}, "'bf16'"),
        ({"transfer_gbps": 0}, "greater than 0"),
        ({"max_seqs": 3}, "Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        EngineSettings.model_validate(given)


def test_a_card_is_known_by_many_names_and_has_its_precisions() -> None:
    assert EngineSettings(gpu="h100").gpu == "H100-80GB"
    with pytest.raises((ValidationError, SettingsError), match="did you mean 'H200'"):
        EngineSettings(gpu="H20")
    with pytest.raises((ValidationError, SettingsError), match="fp4"):
        EngineSettings(gpu="H100-80GB", precision="fp4")
