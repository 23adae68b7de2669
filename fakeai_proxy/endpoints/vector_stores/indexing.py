"""A file becomes chunks and vectors, in slices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import Resource, numbered
from fakeai_proxy.synth.embedding import embed
from fakeai_proxy.synth.retrieval.chunks import Cutting, ends, spans
from fakeai_proxy.tokens import tokenizer

from .extraction import LARGEST, Unreadable, texts, too_large
from .index import DIMENSIONS, keep_text, keep_vectors

ENCODING = "cl100k_base"
"""That of OpenAI's embedding models, by whose tokens a text is cut."""
MOST = 5_000_000
"""Tokens of one file."""
PAUSE = Wait(0)
EMBEDDED = 8
"""Chunks of one slice."""
Facts = Mapping[str, Any]


def indexed(member: Resource, context: Context) -> Work[Facts]:
    """Facts of `member`, a file of a store: the id of its `index` and its `bytes`, or its `error`."""
    store = context.services.resources
    index = store.create(
        member.owner, "vector_store.index", numbered(member.id, member.number), {}, member.parent
    )
    try:
        size = yield from _built(index, member, context)
    except (Unreadable, ApiError) as failure:
        store.delete(index)
        code = failure.code if isinstance(failure, Unreadable) else "server_error"
        return {"error": {"code": code, "message": failure.message}}
    except GeneratorExit:
        store.delete(index)
        raise
    return {"index": index.id, "bytes": size}


def _built(index: Resource, member: Resource, context: Context) -> Work[int]:
    """Bytes of the index. Raises Unreadable, and ApiError where there is no room."""
    store = context.services.resources
    if store.get(member.owner, "file", member.id) is None:
        raise Unreadable("invalid_file", f"The file '{member.id}' is not there any more.")
    if store.blobs.size(member.id) > LARGEST:
        raise too_large()
    parts = list[str]()
    for part in texts(store.blobs.read(member.id), member.body["filename"]):
        parts.append(part)
        yield PAUSE
    text = "".join(parts)
    if not text.strip():
        raise Unreadable("invalid_file", "The file has no text in it.")
    content = text.encode()
    chunks = yield from _cut(text, content, Cutting(*member.body["cutting"]))
    for some in _several(chunks):
        vectors = [embed(content[b:e].decode(), DIMENSIONS) for b, e in some]
        keep_vectors(index.id, vectors, store.blobs)
        yield PAUSE
    for _ in keep_text(index.id, chunks, content, store.blobs):
        yield PAUSE
    store.change(index, chunks=len(chunks), text=len(content))
    return store.blobs.size(index.id)


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


def _several(chunks: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    left = iter(chunks)
    while some := [*islice(left, EMBEDDED)]:
        yield some
