"""Lists of embeddings; what faults make of them is tested in test_vectors.py."""

from __future__ import annotations

from fakeai_proxy.faults.payload.edit import Edit, Object
from fakeai_proxy.faults.payload.families.embeddings import Embeddings


class Seen(Edit):
    def __init__(self) -> None:
        self.order: list[str] = []

    def vectors(self, answer: Object) -> None:
        self.order.append("vectors")

    def envelope(self, answer: Object) -> None:
        self.order.append("envelope")

    def usage(self, holder: Object) -> None:
        self.order.append("usage")


def test_vectors_envelope_and_account_are_edited() -> None:
    edit = Seen()
    Embeddings(edit).body({"data": []})
    assert edit.order == ["vectors", "envelope", "usage"]
