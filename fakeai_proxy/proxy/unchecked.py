"""Messages that mitmproxy makes, without its check of the type of each of their fields.

mitmproxy itself has the check only where `__debug__` is true. It takes 40 us a message, a tenth of a request.
"""

from __future__ import annotations

from mitmproxy import http


def leave_out_checks() -> None:
    """For the rest of this process."""
    http.MessageData.__post_init__ = _unchecked  # type: ignore[method-assign]


def _unchecked(data: http.MessageData) -> None:
    """What `python -O` makes of the check."""
