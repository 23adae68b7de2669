"""The lines of an input file, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from pydantic_core import from_json

from fakeai_proxy.resources.blobs import Blobs
from fakeai_proxy.wire.batches import BatchError

MOST, TOLD = 50_000, 1_000
"""Lines of one file, and errors that are told."""
NEEDED = ("custom_id", "method", "url", "body")


class Line(NamedTuple):
    """One line that is not blank."""

    text: bytes
    end: int
    """Bytes of the file up to its end."""


def lines(blobs: Blobs, file: str, start: int = 0) -> Iterator[Line]:
    """The lines of `file` from byte `start` on; holds a piece of it and the line at a time."""
    rest, at = b"", start
    for piece in blobs.pieces(file, start):
        *whole, rest = (rest + piece).split(b"\n")
        for text in whole:
            at += len(text) + 1
            if text.strip():
                yield Line(text, at)
    if rest.strip():
        yield Line(rest, at + len(rest))


class Check:
    """Looks at line after line of one file."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.total = 0
        """Lines so far."""
        self.model: str | None = None
        """That of all lines."""
        self.errors: list[BatchError] = []
        self._seen: set[bytes] = set()

    def look(self, text: bytes) -> None:
        """The next line."""
        self.total += 1
        if self.total == MOST + 1:
            self._add("too_many_tasks", f"The input file has more than {MOST} lines.", line=None)
        problem = self._problem(text)
        if problem and len(self.errors) < TOLD:
            self._add(*problem)

    def finish(self) -> None:
        """There are no more."""
        if not self.total:
            self._add("empty_file", "The input file holds no request.", line=None)

    def _problem(self, text: bytes) -> tuple[str, str, str | None] | None:
        """(code, message, parameter)"""
        try:
            line = from_json(text)
        except ValueError:
            return "invalid_json_line", "This line is not parseable as valid JSON.", None
        if not isinstance(line, dict):
            return "invalid_json_line", "This line is no JSON object.", None
        for name in NEEDED:
            if not isinstance(line.get(name), dict if name == "body" else str):
                return "missing_required_parameter", f"Missing required parameter: '{name}'.", name
        return self._contradiction(line)

    def _contradiction(self, line: dict[str, Any]) -> tuple[str, str, str | None] | None:
        if line["method"] != "POST":
            return "invalid_method", "The method of a request in a batch is POST.", "method"
        if line["url"] != self.endpoint:
            return (
                "url_mismatch",
                f"The URL of this request is not that of the batch, {self.endpoint}.",
                "url",
            )
        name = blake2b(line["custom_id"].encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if name in self._seen:
            return "duplicate_custom_id", "The custom_id of this request is that of another.", "custom_id"
        self._seen.add(name)
        model = line["body"].get("model")
        if isinstance(model, str):
            self.model = self.model or model
            if model != self.model:
                return "model_mismatch", "All requests of a batch are to one model.", "body.model"
        return None

    def _add(self, code: str, message: str, param: str | None = None, line: int | None = 0) -> None:
        """line 0: the one that is looked at."""
        told = self.total if line == 0 else line
        self.errors.append({"code": code, "message": message, "param": param, "line": told})
