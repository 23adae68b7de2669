from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from mitmproxy import http
from fakeai_proxy.proxy.unchecked import leave_out_checks

def made():
    try:
        return http.Response(b"HTTP/1.1", "200", b"OK", http.Headers(), b"", None, 0, 0).status_code
    except TypeError:
        return "checked"

print(made())
leave_out_checks()
print(made())
print(http.Request("h", 1, b"GET", b"http", b"", b"/", b"HTTP/1.1", http.Headers(), b"", None, 0, 0).path)
"""


def test_mitmproxy_checks_its_messages_until_it_is_told_not_to() -> None:
    """In a process of its own: it is for good. Should mitmproxy drop the check, this file can go."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["checked", "200", "/"]
