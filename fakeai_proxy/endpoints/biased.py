"""`logit_bias`, as a request has it."""

from __future__ import annotations

from collections.abc import Mapping

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.synth.bias import Bias
from fakeai_proxy.tokens import tokenizer

LONGEST = 10
"""Digits of a token id."""


def bias_of(biases: Mapping[str, int], model: Model) -> Bias:
    """`biases` by token id, in the tokens of `model`. Raises ApiError 400 for what is no token id."""
    for key in biases:
        if not (key.isascii() and key.isdigit() and len(key) <= LONGEST):
            raise ApiError(
                400,
                f"Invalid key in 'logit_bias': {key[:200]}. You should only be submitting non-negative "
                "integers.",
                param="logit_bias",
                code="invalid_value",
            )
    words = tokenizer(model.encoding, model.token_factor)
    return Bias.of({int(key): value for key, value in biases.items()}, words)
