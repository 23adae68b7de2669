from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from mitmproxy import connection, http, options
from mitmproxy.proxy.context import Context
from fakeai_proxy.proxy.spared import spare

def made():
    try:
        return http.Response(b"HTTP/1.1", "200", b"OK", http.Headers(), b"", None, 0, 0).status_code
    except TypeError:
        return "checked"

top = Context(connection.Client(peername=("", 0), sockname=("", 0)), options.Options())
print(made())
plain = top.fork()
spare()
fork = top.fork()
print(made())
print(fork.__dict__.keys() == plain.__dict__.keys(), fork.layers is not top.layers, fork.server is top.server)
print(http.Request("h", 1, b"GET", b"http", b"", b"/", b"HTTP/1.1", http.Headers(), b"", None, 0, 0).path)
"""


def test_mitmproxy_checks_messages_and_copies_contexts_until_it_is_told_not_to() -> None:
    """In a process of its own: it is for good. Should mitmproxy drop the check, that part can go."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["checked", "200", *["True"] * 3, "/"]
