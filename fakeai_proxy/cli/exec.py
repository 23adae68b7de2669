"""`fakeai-proxy exec -- CMD`: one command behind a proxy of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import rich_click as click

from .behind import behind
from .options import Chosen, settings_flags


@click.command("exec", context_settings={"allow_interspersed_args": False})
@settings_flags
@click.option("--reverse", is_flag=True, help="Set base URLs of SDKs instead of the proxy variables.")
@click.option(
    "--log", type=click.Path(path_type=Path), metavar="FILE", help="Keep the log of the proxy here."
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- CMD [ARGUMENTS]")
def exec_(chosen: Chosen, reverse: bool, log: Path | None, command: tuple[str, ...]) -> int:
    """Run CMD with its API traffic going through a proxy on a free port; exit as CMD does."""
    from .child import run_child

    with behind(chosen, reverse=reverse, log=log) as ready:
        code = run_child(command, ready.environ)
        early = "" if ready.proxy.alive else "the proxy stopped early; "
    print(f"fakeai-proxy: {early}{summary(ready.proxy.seen)}", file=sys.stderr)
    return code


def summary(seen: Mapping[str, int]) -> str:
    """`3 requests: 2 synthesized, 1 live`."""
    total = sum(seen.values())
    sources = ", ".join(f"{count} {source}" for source, count in seen.items())
    return f"{total} request{'' if total == 1 else 's'}{': ' if sources else ''}{sources}"
