"""How old a recording may be, and what is done with one that is older."""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path

from fakeai_proxy.cassette.age import told

logger = logging.getLogger(__name__)

WARNED = 10_000
"""Recordings that were warned of; a later warning may come again."""


class Expiry:
    """Warns once of each recording."""

    def __init__(self) -> None:
        self._warned: OrderedDict[tuple[Path, int], None] = OrderedDict()

    def warn(self, path: Path, number: int, uid: str, age: float, most: float) -> None:
        """That recording `uid` is `age` seconds old."""
        if (path, number) in self._warned:
            return
        self._warned[path, number] = None
        if len(self._warned) > WARNED:
            self._warned.popitem(last=False)
        logger.warning("%s: recording %s is %s old, more than %s", path, uid, told(age), told(most))
