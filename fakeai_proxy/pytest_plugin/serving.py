"""The proxy of a process, and the environment that leads to it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fakeai_proxy.proxy.client_environment import by_base_url, by_proxy, key_if_none
from fakeai_proxy.proxy.in_thread import in_thread
from fakeai_proxy.proxy.trust import BUNDLE_FILE, make_ca, write_bundle

from .handles import Fakeai
from .play import Loaded, Play
from .stage import Stage

LISTENING = {
    "mode": "synthesize",
    "routes": "[]",
    "server.host": "127.0.0.1",
    "server.port": "0",
    "server.reverse_port": "0",
    "server.metrics_port": "",
}
"""Of the stage itself: tests have settings of their own."""
OFFLINE = ("none", "synthesize")


@contextmanager
def serving(loaded: Loaded, ca: Path) -> Iterator[tuple[Stage, Fakeai]]:
    """A proxy on free ports, with its certificate authority in `ca`. Raises SettingsError."""
    overrides = {**LISTENING, "server.confdir": str(authority(ca))}
    stages = list[Stage]()

    def build(*given: object) -> Stage:
        stages.append(Stage(*given))  # type: ignore[arg-type]  # as the addon calls it
        return stages[-1]

    with tempfile.TemporaryDirectory(prefix="fakeai-proxy-") as folder:
        bundle = write_bundle(Path(folder, BUNDLE_FILE), ca, loaded.environ)
        settings = loaded.settings(overrides)
        with in_thread(
            settings, overrides, config=loaded.config, environ=loaded.environ, build=build
        ) as listening:
            assert listening.reverse, "asked for"
            proxy, base = (f"http://{host}:{port}" for host, port in (listening.proxy, listening.reverse))
            yield stages[-1], Fakeai(proxy, f"{base}/v1", bundle, by_proxy(proxy, bundle))


def authority(ca: Path) -> Path:
    """`ca`, with a certificate authority in it: whole or not at all, whoever makes it at the same time."""
    if not ca.is_dir():
        ca.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".ca-", dir=ca.parent))
        make_ca(draft)
        try:
            draft.rename(ca)
        except OSError:  # another worker was first
            shutil.rmtree(draft)
    return ca


def leading(fakeai: Fakeai, play: Play, scope: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of `play`, in which clients come with `scope`."""
    key = key_if_none("replay" if play.mode in OFFLINE else "", environ)
    if play.asked.wish.reverse:
        return by_base_url(fakeai.base_url.removesuffix("/v1")) | key
    scheme, _, place = fakeai.proxy_url.partition("//")
    proxy = f"{scheme}//{scope}:x@{place}" if scope else fakeai.proxy_url
    return by_proxy(proxy, fakeai.ca_bundle) | key
