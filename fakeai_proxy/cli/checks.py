"""What `doctor` looks at: each check gives findings, and changes nothing."""

from __future__ import annotations

import errno
import os
import platform
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.proxy.trust import ADDING, CA_FILE, certificates, contents

from .addresses import listeners, reached, url, why_not_listen

if TYPE_CHECKING:
    from fakeai_proxy.settings import Settings

State = Literal["ok", "note", "broken"]
"""note: nothing is wrong, but a client started from this environment may not reach us."""

PACKAGES = ("fakeai-proxy", "mitmproxy", "pydantic", "tiktoken", "sqlite-utils", "openai")
SUPPORTED = "mitmproxy >= 11.0.2, < 13"
TRUSTING = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", *ADDING)
EVAL = 'eval "$(fakeai-proxy env)"'


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    state: State
    detail: str
    advice: str = ""


def findings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that can be seen from here."""
    server = settings.server
    yield mitmproxy_version(installed())
    yield confdir_writable(server.confdir)
    yield authority(server.confdir)
    for flag, host, port in listeners(server):
        yield port_free(flag, host, port)
    if settings.cassette.path:
        yield cassette(settings.cassette.path, records=settings.mode == "record")
    if settings.text.upstream_key:
        yield upstream_key(settings.text.upstream_key, environ)
    yield from clients(settings, environ)


def installed() -> dict[str, str]:
    """Versions, by package; "" for one that is not there."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def mitmproxy_version(versions: Mapping[str, str]) -> Finding:
    """The one dependency whose internals we stand on."""
    have = versions["mitmproxy"]
    number = tuple(int(part) for part in have.split(".")[:3] if part.isdigit())
    if (11, 0, 2) <= number < (13,):
        return Finding("mitmproxy", "ok", have)
    return Finding("mitmproxy", "broken", have or "not installed", f"pip install '{SUPPORTED}'")


def confdir_writable(confdir: Path) -> Finding:
    """The CA is kept there; a folder that is not there yet is made."""
    there = next((path for path in (confdir, *confdir.parents) if path.exists()), Path("/"))
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Finding("CA folder", "ok", str(confdir))
    return Finding("CA folder", "broken", f"{confdir} cannot be written", "choose another with --confdir")


def authority(confdir: Path) -> Finding:
    """Our CA certificate, which the first start makes."""
    path = confdir / CA_FILE
    if not path.exists():
        return Finding("CA", "note", f"{path} is not there yet", "the first start of the proxy makes it")
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError):
        return Finding(
            "CA", "broken", f"{path} cannot be read as a certificate", f"remove {confdir}/mitmproxy-ca*"
        )
    return Finding("CA", "ok", str(path))


def port_free(flag: str, host: str, port: int) -> Finding:
    """We can listen on `host`:`port`, or do already: then the WebSocket echo answers there."""
    from .echo_probe import echoes

    where, why = f"{host}:{port}", why_not_listen(host, port)
    if why is None:
        return Finding(flag, "ok", f"{where} is free")
    if why.errno == errno.EADDRINUSE and echoes((reached(host), port), forward=flag == "--port"):
        return Finding(flag, "ok", f"a fakeai-proxy listens on {where}, and WebSockets get through")
    return Finding(flag, "broken", f"{where}: {why.strerror}", f"choose another with {flag}")


def cassette(path: Path, *, records: bool) -> Finding:
    """The cassette can be opened; one that is to be recorded may be absent."""
    from fakeai_proxy.cassette import Cassette
    from fakeai_proxy.core.clock import SystemClock

    if records and not path.exists():
        return Finding("cassette", "ok", f"{path} will be made")
    if path.with_name(f"{path.name}-wal").exists():
        return Finding("cassette", "note", f"{path} is being recorded, or its recorder was killed")
    try:
        Cassette.open(path, readonly=True, clock=SystemClock()).close()
    except (SettingsError, OSError) as why:
        return Finding("cassette", "broken", str(why))
    return Finding("cassette", "ok", str(path))


def upstream_key(name: str, environ: Mapping[str, str]) -> Finding:
    """Is there a key for the real model that writes the text?"""
    if environ.get(name):
        return Finding("text.upstream_key", "ok", name)
    return Finding("text.upstream_key", "broken", f"the environment variable {name} is not set")


def clients(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Do programs started from this environment come to us, and trust us?"""
    proxy = environ.get("HTTPS_PROXY") or environ.get("https_proxy") or ""
    ours = proxy.rstrip("/") == url(settings.server.host, settings.server.port) or leads_to_us(proxy)
    if not ours:
        yield Finding("HTTPS_PROXY", "note", proxy or "not set", EVAL)
    elif left_out := [host for host in settings.hosts if bypassed(host, environ)]:
        yield Finding("HTTPS_PROXY", "broken", f"NO_PROXY leaves out {', '.join(left_out)}", EVAL)
    else:
        yield Finding("HTTPS_PROXY", "ok", proxy)
    yield from trust(settings.server.confdir, environ, "broken" if ours else "note")


def leads_to_us(proxy: str) -> bool:
    """One of our proxies answers at the URL `proxy`."""
    from .echo_probe import echoes

    try:
        address = urlsplit(proxy)
        return bool(address.hostname and address.port) and echoes(
            (address.hostname or "", address.port or 0), forward=True
        )
    except ValueError:
        return False


def bypassed(host: str, environ: Mapping[str, str]) -> bool:
    """NO_PROXY keeps clients of `host` away from any proxy: it names the host, a domain above it, or `*`."""
    listed = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    names = [name.strip().removeprefix("*").removeprefix(".") for name in listed.split(",")]
    return "*" in listed.split(",") or any(name and f".{host}".endswith(f".{name}") for name in names)


def trust(confdir: Path, environ: Mapping[str, str], otherwise: State) -> Iterator[Finding]:
    """For each variable that clients read: does what it names hold our CA?"""
    path = confdir / CA_FILE
    ca = next(certificates(path.read_text("utf-8", "replace")), "") if path.is_file() else ""
    for name in TRUSTING:
        if not environ.get(name):
            yield Finding(name, otherwise, "not set", EVAL)
        elif ca and any(ca in certificates(text) for text in contents(environ, (name,))):
            yield Finding(name, "ok", environ[name])
        else:
            yield Finding(name, otherwise, f"{environ[name]} does not hold our CA", EVAL)
