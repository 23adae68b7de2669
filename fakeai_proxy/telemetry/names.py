"""Labels from outside, as small numbers: a bounded number of distinct ones, and none that may be a secret."""

from __future__ import annotations

import re
from collections.abc import Callable

from fakeai_proxy.catalog.naming import CREDENTIAL, NAME

OTHER, NONE = "other", ""
NONE_CODE = 1
"""The number of NONE in any table."""
IDENTIFIER = re.compile(r"(?:proj|vs)_[A-Za-z0-9]{1,64}")


def plain(name: str) -> bool:
    """Fit to be shown: a name of a model, say, that does not look like a credential."""
    return bool(NAME.fullmatch(name)) and not CREDENTIAL.search(name)


def identifier(name: str) -> bool:
    """The id of a project or a vector store: long, and no secret."""
    return bool(IDENTIFIER.fullmatch(name)) or plain(name)


class Names:
    """Numbers of names, in the order in which they came. Not safe for threads."""

    def __init__(self, limit: int, fit: Callable[[str], bool] = plain) -> None:
        """Past `limit` of them any new one is `other`, and so is one that is not `fit`."""
        self.names = [OTHER, NONE]
        self._codes = {OTHER: 0, NONE: NONE_CODE}
        self._limit, self._fit = limit + 2, fit

    def code(self, name: str) -> int:
        """The number of `name`; 0, that of `other`, where it gets none of its own."""
        code = self._codes.get(name)
        return self._new(name) if code is None else code

    def _new(self, name: str) -> int:
        if len(self.names) >= self._limit or not self._fit(name):
            return 0
        self.names.append(name)
        self._codes[name] = len(self.names) - 1
        return self._codes[name]
