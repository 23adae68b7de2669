"""What the real SDKs do about faults, through the proxy; measure.py notes it anew.

A newer SDK than the one that was measured may do otherwise: that is shown as an expected failure.
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
    version = nearest(installed(sdk), measured())
    expected = measured()[version][what]
    if found[key] != expected and version != installed(sdk):
        pytest.xfail(f"{installed(sdk)}: {found[key]}; {version}: {expected}")
    assert found[key] == expected


def nearest(version: str, known: Mapping[str, object]) -> str:
    """`version`, or the last one before it."""

    def number(name: str) -> tuple[int, ...]:
        return tuple(map(int, name.split()[1].split(".")))

    same = [name for name in known if name.split()[0] == version.split()[0]]
    return max((name for name in same if number(name) <= number(version)), key=number, default=same[0])


def test_the_measured_version_that_is_nearest() -> None:
    known = dict.fromkeys(("openai 2.54", "openai 3.54", "anthropic 2.12"))
    versions = ("openai 3.54", "openai 3.60", "openai 3.2", "openai 1.0")
    assert [nearest(version, known) for version in versions] == [
        "openai 3.54", "openai 3.54", "openai 2.54", "openai 2.54",
    ]  # fmt: skip
