"""Whether a test may connect to the network, by marks and options."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from .options import dest


def is_blocked(item: pytest.Item, *, shared: bool) -> bool:
    """A mark or the command line says so."""
    return bool(
        item.config.getoption(dest("block-network")) or (shared and item.get_closest_marker("block_network"))
    )


def hosts_allowed(item: pytest.Item, otherwise: str | Sequence[str] | None = None) -> list[str]:
    """By the command line, else by marks, else `otherwise`."""
    blocking, allowing = item.get_closest_marker("block_network"), item.get_closest_marker("allowed_hosts")
    hosts: str | Sequence[str] = (
        item.config.getoption(dest("allowed-hosts"))
        or (blocking and blocking.kwargs.get("allowed_hosts"))
        or (allowing and allowing.args and allowing.args[0])
        or otherwise
        or ()
    )
    return hosts.split(",") if isinstance(hosts, str) else [*hosts]
