"""Names of cassettes and scopes, made of those of tests."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

FORBIDDEN = re.compile(r"[<>?%*:|\"'/\\]")
"""What a file name may not hold somewhere."""
LONGEST = 150
SUFFIXES = (".jsonl", ".yaml", ".yml", ".json", ".har")
"""Of files that a cassette is read from; written is the first alone."""
SLUG = 100


def cassette_name(cls: type | None, test: str) -> str:
    """`Class.test[param]`, as pytest-recording has it; a longer one ends in a hash of itself."""
    name = FORBIDDEN.sub("-", f"{cls.__name__}.{test}" if cls else test)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 9]}-{digest(name)}"


def cassette_path(folder: str | Path, name: str) -> Path:
    """The text of the cassette `name`, with its suffix."""
    path = Path(folder, name)
    return path.with_suffix(SUFFIXES[0]) if path.suffix in SUFFIXES else path.with_name(f"{path.name}.jsonl")


def readable(path: Path) -> Path | None:
    """The file from which the cassette `path` is read: its text, or what vcrpy or a browser left there."""
    stem = path.name.removesuffix(SUFFIXES[0])
    there = (path.with_name(stem + suffix) for suffix in SUFFIXES)
    return next((one for one in there if one.is_file()), None)


def scope_name(nodeid: str) -> str:
    """Of a test: the same in every run, fit for the user part of a URL, and no other test's."""
    slug = re.sub(r"[^A-Za-z0-9_]+", "-", nodeid).strip("-")[-SLUG:].lstrip("-")
    return f"{slug or 'test'}-{digest(nodeid)}"


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
