"""The live provider: a loopback HTTP/1.1 server that streams every API family.

How it plays is asked by the request header `x-play`, words apart by a blank: `gzip`, `pace=0.005` (seconds
between events), `hold=3` (events before it waits for `Provider.go`).
"""

from __future__ import annotations

import json
import sys
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .asks import pieces

PATIENCE = 10.0


@dataclass(frozen=True)
class Seen:
    """A request as it reached the provider."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Provider:
    """Its base URL, and every request it saw."""

    port: int
    seen: list[Seen] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    """Lets those go on that `hold`."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A proxy that goes away, which is what some faults are about, is no failure."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def provider() -> Iterator[Provider]:
    """Serves until the block ends; each connection in a thread."""

    class Handler(Playing):
        @property
        def here(self) -> Provider:
            return at

    with Server(("127.0.0.1", 0), Handler) as server:
        at = Provider(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield at
        finally:
            at.go.set()
            server.shutdown()
            thread.join()


class Playing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    here: Any

    def log_message(self, format: str, *args: Any) -> None:
        """Not on stderr."""

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.here.seen.append(Seen(self.command, self.path, headers, body))
        play = dict(word.partition("=")[::2] for word in headers.get("x-play", "").split())
        asked = json.loads(body) if body else {}
        answer = pieces(self.path.partition("?")[0], asked)
        if asked.get("stream"):
            self.stream(answer, play)
        else:
            self.whole(answer[0], play)

    def whole(self, body: bytes, play: Mapping[str, str]) -> None:
        pack = packer(play)
        body = pack.compress(body) + pack.flush() if pack else body
        self.head("application/json", play, [("content-length", str(len(body)))])
        self.wfile.write(body)

    def stream(self, events: list[bytes], play: Mapping[str, str]) -> None:
        pack, pace, hold = packer(play), float(play.get("pace", 0)), int(play.get("hold", -1))
        self.head("text/event-stream; charset=utf-8", play, [("transfer-encoding", "chunked")])
        for number, event in enumerate(events):
            if number == hold:
                self.here.go.wait(PATIENCE)
            elif pace and number:
                threading.Event().wait(pace)
            self.chunk(pack.compress(event) + pack.flush(zlib.Z_SYNC_FLUSH) if pack else event)
        if pack:
            self.chunk(pack.flush())
        self.wfile.write(b"0\r\n\r\n")

    def head(self, kind: str, play: Mapping[str, str], more: list[tuple[str, str]]) -> None:
        coding = [("content-encoding", "gzip")] if "gzip" in play else []
        self.send_response(200)
        for name, value in [("content-type", kind), ("x-request-id", "req_live"), *coding, *more]:
            self.send_header(name, value)
        self.end_headers()

    def chunk(self, body: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))


def packer(play: Mapping[str, str]) -> Any:
    """A gzip compressor, where it is asked for."""
    return zlib.compressobj(wbits=31) if "gzip" in play else None
