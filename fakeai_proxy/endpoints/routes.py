"""The table of routes, and the search in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Answer
from fakeai_proxy.wire.base import RequestModel
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.completions import CompletionRequest
from fakeai_proxy.wire.embeddings import EmbeddingRequest

from .chat import chat
from .completions import complete
from .context import Context
from .embeddings import embeddings
from .models import capabilities, list_models, retrieve_model
from .paths import pattern_of
from .unbuilt import OUTSIDE, UNBUILT


@dataclass(frozen=True, slots=True)
class Route:
    """One operation; `path` may hold `{names}`."""

    method: str
    path: str
    model: type[RequestModel] | None
    """What the body is read as; None: there is no body."""
    handler: Callable[[Any, Context], Answer]


ROUTES: tuple[Route, ...] = (
    Route("GET", "/models", None, list_models),
    Route("GET", "/models/{model:path}/capabilities", None, capabilities),
    Route("GET", "/models/{model:path}", None, retrieve_model),
    Route("POST", "/chat/completions", ChatRequest, chat),
    Route("POST", "/completions", CompletionRequest, complete),
    Route("POST", "/embeddings", EmbeddingRequest, embeddings),
)

EXACT: Mapping[tuple[str, str], Route] = {
    (route.method, route.path): route for route in ROUTES if "{" not in route.path
}
PATTERNS: tuple[tuple[re.Pattern[str], Route], ...] = tuple(
    (pattern_of(route.path), route) for route in ROUTES if "{" in route.path
)
UNBUILT_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
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
    for pattern, route in PATTERNS:
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
    yield from (route.method for pattern, route in PATTERNS if pattern.fullmatch(path))


def unbuilt_methods(path: str) -> Iterator[str]:
    for pattern, methods in UNBUILT_PATTERNS:
        if pattern.fullmatch(path):
            yield from methods
