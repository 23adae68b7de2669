"""`fakeai-proxy run`: the proxy, until it is interrupted."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import click

from fakeai_proxy.proxy.sparse import import_single_addons

from .addresses import listeners, url, why_not_listen
from .options import Chosen, settings_flags
from .supervision import Report

if TYPE_CHECKING:
    from fakeai_proxy.proxy.launch import Listening
    from fakeai_proxy.settings import Settings


@click.command()
@settings_flags
@click.option("--ui", type=click.Choice(["dump", "web", "console"]), help="Use one of mitmproxy's own tools.")
@click.option("--supervised", is_flag=True, hidden=True, help="Report to the parent process, end with it.")
@click.argument("extra", nargs=-1, type=click.UNPROCESSED, metavar="[-- MITMPROXY ARGUMENTS]")
def run(chosen: Chosen, ui: str | None, supervised: bool, extra: tuple[str, ...]) -> int:
    """Start the proxy: forward on --port and, with --reverse-port, a drop-in base URL."""
    gc.disable()  # until it has started: what is imported is not garbage
    report = Report() if supervised else None
    settings = chosen.settings()
    prepare(settings)

    if ui is None:
        import_single_addons()
    from fakeai_proxy.proxy.launch import serve

    return serve(
        settings,
        chosen.overrides,
        config=chosen.config,
        ui=ui,
        extra=extra,
        ready=report.listening if report else lambda listening: greet(listening, settings),
        done=report.seen if report else None,
    )


def prepare(settings: Settings) -> None:
    """Make the CA if there is none and try the ports, so that what is wrong is said in one line."""
    from fakeai_proxy.proxy.trust import make_ca

    from .confdir import confdir_errors

    with confdir_errors(settings.server.confdir):
        make_ca(settings.server.confdir)
    for flag, host, port in listeners(settings.server):
        if problem := why_not_listen(host, port):
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({problem.strerror}); see --host and {flag}"
            )


def greet(listening: Listening, settings: Settings) -> None:
    """Say where the proxy is, on stderr."""
    print(f"forward proxy  {url(*listening.proxy)}", file=sys.stderr)
    if listening.reverse:
        print(f"base URL       {url(*listening.reverse)}/v1", file=sys.stderr)
    if listening.metrics:
        print(f"metrics        {url(*listening.metrics)}/metrics", file=sys.stderr)
    print(f"mode           {settings.mode}", file=sys.stderr, flush=True)
