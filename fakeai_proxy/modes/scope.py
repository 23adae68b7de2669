"""A scope: one test, or one tenant, and how its requests are answered."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from fakeai_proxy.cassette.settings import SCOPE, CassetteSettings
from fakeai_proxy.core.errors import ApiError

from .axes import Axes
from .rules import ModeName

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+=,~-]{0,127}")
NAMELESS = "default"
"""Stands in paths for the scope of requests that name none."""
MISSES = 100
"""The last ones that are kept of each scope."""
COUNTED = ("hit", "miss", "expired", "live", "recorded", "synthesized", "differing")
Outcome = Literal["passed", "failed"]


class Missed(NamedTuple):
    """One request that no recording answered."""

    asked: str
    verdict: str
    message: str


@dataclass(eq=False, slots=True)
class Scope:
    """Counts may be off by one where threads meet."""

    name: str
    settings: CassetteSettings
    """As the proxy has them, with what this scope has of its own."""
    mode: ModeName | None = None
    """In place of the proxy's, where no route says otherwise."""
    outcome: Outcome | None = None
    begun: bool = False
    """By a call; then it is kept until it is ended by one."""
    sealed: bool | None = None
    """Whether its cassette was, when first asked; None: nobody asked yet."""
    counts: Counter[str] = field(default_factory=Counter)
    unused: list[str] | None = None
    """When it ended: the recordings of its cassette that answered nobody."""
    misses: deque[Missed] = field(default_factory=lambda: deque(maxlen=MISSES))
    axes: dict[ModeName, Axes] = field(default_factory=dict)
    """The choices of each mode that has answered."""
    path: Path | None = field(init=False)
    """Of its cassette."""

    def __post_init__(self) -> None:
        path = self.settings.path
        self.path = path and Path(str(path).replace(SCOPE, self.name or NAMELESS))


def checked(name: str) -> str:
    """`name` where it can be part of a file's name. Raises ApiError 400."""
    if not NAME.fullmatch(name) or ".." in name:
        raise ApiError(
            400,
            f"scope: {name[:60]!r} is no name of a scope: that is up to 128 letters, digits, . _ @ + = , ~ -,"
            " begins with a letter, a digit or _, and has no two dots in a row.",
            param="scope",
            code="invalid_scope",
        )
    return name
