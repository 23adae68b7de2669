"""Differences as commands print them, and the exit code that they make."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.cli.shown import console
from fakeai_proxy.core.errors import SettingsError, nearest

if TYPE_CHECKING:
    from fakeai_proxy.cassette.diff.cassettes import Change
    from fakeai_proxy.cassette.diff.difference import Difference

SEVERE = 1
LEVELS = ("info", "warn", "error")
COLORS = {"info": "dim", "warn": "yellow", "error": "bold red"}


@dataclass(frozen=True, slots=True)
class Weighing:
    """Which differences count, and how they are told."""

    fail_on: str
    ignored: frozenset[str]
    """Areas and kinds."""
    as_json: bool

    def report(self, changes: Iterable[Change], **more: Any) -> int:
        """Print them, and `more` in JSON; 1 when one is as severe as `fail_on`, else 0."""
        from fakeai_proxy.cassette.diff.difference import worst

        kept = [self._without_ignored(change) for change in changes]
        severest = worst(difference for change in kept for difference in change.differences)
        if self.as_json:
            click.echo(json.dumps(told(kept, severest) | more, indent=2))
        else:
            show(kept, severest)
        return SEVERE if severest and LEVELS.index(severest) >= LEVELS.index(self.fail_on) else 0

    def _without_ignored(self, change: Change) -> Change:
        kept = (one for one in change.differences if not {one.area, one.kind} & self.ignored)
        return replace(change, differences=tuple(kept))


def weighing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` an argument `weighing`, from --fail-on, --ignore and --json."""

    @click.option(
        "--fail-on",
        type=click.Choice(LEVELS),
        default="warn",
        show_default=True,
        help="Exit 1 from that severity on.",
    )
    @click.option("--ignore", multiple=True, metavar="WHAT", help="An area or a kind; repeatable.")
    @click.option(
        "--json", "as_json", is_flag=True, help="Print JSON: changes, counts and the worst severity."
    )
    @wraps(function)
    def call(fail_on: str, ignore: tuple[str, ...], as_json: bool, **others: Any) -> Any:
        return function(weighing=Weighing(fail_on, _known(ignore), as_json), **others)

    return call


def _known(ignored: Sequence[str]) -> frozenset[str]:
    """Raises SettingsError for what is no area and no kind."""
    from fakeai_proxy.cassette.diff.difference import AREAS, KINDS

    valid = (*AREAS, *KINDS)
    for name in ignored:
        if name not in valid:
            raise SettingsError(f"--ignore: no difference is called '{name}'{nearest(name, valid)}")
    return frozenset(ignored)


def told(changes: Sequence[Change], severest: str | None) -> dict[str, Any]:
    """As JSON; what is the same is only counted."""
    return {
        "changes": [_of_change(change) for change in changes if change.differences],
        "counts": Counter(change.what for change in changes),
        "worst": severest,
    }


def _of_change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "title": change.title,
        "before": change.before,
        "after": change.after,
        "differences": [of_difference(one) for one in change.differences],
    }


def of_difference(one: Difference) -> dict[str, Any]:
    """Without what only texts have, of all others."""
    told = {"severity": one.severity, "area": one.area} | asdict(one)
    return {name: value for name, value in told.items() if value is not None and value != ()}


def show(changes: Sequence[Change], severest: str | None) -> None:
    """Recording by recording, the most severe difference first and texts last; then the counts."""
    from rich.text import Text

    out = console()
    for change in changes:
        if change.differences:
            names = " -> ".join(name for name in (change.before, change.after) if name)
            out.print(Text(f"{change.what} {change.title}  ({names})", style="bold"))
        if change.what != "changed":
            continue
        for one in sorted(change.differences, key=_weight):
            out.print(Text.assemble((f"  {one.severity:<6}", COLORS[one.severity]), f" {_said(one)}"))
            for text in one.lines:
                out.print(Text(f"         {text}", style="dim"))
    counts = Counter(change.what for change in changes)
    said = ", ".join(f"{counts[what]} {what}" for what in ("same", "changed", "removed", "added"))
    out.print(Text(f"{said}; the worst is {severest}" if severest else f"{said}; nothing differs"))


def _weight(one: Difference) -> tuple[bool, int]:
    return one.area == "text", -LEVELS.index(one.severity)


def _said(one: Difference) -> str:
    """`field_removed /a/b: string -> nothing`."""
    values = f"{one.expected or 'nothing'} -> {one.actual or 'nothing'}"
    return f"{one.kind} {one.pointer}: {values if one.alike is None else f'{one.alike:.0%} alike'}"
