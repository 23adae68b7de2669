"""Takes the content-encoding off a body that arrived in pieces; each decoded piece keeps its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fakeai_proxy.core.codings import CODINGS

from .interaction import Chunk


def decoded(encoding: str, chunks: Iterable[Chunk]) -> list[Chunk]:
    """`chunks` without `encoding` (RFC 9110, section 8.4). Pieces that complete no byte disappear.

    Raises ValueError for a coding that is not known and for bytes that are not in it.
    """
    codings = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    for name in reversed(codings):
        chunks = _without(name, chunks)
    return [chunk for chunk in chunks if chunk.body]


def _without(name: str, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    if name not in CODINGS:
        raise ValueError(f"content-encoding {name!r} cannot be decoded")
    decode = CODINGS[name]()
    for ns, body in chunks:
        try:
            yield Chunk(ns, decode(body))
        except Exception as failure:  # each library has its own error
            raise ValueError(f"the body is not {name}: {failure}") from failure
