import pytest

from fakeai_proxy.core.bucket import Limit
from fakeai_proxy.gate.tiers import TIERS, Tier, canonical


@pytest.mark.parametrize("name", ["tier1", "tier-1", "Tier-1", "tier_1", " tier 1 "])
def test_tiers_are_spelled_in_many_ways(name):
    assert canonical(name) == "tier-1"


def test_they_grow():
    sizes = [(tier.rpm, tier.tpm) for tier in TIERS.values()]
    assert sizes == sorted(sizes)
    assert [*TIERS] == ["free", *(f"tier-{at}" for at in range(1, 6))]


def test_limits_of_a_minute_come_first():
    assert Tier(rpd=9, tpm=8).limits == (Limit("tokens", 8, 60.0), Limit("requests", 9, 86_400.0))


def test_a_change_leaves_the_rest():
    assert Tier(rpm=1).over(TIERS["free"]) == TIERS["free"].model_copy(update={"rpm": 1})
    assert Tier(rpd=None).over(TIERS["free"]).rpd is None
    assert Tier(rpm=1).over(None) == Tier(rpm=1)
