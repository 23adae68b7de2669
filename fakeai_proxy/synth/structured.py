"""Answers that a schema asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from .facts import Facts
from .schema import instance


def structured(rng: np.random.Generator, schema: Mapping[str, Any], asked: str) -> str:
    """JSON that is valid by `schema`, with what was `asked` in it. Raises `schema.Unsatisfiable`."""
    value = instance(schema, rng, Facts(asked).known)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
