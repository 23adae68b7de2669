"""An error, filled in for one request."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from string import Template
from typing import Literal, get_args

from fakeai_proxy.core.durations import go_duration
from fakeai_proxy.core.steps import End, Head, Headers, Reply
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.pieces import data

from .catalog import ErrorEntry, entry_of, shaped, type_of
from .facts import facts
from .names import NAMES, Name
from .provider import Provider

Category = Literal["hate", "jailbreak", "self_harm", "sexual", "violence"]
MINUTE = 60.0
TITLES: Mapping[int, str] = {
    413: "Request Entity Too Large",
    422: "Unprocessable Entity",
    499: "Client Closed Request",
    520: "Web server is returning an unknown error",
    521: "Web server is down",
    522: "Connection timed out",
    523: "Origin is unreachable",
    524: "A timeout occurred",
    525: "SSL handshake failed",
    526: "Invalid SSL certificate",
    529: "Site is overloaded",
}
"""Beyond those that RFC 9110 names, or before it renamed them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the message tells. None: as is usual for the error."""

    limit: int | None = None
    used: int | None = None
    requested: int | None = None
    retry: float | None = None
    """Seconds; None: until `requested` fits under `limit` again, were it refilled evenly over a minute."""
    message: str | None = None
    """In place of the provider's words."""
    category: Category = "violence"
    """Of a content filter."""


@dataclass(frozen=True, slots=True)
class Written:
    """Ready to be sent."""

    status: int
    headers: Headers
    body: bytes
    reason: str = ""

    @property
    def head(self) -> Head:
        """With the length of the body."""
        return Head(self.status, (*self.headers, ("content-length", str(len(self.body)))), self.reason)


def reply_of(written: Written) -> Reply:
    """`written` as steps."""
    yield written.head
    yield from data(written.body)
    yield End()


def written(
    provider: Provider,
    name: str | None,
    hit: Hit,
    figures: Figures = Figures(),
    status: int | None = None,
) -> Written:
    """The error `name` of `provider`, or any error of `status` where there is no name."""
    entry = entry_of(provider, name) if name else shaped(provider, status or 500)
    told = NAMES[name] if name else Name(entry.status, title(entry.status))
    status = status or entry.status
    retry = seconds_until(told, figures)
    words = {
        "status": str(status),
        "title": title(status),
        "type": type_of(provider, status),
        "message": told.message if figures.message is None else figures.message,
        "retry": go_duration(retry),
        "seconds": str(math.ceil(retry)),
    }
    values = facts(hit) | numbers(told, figures) | filtered(figures.category) | words
    return Written(status, headers_of(entry, values), body_of(entry, values, figures), entry.reason)


def headers_of(entry: ErrorEntry, values: Mapping[str, str]) -> Headers:
    headers = tuple((key, Template(value).substitute(values)) for key, value in entry.headers.items())
    return (*headers, (entry.retry, values["seconds"])) if entry.retry else headers


def body_of(entry: ErrorEntry, values: Mapping[str, str], figures: Figures) -> bytes:
    text = Template(entry.body).substitute({key: escaped(entry)(value) for key, value in values.items()})
    if figures.message is not None and "json" in entry.headers.get("content-type", ""):
        text = reworded(text, figures.message)
    return text.encode("utf-8", "replace")


def escaped(entry: ErrorEntry) -> Callable[[str], str]:
    """How a value is written inside of the body."""
    kind = entry.headers.get("content-type", "")
    if "json" in kind:
        return lambda value: json.dumps(value)[1:-1]
    return html.escape if "html" in kind else str


def reworded(body: str, message: str) -> str:
    """`body` with another message, wherever the provider has it."""
    value = json.loads(body)
    holder = value["error"] if isinstance(value.get("error"), dict) else value
    holder["detail" if "title" in holder else "message"] = message
    return json.dumps(value, separators=(",", ":"))


def numbers(told: Name, figures: Figures) -> dict[str, str]:
    chosen = {key: chosen_of(told, figures, key) for key in ("limit", "used", "requested")}
    return {key: str(value) for key, value in chosen.items()} | {"limit_commas": f"{chosen['limit']:,}"}


def filtered(category: Category) -> dict[str, str]:
    """The verdict of a content filter on each category."""
    found = {name: "true" if name == category else "false" for name in get_args(Category)}
    grades = {f"{name}_severity": "medium" if name == category else "safe" for name in found}
    return found | grades


def chosen_of(told: Name, figures: Figures, key: str) -> int:
    given: int | None = getattr(figures, key)
    usual: int = getattr(told, key)
    return usual if given is None else given


def seconds_until(told: Name, figures: Figures) -> float:
    """Until the request fits, or what is said."""
    if figures.retry is not None:
        return max(0.0, figures.retry) if math.isfinite(figures.retry) else 0.0
    limit, used, requested = (chosen_of(told, figures, key) for key in ("limit", "used", "requested"))
    return max(0.0, (used + requested - limit) * MINUTE / limit) if limit else 0.0


def title(status: int) -> str:
    """The reason phrase of `status`."""
    try:
        return TITLES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return "Client Error" if status < 500 else "Server Error"
