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
    """All cases in one test: they wait side by side, and in one process of a run alone.

    What is not as expected is asked again with nothing beside it, where no busy machine looks like a backoff.
    """
    expected = {(sdk, what): measured()[installed(sdk)][what] for sdk, what in CASES}
    found = reactions(proxy, upstream, arrivals, CASES)
    again = {key: case for key, case in CASES.items() if found[key] != expected[key]}
    assert found | reactions(proxy, upstream, arrivals, again) == expected
