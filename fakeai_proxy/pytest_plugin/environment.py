"""The environment of a test, and what it was before."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping


class Environment:
    """Variables set for a while."""

    def __init__(self, environ: MutableMapping[str, str] = os.environ) -> None:
        self._environ = environ
        self._before: dict[str, str | None] = {}

    def set(self, values: Mapping[str, str]) -> None:
        """Set `values`, in place of those set before by this."""
        for name, value in values.items():
            self._before.setdefault(name, self._environ.get(name))
            self._environ[name] = value

    def restore(self) -> None:
        """All as it was before the first `set`."""
        for name, value in self._before.items():
            if value is None:
                self._environ.pop(name, None)
            else:
                self._environ[name] = value
        self._before.clear()
