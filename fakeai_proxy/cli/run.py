"""`fakeai-proxy run`: the proxy, until it is interrupted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import rich_click as click

from . import supervision
from .addresses import url
from .options import Chosen, settings_flags

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
    settings = chosen.settings()
    report = supervision.begin() if supervised else None

    from fakeai_proxy.proxy.launch import serve

    def ready(listening: Listening) -> None:
        if report:
            supervision.say(report, {"proxy": listening.proxy, "reverse": listening.reverse})
        else:
            greet(listening, settings)

    return serve(settings, chosen.overrides, config=chosen.config, ui=ui, extra=extra, ready=ready)


def greet(listening: Listening, settings: Settings) -> None:
    """Say where the proxy is, on stderr."""
    print(f"forward proxy  {url(*listening.proxy)}", file=sys.stderr)
    if listening.reverse:
        print(f"base URL       {url(*listening.reverse)}/v1", file=sys.stderr)
    print(f"mode           {settings.mode}", file=sys.stderr, flush=True)
