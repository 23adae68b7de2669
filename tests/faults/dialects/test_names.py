from __future__ import annotations

import pytest

from fakeai_proxy.faults.dialects.names import NAMES, checked_name


def test_a_variant_is_like_another_error() -> None:
    assert [name for name, told in NAMES.items() if told.like and told.like not in NAMES] == []


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert checked_name("rate_limit") == "rate_limit"
    with pytest.raises(ValueError, match=r"unknown error 'rate_limits' \(did you mean 'rate_limit'\?\)"):
        checked_name("rate_limits")
