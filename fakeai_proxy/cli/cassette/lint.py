"""`fakeai-proxy cassette lint`: are there secrets in files that are written already?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .configured import with_rules
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.lint import Finding
    from fakeai_proxy.cassette.redaction.rules import Rules

FOUND = 1


@click.command()
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of what was found.")
@with_rules
def lint(rules: Rules, file: tuple[Path, ...], as_json: bool) -> int:
    """Look for secrets in each FILE, a cassette or any text; exit 1 when there are some.

    Says where one is and of which kind, never the secret itself.
    """
    found = [(path, finding) for path in file for finding in findings(path, rules)]
    if as_json:
        click.echo(
            json.dumps([{"file": str(path), **finding._asdict()} for path, finding in found], indent=2)
        )
    else:
        for path, finding in found:
            click.echo(f"{path}: {said(finding)}")
        click.echo(counted(found, len(file)), err=True)
    return FOUND if found else 0


def findings(path: Path, rules: Rules) -> list[Finding]:
    """Of one file. Raises SettingsError where it cannot be read: exit code 1 says that there are secrets."""
    from fakeai_proxy.cassette import lint as linting

    try:
        with progress("searching") as tick:
            return list(linting.lint(path, rules, tick))
    except OSError as failure:
        raise SettingsError(f"{path}: {failure.strerror}") from failure


def said(finding: Finding) -> str:
    """One line."""
    where = f"{finding.where}, {finding.place}" if finding.place else finding.where
    return f"{where}: {finding.kind}" + (f" ({finding.times} times)" if finding.times > 1 else "")


def counted(found: list[tuple[Path, Finding]], files: int) -> str:
    """What it comes to."""
    among = f"{files} file{'s' if files > 1 else ''}"
    if not found:
        return f"No secrets in {among}."
    times = sum(finding.times for _, finding in found)
    return (
        f"{times} secret{'s' if times > 1 else ''} in {among}. 'cassette redact' takes them out of cassettes."
    )
