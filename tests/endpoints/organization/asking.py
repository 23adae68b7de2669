"""The admin API of the SDK, and what its tests make with it."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import Services, dispatch
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.identity import identify
from fakeai_proxy.resources import ResourceSettings, Store
from tests.endpoints.asking import context, services
from tests.endpoints.sdk import Client

PATH = "/v1/organization"


def administered(client: Client) -> Any:
    """`client.admin.organization`, asked once."""
    return client.sync.admin.organization


def inviting(seconds: float) -> Services:
    """A simulator where invites are accepted."""
    to = services()
    return services(
        clock=to.clock,
        resources=Store(ResourceSettings(invite_seconds=seconds), to.clock),  # type: ignore[arg-type]
    )


def at(to: Services, number: int = 0, **parameters: str) -> Context:
    """What the `number`-th request gets, with what stood in its path."""
    return context(to)._replace(identity=identify(0, b"at", number), parameters=parameters)


def sent(to: Services, path: str, key: str = "sk-nobody", **headers: str) -> Any:
    """GET `path` in the name of `key`."""
    pairs = (
        ("authorization", f"Bearer {key}"),
        *((name.replace("_", "-"), text) for name, text in headers.items()),
    )
    return dispatch(Request("GET", path, headers=pairs), to)
