"""The rules of media.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "media.toml"


@cache
def rules() -> Mapping[str, Any]:
    """All of them, as the file has them."""
    return tomllib.loads(FILE.read_text("utf-8"))
