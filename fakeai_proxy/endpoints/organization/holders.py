"""Whose a key is: of keys that the organization made by what is noted of them, of others by a default."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import PROJECT
from fakeai_proxy.resources import PageQuery, Resource, Store
from fakeai_proxy.resources.api_keys import remember
from fakeai_proxy.resources.owner import ORGANIZATION

from .home import FOUNDER

KIND = "key_holder"


class Holder(NamedTuple):
    """What stands behind a key."""

    key: str
    """Its id."""
    user: str
    """Of a user, or of a service account."""
    project: str
    type: Literal["user", "service_account"] = "user"


def issue(
    prefix: str, name: str, facts: Mapping[str, Any], context: Context, seconds: int | None = None
) -> tuple[Resource, str]:
    """A new key of whom `facts` name, and its value, which is not kept.

    prefix: what the value begins with; name: of what asks for it; seconds: how long it is valid (None: ever).
    """
    services = context.services
    seed = services.seed.to_bytes(16, "little", signed=True)
    unique = f"{name}/{services.clock.wall()}"  # a name comes again in another run, with the same store
    digest = blake2b(unique.encode(), digest_size=36, key=seed).digest()
    value = prefix + urlsafe_b64encode(digest).decode()
    expires = services.clock.wall() + seconds if seconds else None
    shown = f"{value[:11]}...{value[-4:]}"
    with services.resources.lock:
        key = remember(services.resources, value, {**facts, "redacted": shown}, expires)
        fingerprint = services.telemetry.caller((("authorization", f"Bearer {value}"),))
        note = {name: facts[name] for name in ("user", "project", "type")}
        services.resources.put(ORGANIZATION, KIND, fingerprint, {**note, "key": key.id})
    return key, value


def holder_of(context: Context) -> Holder:
    """Whoever sent the request."""
    caller = context.services.telemetry.caller(context.request.headers)
    noted = context.services.resources.get(ORGANIZATION, KIND, caller)
    return Holder(**noted.body) if noted else unknown(caller)


def holders(store: Store) -> dict[str, Holder]:
    """All that are noted, also of keys that were deleted, by the fingerprint of the key."""
    everything = PageQuery(store.settings.max_objects, "asc")
    return {one.id: Holder(**one.body) for one in store.page(ORGANIZATION, KIND, everything).items}


def unknown(caller: str) -> Holder:
    """Of a key that the organization did not make: its founder's, in the default project."""
    return Holder(f"key_{caller.removeprefix('u-') or 'none'}", FOUNDER, PROJECT)
