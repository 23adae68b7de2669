from __future__ import annotations

from pathlib import Path

from fakeai_proxy.proxy.trust import CA_FILE
from fakeai_proxy.pytest_plugin.serving import authority


def test_an_authority_is_made_once_and_nothing_else_is_left(tmp_path: Path) -> None:
    ca = tmp_path / "cache" / "ca"
    before = (authority(ca) / CA_FILE).read_bytes()
    assert (authority(ca) / CA_FILE).read_bytes() == before
    assert [path.name for path in ca.parent.iterdir()] == ["ca"]
