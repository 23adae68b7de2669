"""The text of a speech, as a comment of the file that holds it: for formats that keep no sample as it was.

`fakeai-speech:`, the text in UTF-8, deflated (RFC 1950), in base64, and `;`. It is looked for in the bytes of
a file, so the kind of container does not matter, and whatever keeps comments keeps it: a copy, base64,
`ffmpeg` from one format to another.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode

TAG = re.compile(rb"fakeai-speech:([A-Za-z0-9+/]+={0,2});")
LONGEST = 2**20
"""Bytes of a text that is read."""


def comment_of(text: str) -> str:
    """`text`, to be put into a file."""
    return f"fakeai-speech:{b64encode(zlib.compress(text.encode('utf-8', 'surrogatepass'))).decode()};"


def tagged(content: bytes) -> str | None:
    """The text that the file `content` tells of itself, if it does."""
    found = TAG.search(content)
    if not found:
        return None
    try:
        said = zlib.decompressobj().decompress(b64decode(found[1]), LONGEST)
    except (ValueError, zlib.error):
        return None
    return said.decode("utf-8", "replace")
