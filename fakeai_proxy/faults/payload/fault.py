"""The base of all faults of what an answer says."""

from __future__ import annotations

from typing import ClassVar

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

from .edit import Edit
from .editing import AnswerEditing


class PayloadFault(ReplyFault):
    """An edit of the answer, whole or streamed, of whatever API family it turns out to be."""

    reads_content: ClassVar[bool] = True

    def edit(self, hit: Hit) -> Edit:
        """What is made of one answer."""
        raise NotImplementedError

    def start(self, hit: Hit) -> Transform:
        return AnswerEditing(self.edit(hit))
