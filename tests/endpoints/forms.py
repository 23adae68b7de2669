"""Forms as clients send them."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.endpoints import Services, dispatch


def form(**fields: Any) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and body; a file is (name, bytes), all else is text."""
    parts = []
    for name, value in fields.items():
        name = name.replace("__", "[") + "]" * ("__" in name)
        told, content = "", str(value).encode("utf-8", "surrogatepass")
        if isinstance(value, tuple):
            told, content = f'; filename="{value[0]}"', value[1]
        parts.append(f'--x\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode() + content)
    return (("content-type", "multipart/form-data; boundary=x"),), b"\r\n".join((*parts, b"--x--\r\n"))


def send(path: str, to: Services, key: str = "", **fields: Any) -> Answer:
    """POST a form."""
    headers, body = form(**fields)
    return dispatch(
        Request("POST", path, headers=(*headers, ("authorization", f"Bearer {key}")), body=body), to
    )
