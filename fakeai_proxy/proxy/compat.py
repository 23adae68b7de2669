"""Where the two supported mitmproxys (11.0 and 12.2) differ."""

from __future__ import annotations

from typing import Any

from cryptography import x509
from mitmproxy import certs
from mitmproxy.net.http import status_codes
from mitmproxy.proxy.layers import http as http_layers

KILL: Any = http_layers.ErrorCode.KILL if hasattr(http_layers, "ErrorCode") else status_codes.NO_RESPONSE
"""The code of a protocol error that closes without a page of mitmproxy's own."""
CANCEL: Any = (
    http_layers.ErrorCode.CANCEL if hasattr(http_layers, "ErrorCode") else status_codes.CLIENT_CLOSED_REQUEST
)
"""The code of a request that is not wanted any more."""


def x509_of(cert: certs.Cert) -> x509.Certificate:
    """The certificate as `cryptography` knows it."""
    return cert._cert
