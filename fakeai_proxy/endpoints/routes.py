"""The search in the table of routes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from fakeai_proxy.core.errors import ApiError

from .paths import pattern_of
from .route import Route
from .table import ROUTES
from .unbuilt import OUTSIDE, UNBUILT

EXACT: Mapping[tuple[str, str], Route] = {
    (route.method, route.path): route for route in ROUTES if "{" not in route.path
}

SLOW = tuple(route.path for route in ROUTES if route.slow)


def takes_long(path: str) -> bool:
    """Does what is asked for at `path` (as sent) keep others waiting, unless it is done in a thread?"""
    return path.endswith(SLOW)


@cache
def patterns() -> tuple[tuple[re.Pattern[str], Route], ...]:
    """Compiled when a path is first asked for that is in no table as it stands."""
    return tuple((pattern_of(route.path), route) for route in ROUTES if "{" in route.path)


@cache
def unbuilt_patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What others serve, and we do not."""
    return (
        *((pattern_of(path), tuple(methods.split())) for methods, path in UNBUILT),
        (re.compile(f"/({'|'.join(OUTSIDE)})(/.*)?"), ("DELETE", "GET", "POST")),
    )


class Found(NamedTuple):
    """A route and what stood for the names in its path."""

    route: Route
    parameters: Mapping[str, str]


def find(method: str, path: str, sent: str) -> Found:
    """The route of `method` and `path`. Raises ApiError 404, 405 or 501, speaking of the path as `sent`."""
    if exact := EXACT.get((method, path)):
        return Found(exact, {})
    for pattern, route in patterns():
        if route.method == method and (match := pattern.fullmatch(path)):
            return Found(route, {name: unquote(value) for name, value in match.groupdict().items()})
    raise absent(method, path, sent)


def absent(method: str, path: str, sent: str) -> ApiError:
    """Why there is no such route."""
    if method in unbuilt_methods(path):
        return ApiError(
            501,
            f"{method} {sent} is not simulated.",
            code="not_implemented",
            headers=(("x-should-retry", "false"),),
        )
    if not (methods := allowed(path)):
        return ApiError(404, f"Invalid URL ({method} {sent})")
    return ApiError(
        405,
        f"Not allowed to {method} on {sent}. (HINT: Perhaps you meant to use a different HTTP method?)",
        code="method_not_supported",
        headers=(("allow", ", ".join(methods)),),
    )


def allowed(path: str) -> tuple[str, ...]:
    """The methods that `path` has, in alphabetical order; none where it does not exist."""
    return tuple(sorted({*built_methods(path), *unbuilt_methods(path)}))


def built_methods(path: str) -> Iterator[str]:
    yield from (method for method, fixed in EXACT if fixed == path)
    yield from (route.method for pattern, route in patterns() if pattern.fullmatch(path))


def unbuilt_methods(path: str) -> Iterator[str]:
    for pattern, methods in unbuilt_patterns():
        if pattern.fullmatch(path):
            yield from methods
