"""What a handler of this room is given, and the shapes in which it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.simulator import Simulator

from .query import Query

JSON, TEXT = "application/json", "text/plain; version=0.0.4; charset=utf-8"
"""The second is the exposition format of Prometheus."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request about the proxy."""

    request: Request
    simulator: Simulator
    query: Query
    parameters: Mapping[str, str]
    """What stood for the `{names}` of the route's path, decoded."""


def page(body: bytes, kind: str, status: int = 200) -> Reply:
    """A whole answer. What is measured now is not to be kept by a cache."""
    fields = (("content-type", kind), ("content-length", str(len(body))), ("cache-control", "no-store"))
    return iter((Head(status, fields), Data(body), End()))


def json_page(value: Any, status: int = 200) -> Reply:
    """`value` as JSON; numbers that are not known (nan) are null."""
    return page(to_json(value, inf_nan_mode="null"), JSON, status)


def text_page(text: bytes) -> Reply:
    """Prometheus text."""
    return page(text, TEXT)
