"""Chats that ask for a verdict on what goes in and what comes out (`moderation`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fakeai_proxy.synth.text.script import Script
from fakeai_proxy.wire.chat import ChatRequest

from .context import Context
from .moderations import NOT_MODERATION, result
from .said import text_of
from .sampling import Choice, Sampling
from .support import refuse_kind

BLOCKED = "I'm sorry, but I can't assist with that request."

Verdict = dict[str, Any]


def verdict(texts: Sequence[str], body: ChatRequest, context: Context) -> Verdict:
    """The results for `texts` of the model that `body` names. Raises ApiError 404 for one of another kind."""
    assert body.moderation is not None
    model = context.services.catalog.use(body.moderation["model"])
    refuse_kind(model, "moderation", NOT_MODERATION)
    name = model.snapshot or model.id
    found = [result(text, (), model, context.services.moderation) for text in texts]
    results = [{**one, "model": name, "type": "moderation_result"} for one in found]
    return {"type": "moderation_results", "model": name, "results": results}


def asked_verdict(body: ChatRequest, context: Context) -> Verdict:
    """The verdict on all that is said before the answer. Raises ApiError 404."""
    return verdict(["\n".join(text for one in body.messages if (text := text_of(one)))], body, context)


def heeding(sampling: Sampling, asked: Verdict, body: ChatRequest) -> Sampling:
    """`sampling` of a refusal, where what is asked is harmful and the policy blocks that."""
    policy = body.moderation.get("policy") if body.moderation else None
    given = policy.get("input") if policy else None
    blocks = given is not None and given["mode"] == "block"
    if not blocks or not any(one["flagged"] for one in asked["results"]):
        return sampling
    return sampling._replace(scripts=(Script(BLOCKED, "", refused=True),))


def moderation_of(asked: Verdict, choices: Sequence[Choice], body: ChatRequest, context: Context) -> Verdict:
    """What the answer says of it."""
    return {"input": asked, "output": verdict([choice.text for choice in choices], body, context)}
