from __future__ import annotations

from typing import get_args

from fakeai_proxy.faults import Dialect
from fakeai_proxy.faults.dialects import PROVIDERS


def test_every_dialect_has_its_errors() -> None:
    assert set(get_args(Dialect)) < set(PROVIDERS)
