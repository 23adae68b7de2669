"""The log of our own process, on stderr, without credentials.

mitmproxy quotes what it cannot read: a header line without a colon, a value with a space at its end. Such a
line may hold a key.
"""

from __future__ import annotations

import logging

LINE = "%(levelname)s %(message)s"


class Redacting(logging.Formatter):
    """Formats a record, traceback and all, and takes out what looks like a credential."""

    def format(self, record: logging.LogRecord) -> str:
        from fakeai_proxy.cassette.redact import Redactor  # a start that has nothing to say does without it

        said = super().format(record).encode("utf-8", "backslashreplace")
        return Redactor().redact_parameters(said).decode()


def start_log(level: int) -> None:
    """From now on, records of `level` and above are written to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(LINE))
    logging.basicConfig(handlers=[handler], level=level)
    # What asyncio warns of (a slow callback, a socket gone) is no news for the user.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
