"""What can go wrong on the way to an LLM API. One file a fault or a tight family, one line in `FAULTS`."""

from __future__ import annotations

from .base import AnswerFault, ConnectionFault, Dialect, Fault, Hit, Phase, ReplyFault, RequestFault
from .table import FAULTS, fault_named, fault_of

__all__ = [
    "FAULTS",
    "AnswerFault",
    "ConnectionFault",
    "Dialect",
    "Fault",
    "Hit",
    "Phase",
    "ReplyFault",
    "RequestFault",
    "fault_named",
    "fault_of",
]
