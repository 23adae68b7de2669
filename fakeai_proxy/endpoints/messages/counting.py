"""`POST /messages/count_tokens`."""

from __future__ import annotations

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.wire import anthropic as wire

from .read import read_of
from .refusals import model_of, refuse_unversioned


def count_tokens(body: wire.CountRequest, context: Context) -> Reply:
    """How many tokens a message would read."""
    refuse_unversioned(context)
    answer: wire.TokensCount = {"input_tokens": read_of(body, model_of(body.model, context), context).tokens}
    return json_reply(answer, context)
