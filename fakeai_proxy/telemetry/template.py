"""The template of a path that no route of ours describes: words stay, names and ids become `{id}`."""

from __future__ import annotations

import re
from functools import lru_cache

VERSION = re.compile(r"/(?:openai/)?v\d\w{0,6}(?=/)")
AZURE = re.compile(r"/openai/deployments/[^/]+(?=/)")
WORD = re.compile(r"[a-z][a-z_-]{0,23}")
DEPTH = 6
KEPT, LONG = 256, 256
"""Templates that are remembered, and characters of a path that is not worth it."""


def template(path: str) -> str:
    """`/v1/files/file-1/content` -> `/files/{id}/content`. At most six segments."""
    return remembered(path) if len(path) <= LONG else made(path)


def made(path: str) -> str:
    for prefix in (VERSION, AZURE):
        path = prefix.sub("", path, count=1)
    segments = [part for part in path.split("/") if part][:DEPTH]
    return "/" + "/".join(part if WORD.fullmatch(part) else "{id}" for part in segments)


remembered = lru_cache(KEPT)(made)
