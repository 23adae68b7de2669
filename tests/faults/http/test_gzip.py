from __future__ import annotations

import zlib
from typing import get_args

import numpy as np
import pytest

from fakeai_proxy.core.steps import Data, Wait
from fakeai_proxy.faults.http.gzip import ENCODERS, Mode
from fakeai_proxy.faults.pieces import WHOLE
from tests.faults.hits import ANSWER, headers_of, passed, streamed, whole
from tests.playbook import body

EVENTS = [f"data: {index} {'x' * 200}\n\n".encode() for index in range(20)]


def test_every_mode_is_there() -> None:
    assert set(ENCODERS) == set(get_args(Mode))


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("reply", [whole(), streamed(*EVENTS)], ids=["whole", "stream"])
def test_it_cannot_be_decoded(mode: str, reply: list[object]) -> None:
    steps = passed({"type": "http.gzip", "mode": mode}, reply)  # type: ignore[arg-type]
    headers = headers_of(steps)
    assert headers["content-encoding"] == ("x-unknown" if mode == "unknown" else "gzip")
    assert "content-length" not in headers
    plain, coded = body(reply), body(steps)  # type: ignore[arg-type]
    try:
        unpacker = zlib.decompressobj(31)
        assert unpacker.decompress(coded) + unpacker.flush() != plain
        assert mode in ("truncated", "double")
    except zlib.error:
        assert mode in ("corrupt", "lie", "unknown")


def coded(mode: str) -> bytes:
    return body(passed({"type": "http.gzip", "mode": mode}, whole()))


def test_what_is_wrong_with_it() -> None:
    assert coded("corrupt")[:10] == zlib.compress(b"", wbits=31)[:10]
    assert coded("lie") == ANSWER
    assert zlib.decompress(zlib.decompress(coded("double"), 31), 31) == ANSWER
    assert zlib.decompress(coded("unknown"), -15) == ANSWER
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(ANSWER) + packer.flush()
    assert coded("truncated") == packed[: len(packed) // 2]


@pytest.mark.parametrize("mode", ["corrupt", "lie", "double"])
def test_a_stream_keeps_its_pace(mode: str) -> None:
    head, *events, end = streamed(*EVENTS)
    paced = [head, *(step for event in events for step in (Wait(1), event)), end]
    steps = passed({"type": "http.gzip", "mode": mode}, paced)
    kinds = [type(step) for step in steps if not isinstance(step, Data)]
    assert [type(step) for step in paced if not isinstance(step, Data)] == kinds
    assert [type(step) for step in steps[1:41]] == [Wait, Data] * 20


def test_no_more_than_so_much_is_kept_of_what_is_cut_in_two() -> None:
    """16 MiB of coded bytes and no more, however long the reply is."""
    encoder, noise = ENCODERS["truncated"](), np.random.default_rng(7).bytes(2**20)
    sent = sum(len(encoder.compress(noise)) for _ in range(20))
    assert sent == 0
    assert WHOLE // 2 <= len(encoder.flush()) < (WHOLE + 2**21) // 2
