"""The names of the profiles."""

from __future__ import annotations

from typing import Literal, get_args

Profile = Literal["exact@1", "llm@1", "norm@1"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
"""From the strictest to the most lenient. The number changes whenever one gives another key than before."""
