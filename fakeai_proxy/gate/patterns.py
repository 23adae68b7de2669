"""Prompts that try to talk a model out of its instructions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fakeai_proxy.core.exchange import Request

from .said import said

ATTEMPTS: Mapping[str, str] = {
    "override": r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(previous|prior|above|earlier|your|system|all)\b.{0,30}\b(instructions?|prompts?|rules|guidelines)\b",
    "leak": r"\b(reveal|show|print|repeat|output|display|what (is|are|was|were))\b.{0,30}"
    r"\b(system|initial|hidden|original) (prompt|instructions?|message)\b",
    "role": r"\b(you are now|pretend (to be|you are|that you)|act as|from now on,? you)\b.{0,60}"
    r"\b(dan|jailbroken|unrestricted|uncensored|unfiltered|no (rules|restrictions|limits|filters)"
    r"|without (any )?(rules|restrictions|limits|filters))\b",
    "jailbreak": r"\b(do anything now|dan mode|developer mode (enabled|on)|jailbreak (mode|prompt))\b",
    "forged": r"<\|im_start\|>\s*system|<<SYS>>|\[INST\]|^#+ *system *:",
}
"""By kind of attempt: overriding instructions, leaking them, another role, a known phrase, a forged turn."""

INPUTS: Mapping[str, str] = {
    "SQL injection": r"'\s*(or|and)\s+'?\w+'?\s*=\s*'?\w|;\s*(drop|truncate|alter)\s+(table|database)\b"
    r"|\bunion\s+(all\s+)?select\b.{1,100}\bfrom\b|;\s*delete\s+from\b",
    "cross-site scripting": r"<script\b|<iframe\b|\bjavascript:\s*\w|<\w[^>]{0,200}\son\w+\s*=\s*[\"']?\w",
    "command injection": r"(;|&&|\|\|?)\s*(rm\s+-|cat\s+/|wget\s|curl\s|nc\s+-|bash\s+-|sh\s+-c|chmod\s)"
    r"|\$\((rm|cat|curl|wget|id|whoami)\b|`(rm|cat|curl|wget|id|whoami)\b",
    "path traversal": r"(\.\./){2}|(\.\.\\){2}|(%2e%2e(%2f|/)){2}",
    "null byte": r"\x00|%00",
}
"""Input that is meant for what stands behind a model, by kind."""


class Patterns:
    """Known ones, and those of the user."""

    def __init__(self, more: Sequence[str] = (), known: Mapping[str, str] = ATTEMPTS) -> None:
        named = {**known, **{f"pattern {at + 1}": one for at, one in enumerate(more)}}
        flags = re.IGNORECASE | re.MULTILINE | re.DOTALL
        self._compiled = {name: re.compile(one, flags) for name, one in named.items()}

    def found(self, request: Request) -> str | None:
        """The kind of the first attempt in what users say in `request`, also from one turn to the next."""
        text = "\n".join(said(request))
        return next((name for name, pattern in self._compiled.items() if pattern.search(text)), None)
