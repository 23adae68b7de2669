"""The table of what can be asked about the proxy, and the search in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from fakeai_proxy.core.errors import ApiError, nearest
from fakeai_proxy.core.exchange import Answer, Door
from fakeai_proxy.core.lazy import load
from fakeai_proxy.endpoints.paths import pattern_of
from fakeai_proxy.simulator import OWN_HOST

if TYPE_CHECKING:
    from .asked import Asked

CONTROL = "/_fakeai/"
"""Paths that are ours on every host."""


@dataclass(frozen=True, slots=True)
class AdminRoute:
    """One operation; `path` may hold `{names}`."""

    method: str
    path: str
    where: str
    """Module and name of its handler, in this room; imported when it is asked for."""
    query: tuple[str, ...] = ()
    """Names of the query parameters."""
    aliases: tuple[str, ...] = ()
    """Other paths of the same."""

    @property
    def handler(self) -> Callable[[Asked], Answer]:
        """Called with what was asked. Raises ApiError."""
        found: Callable[[Asked], Answer] = load(__package__, self.where)
        return found

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *self.aliases)


ADMIN_ROUTES: tuple[AdminRoute, ...] = (
    AdminRoute("GET", "/health", "health.health"),
    AdminRoute("GET", "/health/detailed", "health.detailed"),
    AdminRoute("GET", "/dashboard", "pages.dashboard"),
    AdminRoute("GET", "/dashboard/dynamo", "pages.dynamo"),
    AdminRoute("GET", "/docs", "pages.docs", aliases=("/redoc",)),
    AdminRoute("GET", "/openapi.json", "openapi.openapi"),
    AdminRoute("GET", "/metrics", "server.metrics", ("metrics",)),
    AdminRoute("GET", "/metrics/prometheus", "prometheus.prometheus", ("families",)),
    AdminRoute("GET", "/metrics/csv", "table.csv_table", ("model", "limit")),
    AdminRoute("GET", "/metrics/stream", "stream.stream", ("metrics", "model", "interval")),
    AdminRoute("GET", "/metrics/by-model", "models.by_model", aliases=("/metrics/models",)),
    AdminRoute("GET", "/metrics/by-model/prometheus", "prometheus.own"),
    AdminRoute(
        "GET", "/metrics/by-model/{id:path}", "models.one_model", aliases=("/metrics/models/{id:path}",)
    ),
    AdminRoute("GET", "/metrics/compare", "models.compare", ("model1", "model2")),
    AdminRoute("GET", "/metrics/ranking", "models.ranking", ("metric", "order", "limit")),
    AdminRoute("GET", "/metrics/costs", "costs.costs"),
    AdminRoute("GET", "/metrics/multi-dimensional", "dimensions.multi_dimensional", ("dimensions", "bucket")),
    AdminRoute("GET", "/metrics/rate-limits", "rate_limits.rate_limits"),
    AdminRoute("GET", "/metrics/rate-limits/key/{key}", "rate_limits.one_key"),
    AdminRoute("GET", "/metrics/rate-limits/tier", "rate_limits.by_tier"),
    AdminRoute("GET", "/metrics/rate-limits/throttle-analytics", "rate_limits.throttle_analytics"),
    AdminRoute("GET", "/metrics/rate-limits/abuse-patterns", "rate_limits.abuse_patterns"),
    AdminRoute("GET", "/kv-cache/metrics", "kv_cache.kv_cache_metrics", aliases=("/kv-cache-metrics",)),
    AdminRoute("GET", "/dynamo/metrics", "prometheus.dynamo", aliases=("/dynamo-metrics",)),
    AdminRoute("GET", "/dynamo/metrics/json", "dynamo.dynamo_json", aliases=("/dynamo-metrics/json",)),
    AdminRoute("GET", "/dcgm/metrics", "prometheus.dcgm", aliases=("/dcgm-metrics",)),
    AdminRoute("GET", "/dcgm/metrics/json", "gpus.dcgm_json", aliases=("/dcgm-metrics/json",)),
    AdminRoute("GET", "/v1/metrics", "prometheus.nim"),
    AdminRoute("GET", "/_fakeai/routing/last", "cluster.last_decision", ("model",)),
    AdminRoute("GET", "/_fakeai/routing/recent", "cluster.recent_decisions", ("model", "limit")),
    AdminRoute("GET", "/_fakeai/workers", "cluster.list_workers"),
    AdminRoute("POST", "/_fakeai/workers", "cluster.mark_worker"),
    AdminRoute("GET", "/_fakeai/gpu/faults", "gpus.list_faults"),
    AdminRoute("POST", "/_fakeai/gpu/faults", "gpus.inject_fault"),
    AdminRoute("DELETE", "/_fakeai/gpu/faults", "gpus.clear_faults", ("gpu",)),
    AdminRoute("GET", "/_fakeai/cassettes", "cassettes.show", ("scope",)),
    AdminRoute("POST", "/_fakeai/cassettes", "cassettes.begin"),
    AdminRoute("PATCH", "/_fakeai/cassettes", "cassettes.change", ("scope",)),
    AdminRoute("DELETE", "/_fakeai/cassettes", "cassettes.end", ("scope", "outcome")),
    AdminRoute("GET", "/_fakeai/cassettes/differences", "cassettes.differences", ("scope", "limit")),
    AdminRoute("GET", "/_fakeai/chaos", "chaos.show"),
    AdminRoute("POST", "/_fakeai/chaos", "chaos.add"),
    AdminRoute("PATCH", "/_fakeai/chaos", "chaos.change", ("experiment",)),
    AdminRoute("DELETE", "/_fakeai/chaos", "chaos.remove", ("experiment",)),
    AdminRoute("POST", "/_fakeai/chaos/stop", "chaos.stop"),
    AdminRoute("GET", "/_fakeai/chaos/journal", "chaos.journal", ("limit",)),
    AdminRoute("GET", "/_fakeai/chaos/report", "chaos.report", ("policy", "over")),
    AdminRoute("GET", "/_fakeai/echo", "echo.echo"),
)

EXACT: Mapping[str, Mapping[str, AdminRoute]] = {
    path: {route.method: route for route in ADMIN_ROUTES if path in route.paths}
    for path in (path for route in ADMIN_ROUTES for path in route.paths)
    if "{" not in path
}
"""By path, then by method."""
PATTERNS: tuple[tuple[re.Pattern[str], AdminRoute], ...] = tuple(
    (pattern_of(path), route) for route in ADMIN_ROUTES for path in route.paths if "{" in path
)
FIRST = frozenset(path.split("/")[1] for route in ADMIN_ROUTES for path in route.paths if "{" in path)
"""What paths with `{names}` begin with: every request of the API is held against them."""


class Found(NamedTuple):
    """A route and what stood for the names in its path."""

    route: AdminRoute
    parameters: Mapping[str, str]


def covers(door: Door, host: str, path: str) -> bool:
    """Whether a request for `path` (without query) at `host`, come by `door`, is answered by this room."""
    if door == "metrics" or path.startswith(CONTROL):
        return True
    return (door == "reverse" or host == OWN_HOST) and (path in EXACT or matching(path) is not None)


def matching(path: str) -> Found | None:
    """The route among those with `{names}`."""
    if path[1:].partition("/")[0] not in FIRST:
        return None
    for pattern, route in PATTERNS:
        if match := pattern.fullmatch(path):
            return Found(route, {name: unquote(value) for name, value in match.groupdict().items()})
    return None


def find(method: str, path: str) -> Found:
    """The route of `method` and `path`. Raises ApiError 404 or 405."""
    if route := EXACT.get(path, {}).get(method):
        return Found(route, {})
    found = None if path in EXACT else matching(path)
    if found and found.route.method == method:
        return found
    headers = (("allow", ", ".join(allowed(path))),)
    raise ApiError(405, f"Not allowed to {method} on {path}.", code="method_not_supported", headers=headers)


def allowed(path: str) -> tuple[str, ...]:
    """The methods of `path`. Raises ApiError 404 where there is none, naming the nearest."""
    if path in EXACT:
        return tuple(sorted(EXACT[path]))
    if found := matching(path):
        return (found.route.method,)
    raise ApiError(404, f"There is nothing at {path}{nearest(path, EXACT)}.", code="not_found")
