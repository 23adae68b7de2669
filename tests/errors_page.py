"""docs/errors.md, from the tables of errors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from fakeai_proxy.chaos.error_injection import TYPES
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects import NAMES, PROVIDERS, ErrorEntry
from fakeai_proxy.faults.dialects.catalog import wording_of
from fakeai_proxy.faults.dialects.detect import HOSTS, dialect_of

from .markdown import ROOT

PATHS = (
    *("/v1/messages", "/v1/messages/batches", "/anthropic/v1/messages", "/v1/complete"),
    *("/openai/deployments/gpt-4o/chat/completions", "/openai/files?api-version=2024-10-21"),
)
"""Some that tell more than the host does."""
DATA = ROOT / "fakeai_proxy" / "faults" / "dialects"

BEGIN = """# Errors

What the fault `http.error` sends: status, headers and body of each provider, from what was seen on the
wire. In an experiment it is `{{type: http.error, name: rate_limit}}`; in the environment
`FAKEAI_ERROR_INJECTION_TYPES=429` ([below](#without-an-experiment)).

Each error is marked by how it is known:

| | |
|---|---|
| observed | somebody showed the reply, in an issue or a log |
| documented | the provider says so |
| inferred | put together from what is known of the others; do not rely on its words |

Headers are sent in lower case, as HTTP/2 has them. `alt-svc` is left out, since it would lead clients past
the proxy. What begins with `$` is filled in: the model asked for, a request id drawn by the seed, figures of
the fault. Of an API key no more is repeated than the provider repeats, `sk-proj-****MxYA`.

## Whose errors

`dialect: auto`, the default, looks at the path of the request and then at its host; what is in neither table
gets those of OpenAI. `dialect: nim`, the errors of NIM and vLLM run by oneself, is never chosen by itself.

| path | errors of |
|---|---|
{routes}
| host | errors of |
|---|---|
{hosts}
## Names

{count} names, which all providers have; where nobody has shown what one of them says, its error has the
shape of its others, and is inferred. `http.error` takes a `status` instead of a name, too.

| name | status | limit, used, requested, unless told otherwise |
|---|---|---|
{names}"""
TITLES = {
    "openai": "OpenAI",
    "azure": "Azure OpenAI",
    "anthropic": "Anthropic",
    "nvidia": "NVIDIA, hosted",
    "nim": "NIM and vLLM, self-hosted",
    "edge": "Cloudflare",
}
INTRODUCED = {
    "nvidia": "The front answers with a problem of RFC 7807, which has no `error`; SDKs show it as an error "
    "without a body.",
    "edge": "In place of the provider behind it: without its request id, and often a page where JSON is "
    "expected.",
}
INJECTION = """
## Without an experiment

`FAKEAI_ERROR_INJECTION_ENABLED=true` answers a share of all requests, `FAKEAI_ERROR_INJECTION_RATE`, with one
of the errors `FAKEAI_ERROR_INJECTION_TYPES`: commas between them, or a JSON list.

| type | name in `http.error` |
|---|---|
"""


def errors() -> str:
    """The whole page, without its mark."""
    return "".join(
        [
            BEGIN.format(
                count=len(NAMES),
                routes=rows((f"`{path}`", TITLES[told(path)]) for path in PATHS),
                hosts=rows((f"`{host}`", TITLES[dialect]) for host, dialect in HOSTS),
                names=rows((f"`{name}`", str(told.status), figures(name)) for name, told in NAMES.items()),
            ),
            *(section(provider) for provider in (*PROVIDERS, "edge")),
            INJECTION,
            rows((f"`{given}`", f"`{name}`") for given, name in TYPES.items()),
        ]
    )


def told(path: str) -> str:
    """Whose API has this path, on a host of which nothing is known."""
    path, _, query = path.partition("?")
    return dialect_of(Request("POST", path, "127.0.0.1", query))


def rows(cells: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def figures(name: str) -> str:
    told = NAMES[name]
    return f"{told.limit}, {told.used}, {told.requested}" if told.limit else ""


def section(provider: str) -> str:
    """The errors of one provider."""
    content = tomllib.loads((DATA / f"{provider}.toml").read_text("utf-8"))
    introduced = f"{INTRODUCED[provider]}\n\n" if provider in INTRODUCED else ""
    shape = (
        f"Shape of those that have no line: {code(content['shape']['body'])}\n\n"
        if "shape" in content
        else ""
    )
    groups = rows((name, headers(group)) for name, group in content["headers"].items())
    return (
        f"\n## {TITLES[provider]}\n\n{introduced}{shape}"
        f"| group | headers |\n|---|---|\n{groups}\n"
        "| name | status | known | headers | body |\n|---|---|---|---|---|\n"
        + rows(row(name, given, entry_of(provider, name)) for name, given in content["errors"].items())
    )


def entry_of(file: str, name: str) -> ErrorEntry:
    return wording_of(file).entries[name]


def row(name: str, given: Mapping[str, Any], entry: ErrorEntry) -> tuple[str, ...]:
    status = f"{entry.status} {entry.reason}".strip()
    known = f"{entry.evidence}: {entry.note}" if entry.note else entry.evidence
    if "like" in given:
        return (f"`{name}`", status, known, "", f"`{given['like']}` of [Cloudflare](#cloudflare)")
    groups = [*given["headers"], *([f"`{entry.retry}`"] if entry.retry else [])]
    return (f"`{name}`", status, known, ", ".join(groups), code(entry.body))


def headers(given: Mapping[str, str]) -> str:
    return "<br>".join(code(f"{name}: {value}") for name, value in given.items())


def code(text: str) -> str:
    """`text` in one cell of a table; a body has backticks of its own."""
    text = re.sub(r"\s*\n\s*", " ", text).strip().replace("|", "\\|")
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}" if text else "none"
