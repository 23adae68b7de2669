"""A file becomes chunks and vectors, in slices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import Resource, numbered
from fakeai_proxy.resources.kinds import KINDS
from fakeai_proxy.synth.retrieval.chunks import Cutting, ends, spans
from fakeai_proxy.tokens import tokenizer

from .extraction import LARGEST, Unreadable, texts, too_large
from .index import KIND, Plan

ENCODING = "cl100k_base"
"""That of OpenAI's embedding models, by whose tokens a text is cut."""
MOST = 5_000_000
"""Tokens of one file."""
PAUSE = Wait(0)
Facts = Mapping[str, Any]


def indexed(member: Resource, context: Context) -> Work[Facts]:
    """Facts of `member`, a file of a store: the id of its `index` and its `bytes`, or its `error`.

    Work that is broken off is gone on with the next time; two at once do it together.
    """
    store = context.services.resources
    with store.lock:
        index = begun(member, context) or store.create(member.owner, KIND, named(member), {}, member.parent)
    try:
        size = yield from _built(index, member, context)
    except (Unreadable, ApiError) as failure:
        store.delete(index)
        code = failure.code if isinstance(failure, Unreadable) else "server_error"
        return {"error": {"code": code, "message": failure.message}}
    return {"index": index.id, "bytes": size}


def begun(member: Resource, context: Context) -> Resource | None:
    """Where the chunks of `member` are kept, as far as there are any."""
    id = KINDS[KIND].prefix + named(member)
    return context.services.resources.get(member.owner, KIND, id, member.parent)


def named(member: Resource) -> str:
    """32 hex digits that its index has for an id: others when it is added again."""
    return numbered(f"{member.parent}/{member.id}", member.number)


def _built(index: Resource, member: Resource, context: Context) -> Work[int]:
    """Bytes of the index. Raises Unreadable, and ApiError where there is no room or no store any more."""
    store = context.services.resources
    text = yield from _text(member, context)
    content = text.encode()
    chunks = yield from _cut(text, content, Cutting(*member.body["cutting"]))
    plan = Plan(content, chunks)
    while _added(plan, index, context):
        yield PAUSE
    store.change(index, chunks=len(chunks), text=len(content))
    return plan.size


def _added(plan: Plan, index: Resource, context: Context) -> bool:
    """Was there a part left to add? Raises ApiError."""
    store = context.services.resources
    with store.lock:
        store.need(index.owner, index.kind, index.id, index.parent)
        if (done := store.blobs.size(index.id)) == plan.size:
            return False
        store.blobs.append(index.id, plan.part(done))
    return True


def _text(member: Resource, context: Context) -> Work[str]:
    """Raises Unreadable where there is none."""
    store, parts = context.services.resources, list[str]()
    if store.get(member.owner, "file", member.id) is None:
        raise Unreadable("invalid_file", f"The file '{member.id}' is not there any more.")
    if store.blobs.size(member.id) > LARGEST:
        raise too_large()
    for part in texts(store.blobs.read(member.id), member.body["filename"]):
        parts.append(part)
        yield PAUSE
    text = "".join(parts)
    if not text.strip():
        raise Unreadable("invalid_file", "The file has no text in it.")
    return text


def _cut(text: str, content: bytes, cutting: Cutting) -> Work[list[tuple[int, int]]]:
    """Where each chunk of `text` is in `content`, its UTF-8. Raises Unreadable."""
    found, count = [], 0
    for slice in ends(text, tokenizer(ENCODING)):
        found.append(slice)
        count += len(slice)
        if count > MOST:
            raise Unreadable("invalid_file", f"The file is too large: it has more than {MOST} tokens.")
        yield PAUSE
    return spans(content, np.concatenate(found), cutting)
