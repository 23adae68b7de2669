"""No method of the SDK is forgotten: each is called for real, sync and async, or it is said why not."""

from pathlib import Path

import pytest

from tests.endpoints.asking import paced, services

from .outside import ELSEWHERE, OUTSIDE, outside
from .walk import Walk, methods
from .ways import WAYS

ROOT = Path(__file__).parents[3]
AGAIN = {"beta.chat": "chat", "beta.responses": "responses"}
"""Resources that are others by an older name."""


def below(method, resources):
    return any(method.startswith(f"{name}.") for name in resources)


@pytest.mark.parametrize("sync", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("group", WAYS)
def test_every_method_of(group, sync):
    way, resources = WAYS[group]
    walk = Walk(services(generation=paced(2000, 1)), sync=sync)
    way(walk)
    promised = {method for method in methods() if below(method, resources) and not outside(method)}
    assert promised - walk.called - ELSEWHERE.keys() == set()


def test_every_resource_has_its_way():
    ways = {name for _, resources in WAYS.values() for name in resources} | AGAIN.keys()
    assert [method for method in methods() if not (below(method, ways) or outside(method))] == []


def test_what_is_outside_is_there_and_what_is_elsewhere_is_tested():
    known = methods()
    newer = [name for name in OUTSIDE if not any(one == name or below(one, [name]) for one in known)]
    assert len(newer) < len(OUTSIDE) / 2  # an older SDK has fewer
    for method, path in ELSEWHERE.items():
        assert f".{method}(" in (ROOT / path).read_text(), method
