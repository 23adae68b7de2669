"""A request by some hashes of what it says, so that the ones most like it are found among very many.

Messages count wherever they stand. Of the last text the smallest hashes of its pairs of words are kept: two
texts that share most words share most of these (the bottom-k sketch of Broder's resemblance, 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import Any
from zlib import crc32

from .comparison import encode, value_of
from .form import Form
from .llm import CONVERSATIONS
from .walk import escaped, texts

MEMBERS = 32
TURNS = 32
"""At either end of a conversation."""
ENDS = 600
"""Letters looked at, at either end of the last text."""
WORD = re.compile(r"\w+")
PAIRS = 4


def sketch(form: Form) -> dict[str, bytes]:
    """Hashes by pointer; of messages and words the hash is in the name, and there is no pointer."""
    found = {"route": vhash(f"{form.of.method} {form.of.path}")}
    value = value_of(form)
    if isinstance(value, dict):
        members = [name for name in value if name not in CONVERSATIONS]
        found |= {f"/{escaped(name)}": vhash(encode(value[name])) for name in members[:MEMBERS]}
        turns = [turn for name in CONVERSATIONS for turn in _turns(value.get(name))]
        found |= {f"~turn {vhash(encode(turn)).hex()}": b"" for turn in _ends(turns, TURNS)}
    found |= {
        f"~words {pair:08x}": b""
        for pair in _pairs(_last(value) or form.of.body[:1024].decode("utf-8", "replace"))
    }
    return found


def vhash(text: str) -> bytes:
    """8 bytes."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _turns(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _ends(items: list[Any], size: int) -> list[Any]:
    return items if len(items) <= 2 * size else items[:size] + items[-size:]


def _last(value: Any) -> str:
    """The longest text of the last turn; of what is no conversation, of everything."""
    if isinstance(value, dict):
        turns = [turn for name in CONVERSATIONS for turn in _turns(value.get(name))[-1:]]
        value = turns[0] if turns else value
        value = value.get("content", value) if isinstance(value, dict) else value
    return max((text for _, text in texts(value)), key=len, default="")


def _pairs(text: str) -> Iterator[int]:
    ends = text if len(text) <= 2 * ENDS else f"{text[:ENDS]} {text[-ENDS:]}"
    words = ["", *WORD.findall(ends.lower()), ""]
    pairs = {crc32(f"{one} {other}".encode("utf-8", "surrogatepass")) for one, other in pairwise(words)}
    yield from sorted(pairs)[:PAIRS]
