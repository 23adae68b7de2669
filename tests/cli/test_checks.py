from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.cli.checks import (
    TRUSTING,
    authority,
    bypassed,
    cassette,
    confdir_writable,
    installed,
    leads_to_us,
    mitmproxy_version,
    trust,
    upstream_key,
)
from fakeai_proxy.proxy.trust import CA_FILE


def test_versions_of_what_is_there() -> None:
    versions = installed()
    assert versions["python"].startswith("3.")
    assert versions["mitmproxy"]


@pytest.mark.parametrize(
    ("version", "state"),
    [("11.0.2", "ok"), ("12.2.3", "ok"), ("11.0.1", "broken"), ("13.0.0", "broken"), ("", "broken")],
)
def test_the_mitmproxies_we_know(version: str, state: str) -> None:
    assert mitmproxy_version({"mitmproxy": version}).state == state


def test_a_ca_folder_that_can_be_made(tmp_path: Path) -> None:
    assert confdir_writable(tmp_path / "a" / "b").state == "ok"


def test_a_ca_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert confdir_writable(tmp_path / "file" / "b").state == "broken"
    assert confdir_writable(tmp_path / "file").state == "broken"


def test_the_ca(confdir: Path, tmp_path: Path) -> None:
    assert authority(confdir).state == "ok"
    assert authority(tmp_path).state == "note"
    (tmp_path / CA_FILE).write_text("nothing")
    assert authority(tmp_path).state == "broken"


def test_trust_by_variable(confdir: Path, tmp_path: Path) -> None:
    ca = confdir / CA_FILE
    environ = {
        "SSL_CERT_FILE": str(ca),
        "CURL_CA_BUNDLE": str(tmp_path / "absent"),
        "NODE_EXTRA_CA_CERTS": "",
    }
    states = {finding.name: finding.state for finding in trust(confdir, environ, "broken")}
    assert states == {name: "ok" if name == "SSL_CERT_FILE" else "broken" for name in TRUSTING}
    assert {finding.state for finding in trust(confdir, {}, "note")} == {"note"}


def test_trust_without_a_ca(tmp_path: Path) -> None:
    environ = dict.fromkeys(TRUSTING, str(tmp_path))
    assert {finding.state for finding in trust(tmp_path, environ, "broken")} == {"broken"}


@pytest.mark.parametrize(
    ("listed", "kept_away"),
    [
        ("", False),
        ("*", True),
        ("localhost, api.openai.com", True),
        (".openai.com", True),
        ("openai.com", True),
        ("*.openai.com", True),
        ("pi.openai.com", False),
        ("a.api.openai.com", False),
    ],
)
def test_hosts_that_no_proxy_keeps_away(listed: str, kept_away: bool) -> None:
    assert bypassed("api.openai.com", {"NO_PROXY": listed}) is kept_away


@pytest.mark.parametrize("proxy", ["", "nonsense", "http://", "http://127.0.0.1", "http://127.0.0.1:port"])
def test_what_leads_nowhere(proxy: str) -> None:
    assert not leads_to_us(proxy)


def test_cassettes(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert cassette(path, records=True).state == "ok"
    assert cassette(path, records=False).state == "broken"
    path.write_text("not a database")
    assert cassette(path, records=True).state == "broken"
    (tmp_path / "a.db-wal").touch()
    assert cassette(path, records=True).state == "note"


def test_the_key_of_a_real_model() -> None:
    assert upstream_key("MY_KEY", {"MY_KEY": "sk-secret"}).state == "ok"
    assert upstream_key("MY_KEY", {"MY_KEY": ""}).state == "broken"
    assert "secret" not in repr(upstream_key("MY_KEY", {"MY_KEY": "sk-secret"}))
