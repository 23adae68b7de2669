"""JMESPath expressions, compiled once each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(256)
def compiled(text: str) -> Any:
    """What searches by `text`. Raises ValueError where that is no JMESPath."""
    import jmespath  # few look into bodies
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(text)
    except JMESPathError as why:
        first = str(why).splitlines()[0].rstrip(":")
        raise ValueError(f"'{text}' is not a JMESPath expression ({first})") from None
