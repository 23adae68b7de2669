"""A proxy of its own for one command, and the environment that leads the command there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fakeai_proxy.proxy.client_environment import by_base_url, by_proxy, key_if_none

from .addresses import url
from .options import Chosen
from .proxy_process import ProxyProcess

TAIL = 20
"""Lines of the proxy's log shown at the end, where it is not kept."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A proxy that listens, and the environment of what is to run behind it."""

    proxy: ProxyProcess
    environ: Mapping[str, str]


@contextmanager
def behind(chosen: Chosen, *, reverse: bool, log: Path | None) -> Iterator[Behind]:
    """A proxy by `chosen`, on free ports where that names none. Its last words come on stderr.

    reverse: lead the way by base URLs instead of the proxy variables; log: keep its log there.
    """
    reverse_port = "0" if reverse else ""
    chosen = chosen.but(server__port="0", server__reverse_port=reverse_port, server__metrics_port="")
    settings = chosen.settings()

    from fakeai_proxy.proxy.trust import BUNDLE_FILE, write_bundle

    with tempfile.TemporaryDirectory(prefix="fakeai-proxy-") as folder:
        with ProxyProcess(chosen.arguments(), log or Path(folder, "log"), environ=os.environ) as proxy:
            if proxy.reverse and reverse:
                pointing = by_base_url(url(*proxy.reverse))
            else:
                bundle = write_bundle(Path(folder, BUNDLE_FILE), settings.server.confdir, os.environ)
                pointing = by_proxy(url(*proxy.proxy), bundle)
            yield Behind(proxy, {**os.environ, **key_if_none(settings.mode, os.environ), **pointing})
        for line in [] if log else proxy.last_words(TAIL):
            print(line, file=sys.stderr)
