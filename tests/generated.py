"""The pages that are made from the code: `python -m tests.generated [NAME...]` writes them anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from fakeai_proxy.cli.chaos.catalogue import family_of, kind, value
from fakeai_proxy.cli.chaos.described import MEANT, Described, Parameter, described
from fakeai_proxy.faults import FAULTS

from .api_page import api
from .end_to_end.faults.reactions import SECTIONS, Case, measured
from .errors_page import errors
from .markdown import ROOT
from .mutations_page import mutations

DOCS = ROOT / "docs"
MADE = "<!-- Made from the code by `python -m tests.generated`; edits are lost. -->\n\n"

FAULTS_BEGIN = """# Faults

{count} faults, each a model of its parameters. `fakeai-proxy chaos list` prints this table, `fakeai-
proxy chaos explain FAULT` one of them, with an example. How they are asked for, when they happen and
what keeps them in bounds is in [chaos](chaos.md); how to add one is in
[contributing](../CONTRIBUTING.md#how-to-add).

What kinds there are:

"""
FAULTS_WHEN = """
"when" behind the kind: it happens at a moment of the reply, which `when` of the rule tells.
"""

SDKS_BEGIN = """# What the SDKs do about faults

The real SDKs through the proxy: each request met the fault of its line. `openai` and `anthropic` are
those for Python, `openai-node` (on npm `openai`) and `@anthropic-ai/sdk` those for Node.js. A cell tells
how many attempts reached the proxy, whether they kept a distance (backoff) or followed at once, and how
it ended for the app: by an exception; by waiting still, when the measurement left it after some seconds,
for the moment it was told or for bytes; or by what it took for an answer. The last is the dangerous one:
nothing is raised, and the answer is wrong.

`max_retries` and all else are the defaults of the SDKs. The tests measure Python's again, with the
versions that are installed; `python -m tests.end_to_end.faults.measure` notes it. Those for Node.js are
measured by command alone, as they need Node.js and npm: `python -m tests.end_to_end.faults.measure
--node`, with the versions that `tests/end_to_end/faults/node/package.json` pins. `python -m
tests.generated` writes this page.

## How Node.js is led through the proxy

Its `fetch` minds `HTTPS_PROXY` from Node.js 22.21 on, and there with `NODE_USE_ENV_PROXY=1` alone. So the
SDKs were given what openai-node documents for proxies: `fetch` and a `ProxyAgent` of undici, here undici
6.24.1, which is also the one within Node.js 20.20; and `NODE_EXTRA_CA_CERTS` for the
[certificate](certificates.md). An app without an agent comes by the base URL of the reverse port.
openai-node 7 asks for Node.js 22; these are its reactions on 20.

## What is different in Node.js

- The timeout of the SDKs ends with the headers of the answer; that of openai-node 7 with the body, where
  the answer is no stream. A stream that stalls, and with
  the others a whole answer that does, is left by fetch after 300 s: a `TypeError` `terminated`.
- What breaks within a stream is raised as fetch tells it: a `TypeError` `terminated`, of no class of the
  SDK. `catch` that looks for `APIConnectionError` misses it.
- openai-node 6 tries again without a pause where `retry-after` is negative, past or no number.
- Bytes that are no UTF-8 are replaced by U+FFFD, and nothing is said.
- A body whose gzip is corrupt is a race within fetch: a `TypeError` `terminated`, or, if all of it came
  before the damage was found, waiting without an end, as in most of our runs. openai-node 7 leaves that at
  its timeout, 20 s in this measurement, and tries again. The fetch of undici 7.16 raised it each time.
- 200 with nothing at all is `undefined`; 200 without content-type is a string with the JSON in it.
- Types are not there when an app runs: of a whole answer it can only be told that it is an object.
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
            FAULTS_WHEN,
            *(section(name, members) for name, members in families),
        ]
    )


def section(family: str, members: Iterable[Described]) -> str:
    return f"\n## {family}\n\n| fault | kind | what happens | parameters |\n|---|---|---|---|\n" + "".join(
        map(row, members)
    )


def row(fault: Described) -> str:
    text = "<br>".join(map(cell, lines(fault.text)))
    given = "<br>".join(parameter(one) for one in fault.parameters)
    return f"| `{fault.type}` | {kind(fault)} | {text} | {given} |\n"


def lines(text: str) -> Iterable[str]:
    """The paragraphs and items of `text`, each without breaks."""
    starts = re.split(r"\n\s*\n|\n(?=\s*- )", text.strip())
    return (" ".join(one.split()) for one in starts)


def parameter(one: Parameter) -> str:
    default = "" if one.default in (None, "") else f" = `{value(one.default)}`"
    needed = ", needed" if one.required else ""
    return f"`{one.name}`{cell(default)}: {cell(one.takes)}{needed}. {cell(one.description)}"


def cell(text: str) -> str:
    """`text` within a table: no bar, no tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def sdk_reactions() -> str:
    """docs/sdk-reactions.md."""
    return "".join([MADE, SDKS_BEGIN, *(reactions_table(*section) for section in SECTIONS.items())])


def reactions_table(title: str, cases: Iterable[Case]) -> str:
    versions = list(measured())
    head = f"| what happens | {' | '.join(versions)} |\n|---|{'---|' * len(versions)}\n"
    names = dict.fromkeys(case.named(ask) for case in cases for ask in case.asks)
    return f"\n## {title}\n\n{head}" + "".join(reactions_row(name, versions) for name in names)


def reactions_row(name: str, versions: Iterable[str]) -> str:
    outcomes = (measured()[version].get(name, "") for version in versions)
    return f"| {cell(name)} | {' | '.join(map(coded, outcomes))} |\n"


def coded(outcome: str) -> str:
    """With the name of the exception as code."""
    before, raises, name = outcome.partition("raises ")
    return f"{before}`{name}`" if raises else outcome


PAGES: Mapping[Path, Callable[[], str]] = {
    DOCS / "api.md": lambda: MADE + api(),
    DOCS / "errors.md": lambda: MADE + errors(),
    DOCS / "faults.md": faults,
    DOCS / "mutations.md": lambda: MADE + mutations(),
    DOCS / "sdk-reactions.md": sdk_reactions,
}


if __name__ == "__main__":
    for page, made in PAGES.items():
        if page.name in sys.argv[1:] or not sys.argv[1:]:
            page.write_text(made(), "utf-8")
