from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.engine.transfer import transfer_bytes, transfer_seconds

from .served import KV_BYTES, MODEL


def test_keys_and_values_of_every_token_go() -> None:
    assert transfer_bytes(MODEL, "bf16", 1000) == 1000 * KV_BYTES
    assert transfer_seconds(1000 * KV_BYTES, 4.0) == 1000 * KV_BYTES / 4e9


def test_nothing_is_known_of_a_model_whose_weights_are_not_public() -> None:
    assert transfer_bytes(replace(MODEL, architecture=None), "bf16", 1000) == 0
