"""API keys: held as salted digests, compared in a time that tells nothing."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.resources import Store
from fakeai_proxy.resources.api_keys import find

from .settings import AuthSettings, RateLimitSettings, unknown
from .tiers import canonical

SALT = 16
"""Bytes."""


class Known(NamedTuple):
    """What is held of a key."""

    digest: bytes
    tier: str


class Keyring:
    """The keys that are accepted; without any, every key is."""

    def __init__(self, auth: AuthSettings, rates: RateLimitSettings, store: Store) -> None:
        """store: holds the keys that the organization has made. Raises SettingsError for an unknown tier."""
        self._store, self._tiers = store, rates.table
        self.required = auth.require_api_key or bool(auth.api_keys)
        self._salt, self._default = os.urandom(SALT), rates.tier
        self._known: Sequence[Known] = [self._held(key.get_secret_value(), rates) for key in auth.api_keys]

    def tier(self, key: str) -> str | None:
        """That of `key`; None: it is not accepted.

        All keys are compared, and each to its end, so that the time tells neither which it is nor how near.
        """
        if not self._known:
            return self._default
        digest, found = self._digest(key), None
        for known in self._known:
            if hmac.compare_digest(known.digest, digest):
                found = known.tier
        return found or self._made(key)

    def _made(self, key: str) -> str | None:
        """The tier of a key that the organization has made."""
        made = find(self._store, key) if key else None
        tier = made.body.get("tier") if made else None
        return tier if tier in self._tiers else self._default if made else None

    def _held(self, text: str, rates: RateLimitSettings) -> Known:
        key, _, tier = text.partition("@")
        name = canonical(tier) or rates.tier
        if name not in rates.table:
            raise SettingsError(f"auth.api_keys: {unknown(name, rates.table)}")
        return Known(self._digest(key), name)

    def _digest(self, key: str) -> bytes:
        return sha256(self._salt + key.encode("utf-8", "surrogatepass")).digest()
