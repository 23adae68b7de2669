"""Formats that only PyAV reads and writes: FFmpeg is too large for everybody to install."""

from __future__ import annotations

from types import ModuleType


class MissingExtra(ImportError):
    """The extra `audio` is not installed; the message says how to."""


def pyav(what: str) -> ModuleType:
    """The module `av`. Raises MissingExtra, which says that `what` needs it."""
    try:
        import av
    except ImportError:
        raise MissingExtra(f"{what} needs PyAV: pip install 'fakeai-proxy[audio]'.") from None
    module: ModuleType = av
    return module
