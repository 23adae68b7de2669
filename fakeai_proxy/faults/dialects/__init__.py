"""Errors as each provider really sends them: status, reason, headers, body."""

from __future__ import annotations

from .catalog import ErrorEntry, entry_of
from .detect import dialect_of
from .names import NAMES, ErrorName, checked_name
from .provider import PROVIDERS, Provider
from .written import Figures, Written, reply_of, written

__all__ = [
    "NAMES",
    "PROVIDERS",
    "ErrorEntry",
    "ErrorName",
    "Figures",
    "Provider",
    "Written",
    "checked_name",
    "dialect_of",
    "entry_of",
    "reply_of",
    "written",
]
