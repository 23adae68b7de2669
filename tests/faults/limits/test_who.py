from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.faults.limits.who import Per, caller_of
from tests.faults.hits import KEY, asking

ONE = asking()
OTHER_KEY = replace(ONE, headers=(("authorization", "Bearer sk-other"),))
OTHER_MODEL = asking(model="gpt-4o-mini")
OTHER_SCOPE = replace(ONE, scope="tenant")


@pytest.mark.parametrize(
    ("per", "apart"),
    [
        ("key_and_model", {"key", "model", "scope"}),
        ("key", {"key", "scope"}),
        ("model", {"model"}),
        ("all", set()),
    ],
)
def test_whose_limits(per: Per, apart: set[str]) -> None:
    others = {"key": OTHER_KEY, "model": OTHER_MODEL, "scope": OTHER_SCOPE}
    assert {name for name, other in others.items() if caller_of(other, per) != caller_of(ONE, per)} == apart


def test_requests_without_a_key_are_told_apart_by_address() -> None:
    here, there = (replace(ONE, headers=(), peer=peer) for peer in ("127.0.0.1", "127.0.0.2"))
    assert caller_of(here, "key") != caller_of(there, "key")


def test_the_key_is_not_in_the_name() -> None:
    assert len(caller_of(ONE, "key")) == 8
    assert KEY.encode()[:8] not in caller_of(ONE, "key")
