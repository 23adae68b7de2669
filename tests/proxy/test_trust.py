from __future__ import annotations

from pathlib import Path

import certifi
import pytest

from fakeai_proxy.proxy.trust import (
    ADDING,
    CA_FILE,
    REPLACING,
    certificates,
    make_ca,
    trusted_before,
    write_bundle,
)


def pem(name: str) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{name}\n-----END CERTIFICATE-----"


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    (tmp_path / CA_FILE).write_text(pem("ours"))
    return tmp_path


def written(confdir: Path, environ: dict[str, str]) -> list[str]:
    bundle = write_bundle(confdir / "bundle.pem", confdir, environ)
    return [block.split("\n")[1] for block in certificates(bundle.read_text())]


def test_blocks_without_the_text_between() -> None:
    text = f"# Issuer\r\n{pem('a')}\r\n\n  # next\n{pem('b')}\n-----BEGIN TRUSTED CERTIFICATE-----"
    assert list(certificates(text)) == [pem("a"), pem("b")]


@pytest.mark.parametrize("name", [name for name in REPLACING if not name.endswith("_DIR")])
def test_a_bundle_of_the_users_is_kept_and_is_all(name: str, ca: Path) -> None:
    (ca / "own.pem").write_text(f"{pem('corporate')}\n{pem('other')}")
    assert written(ca, {name: str(ca / "own.pem")}) == ["ours", "corporate", "other"]


def test_folders_are_read_file_by_file(ca: Path) -> None:
    for number in (1, 2):
        (ca / f"d{number}").mkdir()
        (ca / f"d{number}" / "x.0").write_text(pem(f"from {number}"))
    assert written(ca, {"SSL_CERT_DIR": f"{ca / 'd1'}:{ca / 'd2'}"}) == ["ours", "from 1", "from 2"]


def test_each_certificate_once(ca: Path) -> None:
    (ca / "own.pem").write_text(pem("ours") + pem("corporate") + pem("corporate"))
    assert written(ca, {name: str(ca / "own.pem") for name in ("SSL_CERT_FILE", *ADDING)}) == [
        "ours",
        "corporate",
    ]


@pytest.mark.parametrize("environ", [{}, {"SSL_CERT_FILE": "/nowhere.pem"}, {"SSL_CERT_FILE": ""}])
def test_without_one_what_everybody_trusts(environ: dict[str, str]) -> None:
    texts = list(trusted_before(environ))
    assert certifi.contents() in texts


def test_extra_certificates_come_on_top(ca: Path) -> None:
    (ca / "extra.pem").write_text(pem("extra"))
    names = written(ca, {"NODE_EXTRA_CA_CERTS": str(ca / "extra.pem")})
    assert names[:2] == ["ours", "extra"]
    assert len(names) > 100


def test_the_bundle_is_replaced_whole(ca: Path) -> None:
    (ca / "own.pem").write_text(pem("a"))
    written(ca, {"SSL_CERT_FILE": str(ca / "own.pem")})
    written(ca, {"SSL_CERT_FILE": str(ca / "own.pem")})
    assert sorted(path.name for path in ca.iterdir()) == ["bundle.pem", CA_FILE, "own.pem"]


def test_a_ca_is_made_once(confdir: Path) -> None:
    before = make_ca(confdir).read_bytes()
    assert make_ca(confdir) == confdir / CA_FILE
    assert (confdir / CA_FILE).read_bytes() == before
    assert b"PRIVATE" not in before
