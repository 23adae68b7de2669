"""Cassettes of any size, written through the recorder as live traffic would be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.payloads import ANSWER, PATH, SHORT_ANSWER, unique_chats
from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import SystemClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head

BATCH = 2_000
HEAD = Head(200, (("content-type", "application/json"), ("content-length", str(len(ANSWER)))))


def requests(count: int) -> Iterator[bytes]:
    """What a cassette of `count` interactions answers, as bytes for the wire."""
    return unique_chats(count, SHORT_ANSWER)


def asked(sent: bytes) -> Request:
    """The exchange behind the bytes."""
    headers = (("host", "api.openai.com"), ("content-type", "application/json"))
    return Request("POST", PATH, headers=headers, body=sent.partition(b"\r\n\r\n")[2])


def write(path: Path, count: int) -> None:
    """A new cassette of `count` whole chat answers, each to another question."""
    for batch in batched(requests(count)):
        cassette = Cassette.open(path, readonly=False, clock=SystemClock())
        try:
            for sent in batch:
                record(cassette, asked(sent))
        finally:
            cassette.close()


def record(cassette: Cassette, request: Request) -> None:
    recorder = cassette.recorder(request, replace=False)
    for step in (HEAD, Data(ANSWER), End()):
        recorder.feed(step)
    recorder.close()


def batched(requests: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Parts that the writer's queue can hold; closing the cassette waits until they are written."""
    while batch := list(islice(requests, BATCH)):
        yield batch
