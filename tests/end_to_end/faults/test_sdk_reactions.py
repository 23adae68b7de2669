"""What the real SDKs do about faults, through the proxy; measure.py notes it anew.

The versions that were measured are those of the dev extra.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from .arrivals import Arrivals
from .conftest import chaotic
from .provider import Provider
from .reactions import CASES, measured
from .sdks import Key, installed, reactions


@pytest.fixture(scope="module")
def found(confdir: Path, upstream: Provider, taped: Path) -> Mapping[Key, str]:
    arrivals = Arrivals()
    with chaotic(confdir, upstream, taped, after=(arrivals,)) as proxy:
        return reactions(proxy, upstream, arrivals, CASES)


@pytest.mark.parametrize("key", CASES, ids=": ".join)
def test_what_the_sdk_does(key: Key, found: Mapping[Key, str]) -> None:
    sdk, what = key
    assert found[key] == measured()[installed(sdk)][what]
