from __future__ import annotations

from fakeai_proxy.mutations.numbering import Numbering
from tests.faults.payload.played import stream_steps
from tests.playbook import body


def test_each_counts_one_more_than_the_one_before() -> None:
    events = [b'data: {"sequence_number":%d}\n\n' % number for number in (4, 6, 5, 9)]
    numbering = Numbering()
    made = [made for step in stream_steps([*events, b"data: {}\n\n"]) for made in numbering.feed(step)]
    assert (
        body(made)
        == b"".join(b'data: {"sequence_number":%d}\n\n' % number for number in range(4, 8)) + b"data: {}\n\n"
    )
