"""Answers that need some work first, done in slices so that others are served between them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Reply, Wait

from .context import Context
from .replies import json_reply, standard_headers

T = TypeVar("T")
Work = Generator[Wait, None, T]
"""`Wait(0)` after each slice of some milliseconds; returns what came of it. May raise ApiError."""


def sliced(work: Work[Mapping[str, Any]], context: Context) -> Reply:
    """What comes of `work`, as JSON; its ApiError is an answer too."""
    return after(work, lambda body: json_reply(body, context), context)


def after(work: Work[T], answer: Callable[[T], Reply], context: Context) -> Reply:
    """The `answer` to what comes of `work`; the ApiError of either is an answer too."""
    try:
        reply = answer((yield from work))
    except ApiError as error:
        context.exchange.refused(error)
        reply = error_reply(error, context.request.provider, standard_headers(context.identity))
    yield from reply
