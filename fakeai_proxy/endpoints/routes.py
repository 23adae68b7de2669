"""The table of routes, and the search in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Answer
from fakeai_proxy.core.lazy import load

from .paths import pattern_of
from .unbuilt import OUTSIDE, UNBUILT

if TYPE_CHECKING:
    from fakeai_proxy.wire.base import RequestModel

    from .context import Context

WIRE = "fakeai_proxy.wire"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation; `path` may hold `{names}`. What it needs is imported when it is asked for."""

    method: str
    path: str
    reads: str | None
    """Module and name, in `wire`, of what its body is read as; None: there is no body."""
    where: str
    """Module and name of its handler, in this room."""
    keyless: bool = False
    """Nobody is asked for an API key, as by servers that people run themselves."""

    @property
    def model(self) -> type[RequestModel] | None:
        """What the body is read as."""
        return load(WIRE, self.reads) if self.reads else None

    @property
    def handler(self) -> Callable[[Any, Context], Answer]:
        """Called with the body, as it was read. Raises ApiError."""
        found: Callable[[Any, Context], Answer] = load(__package__, self.where)
        return found


ROUTES: tuple[Route, ...] = (
    Route("GET", "/models", None, "models.list_models"),
    Route("GET", "/models/{model:path}/capabilities", None, "models.capabilities"),
    Route("GET", "/models/{model:path}", None, "models.retrieve_model"),
    Route("POST", "/chat/completions", "chat.ChatRequest", "chat.chat"),
    Route("POST", "/completions", "completions.CompletionRequest", "completions.complete"),
    Route("POST", "/embeddings", "embeddings.EmbeddingRequest", "embeddings.embeddings"),
    Route("POST", "/moderations", "moderations.ModerationRequest", "moderations.moderations"),
    Route("GET", "/files", None, "files.list_files"),
    Route("POST", "/files", "files.FileRequest", "files.create"),
    Route("GET", "/files/{file_id}", None, "files.retrieve"),
    Route("DELETE", "/files/{file_id}", None, "files.delete"),
    Route("GET", "/files/{file_id}/content", None, "files.content"),
    Route("POST", "/uploads", "files.UploadRequest", "uploads.create"),
    Route("POST", "/uploads/{upload_id}/parts", "files.PartRequest", "uploads.add_part"),
    Route("POST", "/uploads/{upload_id}/complete", "files.CompleteRequest", "uploads.complete"),
    Route("POST", "/uploads/{upload_id}/cancel", None, "uploads.cancel"),
    Route("GET", "/batches", None, "batches.operations.list_batches"),
    Route("POST", "/batches", "batches.BatchRequest", "batches.operations.create"),
    Route("GET", "/batches/{batch_id}", None, "batches.operations.retrieve"),
    Route("POST", "/batches/{batch_id}/cancel", None, "batches.operations.cancel"),
    Route("POST", "/responses", "responses.ResponseRequest", "responses.create.create"),
    Route("POST", "/responses/input_tokens", "responses.CountRequest", "responses.counting.input_tokens"),
    Route("POST", "/responses/compact", "responses.CompactRequest", "responses.counting.compact"),
    Route("GET", "/responses/{response_id}", None, "responses.operations.retrieve"),
    Route("DELETE", "/responses/{response_id}", None, "responses.operations.delete"),
    Route("POST", "/responses/{response_id}/cancel", None, "responses.operations.cancel"),
    Route("GET", "/responses/{response_id}/input_items", None, "responses.operations.input_items"),
    Route("POST", "/conversations", "conversations.ConversationRequest", "conversations.operations.create"),
    Route("GET", "/conversations/{conversation_id}", None, "conversations.operations.retrieve"),
    Route(
        "POST",
        "/conversations/{conversation_id}",
        "conversations.UpdateRequest",
        "conversations.operations.update",
    ),
    Route("DELETE", "/conversations/{conversation_id}", None, "conversations.operations.delete"),
    Route("GET", "/conversations/{conversation_id}/items", None, "conversations.items.list_items"),
    Route(
        "POST",
        "/conversations/{conversation_id}/items",
        "conversations.ItemsRequest",
        "conversations.items.create",
    ),
    Route("GET", "/conversations/{conversation_id}/items/{item_id}", None, "conversations.items.retrieve"),
    Route("DELETE", "/conversations/{conversation_id}/items/{item_id}", None, "conversations.items.delete"),
)

EXACT: Mapping[tuple[str, str], Route] = {
    (route.method, route.path): route for route in ROUTES if "{" not in route.path
}


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
