"""A list of embeddings."""

from __future__ import annotations

from typing import ClassVar

from fakeai_proxy.faults.payload.edit import Object

from .family import Whole


class Embeddings(Whole):
    """https://platform.openai.com/docs/api-reference/embeddings/object"""

    reasons: ClassVar = {}

    def body(self, answer: Object) -> None:
        self.edit.vectors(answer)
        self.edit.envelope(answer)
        self.account(answer)
