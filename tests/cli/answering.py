"""A server of our own pages without a proxy before it: what a simulator says, by Python's own HTTP server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from fakeai_proxy.admin import answer
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.simulator import Simulator
from tests.admin.asking import steps
from tests.playbook import body, head


@contextmanager
def answering(said: Callable[[Request], Answer]) -> Iterator[tuple[str, list[str]]]:
    """The base URL of a server that answers by `said`, and the targets of the requests that came."""
    targets = list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            targets.append(self.path)
            url = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = tuple((name.lower(), value) for name, value in self.headers.items())
            request = Request(
                self.command, url.path, "fakeai.local", query=url.query, headers=headers, body=content
            )
            played = list(steps(said(request)))
            self.send_response(head(played).status)
            self.send_header("content-length", str(len(body(played))))
            self.end_headers()
            self.wfile.write(body(played))

        do_POST = do_PATCH = do_DELETE = do_GET

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", targets
        finally:
            server.shutdown()


def pages(running: Simulator) -> Callable[[Request], Answer]:
    """Those of `running`."""
    return lambda request: answer(request, running)
