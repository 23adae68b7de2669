"""What the real SDKs do about faults, through the proxy; measure.py notes it anew.

The versions that were measured are those of the dev extra.
"""

from __future__ import annotations

from tests.proxy.serving import Serving

from .arrivals import Arrivals
from .provider import Provider
from .reactions import CASES, measured
from .sdks import installed, reactions


def test_what_the_sdks_do(proxy: Serving, upstream: Provider, arrivals: Arrivals) -> None:
    """All cases in one test: they wait side by side, and in one process of a run alone."""
    expected = {(sdk, what): measured()[installed(sdk)][what] for sdk, what in CASES}
    assert reactions(proxy, upstream, arrivals, CASES) == expected
