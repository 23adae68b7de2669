"""`fakeai-proxy init`: the files of a folder that uses the proxy."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

ADDON = "from fakeai_proxy.proxy.addon import FakeAI\naddons = [FakeAI()]\n"
"""All of the file `fakeai_proxy`. A file without suffix is no module, so it does not hide the package."""


@click.command()
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
def init(force: bool) -> None:
    """Write fakeai.toml (every setting, commented) and fakeai_proxy (for `mitmdump -s fakeai_proxy`)."""
    from fakeai_proxy.settings import Settings, render

    files = {Path("fakeai.toml"): render(Settings), Path("fakeai_proxy"): ADDON}
    if folder := next((path for path in files if path.is_dir()), None):
        raise click.ClickException(
            f"{folder} is a folder here; in a checkout use: mitmdump -s addons/fakeai.py"
        )
    if (there := [str(path) for path in files if path.exists()]) and not force:
        raise click.ClickException(f"{' and '.join(there)} exists; --force overwrites")
    for path, content in files.items():
        try:
            path.write_text(content, "utf-8")
        except OSError as why:
            raise click.ClickException(f"{path} cannot be written ({why.strerror})") from None
        click.echo(f"wrote {path}")
