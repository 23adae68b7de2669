"""`fakeai-proxy exec -- CMD`: one command behind a proxy of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import rich_click as click

from .addresses import url
from .client_environment import by_base_url, by_proxy, key_if_none
from .options import Chosen, settings_flags
from .proxy_process import ProxyProcess

TAIL = 20
"""Lines of the proxy's log shown at the end, where it is not kept."""


@click.command("exec", context_settings={"allow_interspersed_args": False})
@settings_flags
@click.option("--reverse", is_flag=True, help="Set OPENAI_BASE_URL instead of the proxy variables.")
@click.option(
    "--log", type=click.Path(path_type=Path), metavar="FILE", help="Keep the log of the proxy here."
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- CMD [ARGUMENTS]")
def exec_(chosen: Chosen, reverse: bool, log: Path | None, command: tuple[str, ...]) -> int:
    """Run CMD with its API traffic going through a proxy on a free port; exit as CMD does."""
    reverse_port = "0" if reverse else ""
    chosen = chosen.but(server__port="0", server__reverse_port=reverse_port, server__metrics_port="")
    settings = chosen.settings()

    from .child import run_child
    from .trust import BUNDLE_FILE, write_bundle

    with tempfile.TemporaryDirectory(prefix="fakeai-proxy-") as folder:
        with ProxyProcess(chosen.arguments(), log or Path(folder, "log"), environ=os.environ) as proxy:
            if proxy.reverse and reverse:
                pointing = by_base_url(url(*proxy.reverse))
            else:
                bundle = write_bundle(Path(folder, BUNDLE_FILE), settings.server.confdir, os.environ)
                pointing = by_proxy(url(*proxy.proxy), bundle)
            code = run_child(command, {**os.environ, **key_if_none(settings.mode, os.environ), **pointing})
            early = "" if proxy.alive else "the proxy stopped early; "
        for line in [] if log else proxy.last_words(TAIL):
            print(line, file=sys.stderr)
        print(f"fakeai-proxy: {early}{summary(proxy.seen)}", file=sys.stderr)
    return code


def summary(seen: Mapping[str, int]) -> str:
    """`3 requests: 2 synthesized, 1 live`."""
    total = sum(seen.values())
    sources = ", ".join(f"{count} {source}" for source, count in seen.items())
    return f"{total} request{'' if total == 1 else 's'}{': ' if sources else ''}{sources}"
