"""Architectures and hand-worked figures of worked.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from fakeai_proxy.catalog.architecture import Architecture

FILE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "worked.toml").read_text("utf-8"))

ARCHITECTURES = {name: Architecture(**fields) for name, fields in FILE["architectures"].items()}
ROWS: list[list[Any]] = FILE["rows"]
