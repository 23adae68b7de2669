from __future__ import annotations

from pathlib import Path

import httpx

from .serving import serving
from .test_addon import ours


def test_a_body_over_the_limit_is_refused_and_not_kept(confdir: Path) -> None:
    with serving(confdir, ours, **{"server.max_request_size": 1000}) as proxy:
        got = httpx.post(f"{proxy.reverse}/v1/x", content=b"x" * 1001)
        streamed = httpx.post(f"{proxy.reverse}/v1/x", content=iter([b"x" * 600] * 2))
        fits = httpx.post(f"{proxy.reverse}/v1/x", content=b"x" * 1000)
    assert (got.status_code, streamed.status_code, fits.status_code) == (413, 413, 200)
    assert got.json()["error"]["type"] == "invalid_request_error"
