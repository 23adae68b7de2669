"""API keys that the organization has made: found by a salted digest, and never held as they are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .owner import ORGANIZATION
from .resource import Resource
from .store import Store

SERVICE = "sk-svcacct-"
"""What keys of service accounts begin with."""
SALT = 16
"""Bytes; made once for each store, so that a file finds its keys again."""


def remember(store: Store, key: str, facts: Mapping[str, Any], expires: float | None = None) -> Resource:
    """`key` is valid from now on, until Unix second `expires` (None: until it is deleted).

    `tier` of `facts` is that of its rate limits; without it, the default.
    """
    return store.put(ORGANIZATION, "api_key", _id(store, key), facts, expires=expires)


def find(store: Store, key: str) -> Resource | None:
    """What was remembered of `key`; None where the organization did not make it, or deleted it."""
    return store.get(ORGANIZATION, "api_key", _id(store, key))


def project_of(store: Store, key: str) -> str:
    """The project of a key that a service account has; "" for any other."""
    made = find(store, key) if key.startswith(SERVICE) else None
    return made.body["project"] if made else ""


def _id(store: Store, key: str) -> str:
    digest = sha256(_salt(store) + key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"key_{digest[:32]}"


def _salt(store: Store) -> bytes:
    with store.lock:
        kept = store.get(ORGANIZATION, "salt", "api_key")
        kept = kept or store.put(ORGANIZATION, "salt", "api_key", {"hex": os.urandom(SALT).hex()})
    return bytes.fromhex(kept.body["hex"])
