from __future__ import annotations

import pytest

from fakeai_proxy.engine.routing import Asked


@pytest.mark.parametrize(("tokens", "blocks"), [(0, 0), (1, 1), (16, 1), (17, 2)])
def test_a_partial_block_is_a_block(tokens: int, blocks: int) -> None:
    assert Asked(tokens, 16).blocks == blocks


@pytest.mark.parametrize(("tokens", "blocks"), [(0, 0), (16, 0), (17, 1), (32, 1), (33, 2)])
def test_the_last_token_is_computed(tokens: int, blocks: int) -> None:
    assert Asked(tokens, 16).findable == blocks
