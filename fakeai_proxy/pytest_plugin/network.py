"""What a test may connect to: everything, only some hosts, or nothing past the proxy."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

INTERNET = (socket.AF_INET, socket.AF_INET6)


class Guard:
    """Asked before each connection and each look-up of a name, from any thread."""

    def __init__(
        self,
        *,
        allowed: Sequence[str] | None = None,
        always: Sequence[tuple[str, int]] = (),
        ours: Callable[[str], bool] = lambda host: False,
        noticed: Callable[[str], None] | None = None,
        is_proxys: Callable[[threading.Thread], bool] = lambda thread: False,
    ) -> None:
        """What it lets through.

        allowed: regular expressions of hosts, None for all of them; always: (host, port) that are allowed
        anyway; ours: hosts that are to be asked by the proxy alone; noticed: told of those in place of
        refusing them; is_proxys: a thread of the proxy.
        """
        self._allowed = None if allowed is None else [re.compile(one) for one in allowed]
        self._always, self._ours, self._noticed, self._is_proxys = set(always), ours, noticed, is_proxys
        self._resolved = set[str]()
        """Addresses of allowed names."""

    def look_up(self, host: object, flags: int) -> None:
        """Raises RuntimeError where `host` is none to ask for."""
        name = host.decode() if isinstance(host, bytes) else host
        if (
            not isinstance(name, str)
            or flags & socket.AI_PASSIVE
            or self._is_proxys(threading.current_thread())
        ):
            return
        if not self._ours(name.lower()):
            return
        if self._noticed:
            self._noticed(name)
        else:
            raise RuntimeError(
                f"{name} was to be asked past the proxy: the client was made before the test began, or does"
                " not heed HTTPS_PROXY. Make it in the test, or give it fakeai.proxy_url or fakeai.base_url."
            )

    def looked_up(self, host: object, found: Sequence[Any]) -> None:
        """`found` are the addresses of `host`."""
        if self._allowed is not None and isinstance(host, str) and self._fits(host):
            self._resolved.update(str(address[0]) for *_, address in found)

    def connect(self, family: int, address: Any) -> None:
        """Raises RuntimeError; in the proxy ConnectionRefusedError, which it tells its client."""
        if self._allowed is None or (family in INTERNET and tuple(address[:2]) in self._always):
            return
        host = address[0] if family in INTERNET else address
        text = host.decode("utf-8", "replace") if isinstance(host, bytes) else str(host)
        if self._fits(text) or text in self._resolved:
            return
        proxys = self._is_proxys(threading.current_thread())
        raise (ConnectionRefusedError if proxys else RuntimeError)(f"Network is disabled for host {text!r}")

    def _fits(self, host: str) -> bool:
        return any(one.match(host) for one in self._allowed or ())


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """While this lasts, sockets of this process ask `guard`."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard.connect(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        guard.connect(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(
        host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> Any:
        guard.look_up(host, flags)
        found = look_up(host, port, family, type, proto, flags)
        guard.looked_up(host, found)
        return found

    with (
        replaced(socket.socket, "connect", guarded_connect),
        replaced(socket.socket, "connect_ex", guarded_connect_ex),
        replaced(socket, "getaddrinfo", guarded_look_up),
    ):
        yield


@contextmanager
def replaced(holder: Any, name: str, value: object) -> Iterator[None]:
    """`holder.name` is `value` while this lasts; then what it was, or what it inherits."""
    own, before = name in vars(holder), getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        if own:
            setattr(holder, name, before)
        else:
            delattr(holder, name)
