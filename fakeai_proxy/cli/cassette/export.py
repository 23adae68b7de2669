"""`fakeai-proxy cassette export`: a cassette as text to review, or as HAR."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .progress import progress

FILE = click.Path(path_type=Path)
SUFFIXES = {"text": ".jsonl", "har": ".har"}
BEGINNINGS = (b'{"cassette": ', b'{"log": ')
"""Of files that this command writes, and may write again."""


@click.command()
@click.argument("cassette", type=FILE)
@click.argument("file", required=False, type=FILE)
@click.option("--har", is_flag=True, help="Write HAR 1.2, for browsers and other tools.")
@click.option("--force", is_flag=True, help="Replace FILE whatever it is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what was written.")
def export(cassette: Path, file: Path | None, har: bool, force: bool, as_json: bool) -> None:
    """Write CASSETTE as text to FILE, by default beside it; `-` prints it.

    An older export is replaced. Large bodies that are no text go to a folder beside it, `chat.bodies` of
    `chat.jsonl`; `-` leaves them out.
    """
    form = "har" if har or (file and file.suffix == ".har") else "text"
    target = file or cassette.with_suffix(SUFFIXES[form])
    if str(target) == "-":
        _print(cassette, form)
        return
    _refuse(target, force)
    count = _write(cassette, target, form)
    if as_json:
        click.echo(json.dumps({"file": str(target), "format": form, "recordings": count}))
    else:
        click.echo(f"{target}: {count} recording{'' if count == 1 else 's'}")


def _write(cassette: Path, target: Path, form: str) -> int:
    from fakeai_proxy.cassette.foreign.har_export import har_bytes
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.cassette.text.files import replaced, write_text

    with reading(cassette) as tape, progress("exporting", len(tape)) as tick:
        if form == "har":
            replaced(target, har_bytes(tape, tick))
        else:
            write_text(tape, target, tick)
        return len(tape)


def _print(cassette: Path, form: str) -> None:
    from fakeai_proxy.cassette.foreign.har_export import har_bytes
    from fakeai_proxy.cassette.reading import reading
    from fakeai_proxy.cassette.text.document import tell
    from fakeai_proxy.cassette.text.lines import line

    with reading(cassette) as tape:
        parts = (
            har_bytes(tape, lambda: None) if form == "har" else map(line, tell(tape, lambda name, body: None))
        )
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


def _refuse(target: Path, force: bool) -> None:
    """Raises SettingsError where `target` is something that an export did not write."""
    if target.exists() and not force:
        with target.open("rb") as file:
            if not file.read(16).startswith(BEGINNINGS):
                raise SettingsError(f"{target} exists and is no export; give --force to replace it")
