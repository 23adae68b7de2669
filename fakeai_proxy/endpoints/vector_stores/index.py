"""The chunks of one file as they are kept: bytes of one resource.

    vectors   float32, little-endian, DIMENSIONS of each chunk
    spans     int64, little-endian: where each chunk begins and ends in the text
    text      UTF-8

A resource of this KIND belongs to the store, and says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.resources import Resource
from fakeai_proxy.resources.blobs import PIECE, Blobs
from fakeai_proxy.synth.embedding import embed

KIND = "vector_store.index"
DIMENSIONS = 512
"""Length of a vector."""
ROW = DIMENSIONS * 4
"""Bytes of one."""
SPAN = 16
BLOCK = 2_048
"""Vectors that are read at once: 4 MiB."""
EMBEDDED = 8
"""Chunks of one part."""


class Index(NamedTuple):
    """Of one file."""

    id: str
    chunks: int
    text: int
    """Bytes."""
    blobs: Blobs

    @classmethod
    def of(cls, resource: Resource, blobs: Blobs) -> Index:
        return cls(resource.id, resource.body["chunks"], resource.body["text"], blobs)

    def blocks(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(number of the first chunk, rows of vectors), block after block."""
        for first in range(0, self.chunks, BLOCK):
            rows = min(BLOCK, self.chunks - first)
            content = self.blobs.read(self.id, first * ROW, rows * ROW)
            yield first, np.frombuffer(content, "<f4").reshape(rows, DIMENSIONS)

    def chunk(self, number: int) -> str:
        """The text of one."""
        place = self.chunks * ROW + number * SPAN
        begin, end = np.frombuffer(self.blobs.read(self.id, place, SPAN), "<i8").tolist()
        return self.blobs.read(self.id, self._start + begin, end - begin).decode()

    def whole(self) -> str:
        """The text of the file."""
        return self.blobs.read(self.id, self._start, self.text).decode()

    @property
    def _start(self) -> int:
        """Bytes before the text."""
        return self.chunks * (ROW + SPAN)


class Plan(NamedTuple):
    """The bytes of an index that is being made, part after part. Whoever comes can go on with it."""

    content: bytes
    """The text."""
    spans: Sequence[tuple[int, int]]

    @property
    def size(self) -> int:
        """Bytes of all."""
        return len(self.spans) * (ROW + SPAN) + len(self.content)

    def part(self, done: int) -> bytes:
        """What comes after `done` bytes: some milliseconds of work."""
        count = len(self.spans)
        if done < count * ROW:
            some = self.spans[done // ROW :][:EMBEDDED]
            vectors = [embed(self.content[begin:end].decode(), DIMENSIONS) for begin, end in some]
            return np.stack(vectors).astype("<f4", copy=False).tobytes()
        if done == count * ROW:
            return np.array(self.spans, "<i8").tobytes()
        start = done - count * (ROW + SPAN)
        return self.content[start : start + PIECE]
