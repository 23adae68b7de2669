"""What is in the certificates that must not be trusted; what clients make of them: test_effects.py."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from mitmproxy.certs import CertStore

from fakeai_proxy.proxy.bad_tls import ELSEWHERE, certificate
from fakeai_proxy.proxy.compat import x509_of

HOST = "api.openai.com"


@pytest.fixture(scope="module")
def store(confdir: Path) -> CertStore:
    return CertStore.from_store(confdir, "mitmproxy", 2048)


@pytest.mark.parametrize(
    ("kind", "name", "signed", "valid"),
    [
        ("self_signed", HOST, False, True),
        ("expired", HOST, True, False),
        ("wrong_host", ELSEWHERE, True, True),
    ],
)
def test_one_thing_is_wrong_with_each(
    store: CertStore, kind: str, name: str, signed: bool, valid: bool
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = certificate(kind, HOST, key, store)
    authority = x509_of(store.default_ca)
    now = datetime.datetime.now(datetime.UTC)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [name]
    assert (made.issuer == authority.subject) is signed
    assert (made.not_valid_before_utc < now < made.not_valid_after_utc) is valid
    if signed:
        made.verify_directly_issued_by(authority)


def test_a_long_name_fits(store: CertStore) -> None:
    long = f"{'a' * 60}.{'b' * 60}.example.com"
    made = certificate("expired", long, ec.generate_private_key(ec.SECP256R1()), store)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [long]
