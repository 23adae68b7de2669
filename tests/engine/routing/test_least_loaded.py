from __future__ import annotations

from .asking import costs, one


def test_only_active_requests_count() -> None:
    assert costs("least-loaded", one(requests=2, overlap=9), one(requests=1, blocks=99)) == [2, 1]
