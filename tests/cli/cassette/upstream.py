"""A provider on a loopback port, which answers by a function of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Came(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Said(NamedTuple):
    """A reply: whole with its length, in pieces as chunks; `short`: so many bytes less than it declares."""

    media: str
    pieces: tuple[bytes, ...]
    status: int = 200
    short: int = 0


@contextmanager
def upstream(say: Callable[[Came], Said]) -> Iterator[tuple[str, list[Came]]]:
    """Its base URL, and what came."""
    came = list[Came]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            came.append(Came(self.command, self.path, headers, body))
            self._answer(say(came[-1]))

        do_GET = do_POST

        def _answer(self, said: Said) -> None:
            whole = len(said.pieces) == 1
            self.send_response(said.status)
            self.send_header("content-type", said.media)
            self.send_header("set-cookie", "a=b")
            if whole:
                self.send_header("content-length", str(len(said.pieces[0]) + said.short))
            else:
                self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for piece in said.pieces:
                self.wfile.write(piece if whole else b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"" if whole else b"0\r\n\r\n")
            self.close_connection = True

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", came
        finally:
            server.shutdown()
