"""Models whose names are near to one that is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

PART = re.compile(r"[a-z]+|\d+")
FOUND = 0.7
"""Weight of the share of the sought parts that a name has, beside that of all parts which both have."""
READ = 80
"""Characters of a name that are looked at."""
NEAR = 0.5
"""Likeness, 0 to 1, below which nothing is suggested."""


def nearest_names(name: str, names: Iterable[str], n: int) -> list[str]:
    """The `n` of `names` that are most like `name`, the nearest first; fewer where fewer are near at all.

    Likeness is that of the spelling and of the parts (llama, 3, 1, 70, b) in equal measure, both without the
    provider: so `llama-70b-3.1` finds `meta/llama-3.1-70b-instruct`, and `mixtral` every Mixtral.
    """
    sought = _bare(name)
    matcher, parts = SequenceMatcher(autojunk=False), Counter(PART.findall(sought))
    matcher.set_seq2(sought)
    scored = ((_likeness(matcher, parts, _bare(other)), other) for other in dict.fromkeys(names))
    near = sorted((-score, len(other), other) for score, other in scored if score >= NEAR)
    return [other for _, _, other in near[:n]]


def _likeness(matcher: SequenceMatcher[str], parts: Counter[str], other: str) -> float:
    others: Counter[str] = Counter(PART.findall(other))
    common = (parts & others).total()
    shared = FOUND * common / (parts.total() or 1) + (1 - FOUND) * common / ((parts | others).total() or 1)
    matcher.set_seq1(other)
    if (matcher.real_quick_ratio() + shared) / 2 < NEAR or (matcher.quick_ratio() + shared) / 2 < NEAR:
        return 0.0  # `ratio` is a hundred times slower, and never above these
    return (matcher.ratio() + shared) / 2


def _bare(name: str) -> str:
    return name[-READ:].lower().rpartition("/")[2]
