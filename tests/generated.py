"""The pages that are made from the code: `python -m tests.generated` writes them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from fakeai_proxy.cli.chaos.catalogue import family_of, kind, value
from fakeai_proxy.cli.chaos.described import MEANT, Described, Parameter, described
from fakeai_proxy.faults import FAULTS

from .markdown import ROOT

DOCS = ROOT / "docs"
MADE = "<!-- Made from the code by `python -m tests.generated`; edits are lost. -->\n\n"

FAULTS_BEGIN = """# Faults

{count} faults, each a model of its parameters. `fakeai-proxy chaos list` prints this table, `fakeai-proxy chaos explain FAULT` one of them,
with an example. How they are asked for, when they happen and what keeps them in bounds is in [chaos](chaos.md); how to add one is in
[contributing](../CONTRIBUTING.md#how-to-add).

What kinds there are:

"""


def faults() -> str:
    """docs/faults.md."""
    kinds = "".join(f"| {name} | {meaning} |\n" for name, meaning in MEANT.items())
    all_of_them = (described(name) for name in FAULTS)
    families = groupby(all_of_them, key=lambda fault: family_of(fault.type))
    return "".join(
        [
            MADE,
            FAULTS_BEGIN.format(count=len(FAULTS)),
            "| kind | |\n|---|---|\n",
            kinds,
            '\n"when" behind the kind: it happens at a moment of the reply, which `when` of the rule tells.\n',
            *(section(name, members) for name, members in families),
        ]
    )


def section(family: str, members: Iterable[Described]) -> str:
    return (
        f"\n## {family}\n\n| fault | kind | what happens | parameters |\n|---|---|---|---|\n"
        + "".join(map(row, members))
    )


def row(fault: Described) -> str:
    text = " ".join(fault.text.split())
    given = "<br>".join(parameter(one) for one in fault.parameters)
    return f"| `{fault.type}` | {kind(fault)} | {cell(text)} | {given} |\n"


def parameter(one: Parameter) -> str:
    default = "" if one.default in (None, "") else f" = `{value(one.default)}`"
    needed = ", needed" if one.required else ""
    return f"`{one.name}`{cell(default)}: {cell(one.takes)}{needed}. {cell(one.description)}"


def cell(text: str) -> str:
    """`text` within a table: no bar, no tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")


PAGES: Mapping[Path, Callable[[], str]] = {DOCS / "faults.md": faults}


if __name__ == "__main__":
    for page, made in PAGES.items():
        page.write_text(made(), "utf-8")
