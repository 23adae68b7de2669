"""What mitmproxy does at each request for nothing, left out.

40 us   the check of the type of each field of a message; mitmproxy has it only where `__debug__` is true
15 us   a new Server, with a UUID, in each copy of a context, which is then given the Server of the original
"""

from __future__ import annotations

from mitmproxy import http
from mitmproxy.proxy.context import Context


def spare() -> None:
    """For the rest of this process."""
    http.MessageData.__post_init__ = _unchecked  # type: ignore[method-assign]
    Context.fork = _fork  # type: ignore[method-assign, assignment]


def _unchecked(data: http.MessageData) -> None:
    """What `python -O` makes of the check."""


def _fork(context: Context) -> Context:
    """The same as mitmproxy's, without `Context.__init__`."""
    fork = object.__new__(Context)
    fork.__dict__.update(context.__dict__)
    fork.layers = context.layers.copy()
    return fork
