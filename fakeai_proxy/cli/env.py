"""`fakeai-proxy env`: the variables of `exec`, as shell exports."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import rich_click as click

from fakeai_proxy.proxy.client_environment import by_base_url, by_proxy, key_if_none

from .addresses import url
from .options import Chosen, settings_flags


def sh(name: str, value: str) -> str:
    return f"export {name}={quoted(value)}"


def fish(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"set -gx {name} '{escaped}'"


def powershell(name: str, value: str) -> str:
    escaped = value.replace("'", "''")
    return f"$env:{name} = '{escaped}'"


def quoted(value: str) -> str:
    """For sh: in single quotes, always."""
    return "'" + value.replace("'", "'\\''") + "'"


SHELLS: Mapping[str, Callable[[str, str], str]] = {"sh": sh, "fish": fish, "powershell": powershell}


@click.command()
@settings_flags
@click.option("--reverse", is_flag=True, help="Set base URLs of SDKs instead of the proxy variables.")
@click.option(
    "--shell", type=click.Choice(list(SHELLS)), default="sh", show_default=True, help="Syntax to print."
)
def env(chosen: Chosen, reverse: bool, shell: str) -> None:
    """Print what sends a shell's programs to the proxy: eval "$(fakeai-proxy env)"."""
    settings = chosen.settings()
    server = settings.server
    port = server.reverse_port if reverse else server.port
    if not port:
        flag = "--reverse-port" if reverse else "--port"
        raise click.UsageError(f"which port? give {flag} PORT, the same as to `fakeai-proxy run`.")
    address = url(server.host, port)
    variables = by_base_url(address) if reverse else by_proxy(address, bundle(server.confdir))
    for name, value in (variables | key_if_none(settings.mode, os.environ)).items():
        click.echo(SHELLS[shell](name, value))


def bundle(confdir: Path) -> Path:
    """The bundle beside our CA, made anew: the shell lives longer than any temporary file."""
    from fakeai_proxy.proxy.trust import BUNDLE_FILE, make_ca, write_bundle

    from .confdir import confdir_errors

    with confdir_errors(confdir):
        make_ca(confdir)
        return write_bundle(confdir / BUNDLE_FILE, confdir, os.environ)
