"""The TLS handshake with the client, in the place of the provider."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.faults.base import ConnectionFault, Phase


class BadCertificate(ConnectionFault):
    """The certificate cannot be trusted, though its client trusts the proxy's authority."""

    phase: ClassVar[Phase] = "tls"

    type: Literal["connection.bad_certificate"] = "connection.bad_certificate"
    kind: Literal["self_signed", "expired", "wrong_host"] = Field(
        default="self_signed", description="What is wrong with it."
    )


class TlsFailure(ConnectionFault):
    """The handshake fails: nothing in common, or only a version of TLS that the client refuses."""

    phase: ClassVar[Phase] = "tls"

    type: Literal["connection.tls_failure"] = "connection.tls_failure"
    max_version: Literal["1.0", "1.1", "1.2"] | None = Field(
        default=None,
        description="The newest TLS that is spoken; without it none, by the alert handshake_failure.",
    )
