"""Names that are imported when they are first asked for, so that a start loads only what it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any


def exports(package: str, where: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of `package` (PEP 562): each name of `where` comes from the submodule told there."""

    def get(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{where[name]}"), name)

    return get


@cache
def load(package: str, path: str) -> Any:
    """`module.name` below `package`."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(f"{package}.{module}"), name)
