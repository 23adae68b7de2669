"""The content-encoding of a reply, taken off as it passes."""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.core.codings import CODINGS, Decode
from fakeai_proxy.core.steps import Data, Head, Step
from fakeai_proxy.core.transform import Transform

from .pieces import data, header, without

LENGTHS = ("content-encoding", "content-length")
"""Headers that are not true of the plain body."""


def plain() -> Transform:
    """Plain bytes out, as soon as they can be decoded. An encoding that is not known stays on.

    Raises the error of the codec for bytes that are not in it.
    """
    return Plain()


class Plain:
    """The Transform of `plain`."""

    def __init__(self) -> None:
        self._decode: Decode | None = None

    def feed(self, step: Step) -> Iterable[Step]:
        match step:
            case Head() if decode := decoder(header(step, "content-encoding")):
                self._decode = decode
                return (without(step, *LENGTHS),)
            case Data(body) if self._decode:
                return data(self._decode(body))
            case _:
                return (step,)

    def close(self) -> None:
        """Nothing is held."""


def decoder(encoding: str) -> Decode | None:
    """What takes off `encoding`, the value of the header; None where nothing is on, or an unknown one."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if not names or any(name not in CODINGS for name in names):
        return None
    return chain(*(CODINGS[name]() for name in reversed(names)))


def chain(*decodes: Decode) -> Decode:
    def decode(body: bytes) -> bytes:
        for one in decodes:
            body = one(body)
        return body

    return decode
