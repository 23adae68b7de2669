"""Where tiktoken finds its vocabularies: in this package, unless the user has a cache of their own."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

NAMES = ("o200k_base", "o200k_harmony", "cl100k_base")
VOCABULARIES = Path(__file__).parent / "vocab"


@cache
def load(name: str) -> Encoding:
    """The encoding called `name`."""
    import tiktoken

    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(VOCABULARIES))
    return tiktoken.get_encoding(name)
