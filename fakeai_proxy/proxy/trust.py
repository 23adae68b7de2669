"""The CA bundle of clients: our certificate authority and all that was trusted before."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

CA_FILE = "mitmproxy-ca-cert.pem"
BUNDLE_FILE = "fakeai-proxy-bundle.pem"
REPLACING = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that name the whole of what their client trusts: a file, or folders of files."""
ADDING = ("NODE_EXTRA_CA_CERTS",)
"""Variables that add to what their client trusts anyway."""

CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def certificates(pem: str) -> Iterator[str]:
    """The PEM blocks of `pem`, without the text between them."""
    return (match.group().replace("\r\n", "\n") for match in CERTIFICATE.finditer(pem))


def write_bundle(target: Path, confdir: Path, environ: Mapping[str, str]) -> Path:
    """Our CA, then those trusted before, each once. The file appears whole or not at all."""
    ours = (confdir / CA_FILE).read_text("ascii")
    blocks = dict.fromkeys(block for pem in (ours, *trusted_before(environ)) for block in certificates(pem))
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_text("\n".join(blocks) + "\n", "ascii")
    return draft.replace(target)


def trusted_before(environ: Mapping[str, str]) -> Iterator[str]:
    """What clients trusted before us: the user's own bundles, else certifi's and the system's."""
    yield from contents(environ, ADDING)
    own = tuple(contents(environ, REPLACING))
    yield from own or the_usual()


def contents(environ: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    """The text of every file that the variables `names` lead to."""
    given = ((name, environ[name]) for name in names if environ.get(name))
    lists = (value.split(os.pathsep) if name.endswith("_DIR") else [value] for name, value in given)
    paths = [Path(part) for parts in lists for part in parts if part]
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return (file.read_text("utf-8", "replace") for file in files if file.is_file())


def the_usual() -> Iterator[str]:
    """certifi's bundle (requests, httpx) and the system's store (OpenSSL, curl)."""
    import certifi

    yield certifi.contents()
    store = ssl.create_default_context()
    yield from (ssl.DER_cert_to_PEM_cert(der) for der in store.get_ca_certs(binary_form=True))


def make_ca(confdir: Path) -> Path:
    """The certificate of our CA, made now if there is none. Raises OSError."""
    path = confdir / CA_FILE
    if not path.exists():
        from mitmproxy.certs import CertStore

        CertStore.from_store(confdir, "mitmproxy", 2048)
    return path
