"""`fakeai-proxy script`: the file for `mitmdump -s`."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

import fakeai_proxy


@click.command()
def script() -> None:
    """Print the path of the addon, for `mitmdump -s "$(fakeai-proxy script)"`."""
    click.echo(Path(fakeai_proxy.__file__).parent / "proxy" / "script.py")
