import pytest
from pydantic import SecretStr

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.gate import AuthSettings, RateLimitSettings
from fakeai_proxy.gate.keys import Keyring
from fakeai_proxy.resources.api_keys import find, remember
from tests.resources.test_store import opened


def ring(*keys, store=None, **limits):
    store = store or opened()
    return Keyring(AuthSettings(api_keys=tuple(map(SecretStr, keys))), RateLimitSettings(**limits), store)


def test_without_keys_every_key_is_accepted():
    free = ring(tier="free")
    assert (free.tier("anything"), free.tier(""), free.required) == ("free", "free", True)


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


def test_keys_that_the_organization_made():
    store = opened()
    keys = ring("sk-a", store=store)
    remember(store, "sk-made", {})
    remember(store, "sk-fast", {"tier": "tier-5"})
    remember(store, "sk-odd", {"tier": "no tier"})
    assert [keys.tier(key) for key in ("sk-made", "sk-fast", "sk-odd")] == ["tier-1", "tier-5", "tier-1"]
    store.delete(find(store, "sk-made"))
    assert (keys.tier("sk-made"), keys.tier("")) == (None, None)
