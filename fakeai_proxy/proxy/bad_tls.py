"""TLS as a client must not accept it: certificates that cannot be trusted, handshakes that fail."""

from __future__ import annotations

import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from mitmproxy import certs, ctx, tls
from mitmproxy.addons.tlsconfig import TlsConfig
from OpenSSL import SSL

from .compat import x509_of

DAY = datetime.timedelta(days=1)
ELSEWHERE = "wrong.host.invalid"
"""A name that nobody asks for (RFC 2606)."""
VERSIONS = {"1.0": SSL.TLS1_VERSION, "1.1": SSL.TLS1_1_VERSION, "1.2": SSL.TLS1_2_VERSION}


def present(data: tls.TlsData, fault: Any) -> None:
    """Show the certificate that is `fault.kind` of bad, where mitmproxy would have shown its own."""
    addon: TlsConfig = ctx.master.addons.get("tlsconfig")
    addon.tls_start_client(data)
    assert data.ssl_conn is not None
    client, server = data.context.client, data.context.server
    name = client.sni or (server.address[0] if server.address else ELSEWHERE)
    key = ec.generate_private_key(ec.SECP256R1())
    data.ssl_conn.use_certificate(certificate(fault.kind, name, key, addon.certstore))
    data.ssl_conn.use_privatekey(key)


def certificate(
    kind: str, host: str, key: ec.EllipticCurvePrivateKey, store: certs.CertStore
) -> x509.Certificate:
    """For `host` with the public half of `key`: self_signed, expired or wrong_host.

    The latter two are signed by the authority that clients trust.
    """
    name = ELSEWHERE if kind == "wrong_host" else host
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    authority = x509_of(store.default_ca)
    now = datetime.datetime.now(datetime.UTC)
    ends = now - DAY if kind == "expired" else now + 30 * DAY
    signer = key if kind == "self_signed" else store.default_privatekey
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if kind == "self_signed" else authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - 90 * DAY)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        # Without it, clients from Python 3.13 on find fault with the form before they look at the rest.
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    return made.sign(signer, hashes.SHA256())


def fail(data: tls.TlsData, fault: Any) -> None:
    """Speak nothing newer than `fault.max_version`; without one, nothing at all."""
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    if fault.max_version:
        context.set_cipher_list(b"ALL:@SECLEVEL=0")  # the oldest are refused by OpenSSL itself otherwise
        context.set_min_proto_version(SSL.TLS1_VERSION)
        context.set_max_proto_version(VERSIONS[fault.max_version])
        lend_certificate(data, context)
    data.ssl_conn = SSL.Connection(context)
    data.ssl_conn.set_accept_state()


def lend_certificate(data: tls.TlsData, context: SSL.Context) -> None:
    """The one that mitmproxy would have shown: a client that takes the old version goes on."""
    addon: TlsConfig = ctx.master.addons.get("tlsconfig")
    entry = addon.get_cert(data.context)
    context.use_certificate(x509_of(entry.cert))
    context.use_privatekey(entry.privatekey)
    for above in entry.chain_certs:
        context.add_extra_chain_cert(x509_of(above))
