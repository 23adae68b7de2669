import pytest
from pydantic import SecretStr

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.gate import AuthSettings, RateLimitSettings
from fakeai_proxy.gate.keys import Keyring


def ring(*keys, **limits):
    return Keyring(AuthSettings(api_keys=tuple(map(SecretStr, keys))), RateLimitSettings(**limits))


def test_without_keys_every_key_is_accepted():
    free = ring(tier="free")
    assert (free.tier("anything"), free.tier(""), free.required) == ("free", "free", False)


def test_with_keys_only_those():
    keys = ring("sk-a", "sk-b@tier5")
    assert (keys.tier("sk-a"), keys.tier("sk-b"), keys.required) == ("tier-1", "tier-5", True)
    assert [keys.tier(wrong) for wrong in ("", "sk-", "sk-a@tier-5", "sk-b@tier5")] == [None] * 4


def test_no_key_is_held():
    assert "sk-secret" not in repr(vars(ring("sk-secret")))
    one, other = ring("sk-a"), ring("sk-a")
    assert one._known[0].digest != other._known[0].digest


def test_a_tier_that_there_is_not():
    with pytest.raises(
        SettingsError, match=r"auth.api_keys: there is no tier 'tier-9' \(did you mean 'tier-"
    ):
        ring("sk-a@tier9")
