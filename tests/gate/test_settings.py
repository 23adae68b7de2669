import pytest
from pydantic import ValidationError

from fakeai_proxy.gate import RateLimitSettings


def test_the_table_of_tiers_is_the_users():
    settings = RateLimitSettings(tier="gold", tiers={"Gold": {"rpm": 7}, "tier1": {"tpm": 5}}, tpd=9)
    assert (settings.table["gold"].rpm, settings.table["gold"].tpd) == (7, 9)
    assert (settings.table["tier-1"].rpm, settings.table["tier-1"].tpm) == (500, 5)
    assert settings.table["tier-5"].tpd == 9


def test_a_tier_that_there_is_not():
    with pytest.raises(ValidationError, match="there is no tier 'gold'; there are free, tier-1, "):
        RateLimitSettings(tier="gold")
