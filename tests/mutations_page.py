"""docs/mutations.md, made from the classes of mutations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from fakeai_proxy.cli.chaos.catalogue import value
from fakeai_proxy.cli.chaos.described import Described, Parameter
from fakeai_proxy.cli.mutations.catalogue import described
from fakeai_proxy.mutations import MUTATIONS, mutation_named
from fakeai_proxy.mutations.match import Match

BEGIN = """# Mutations

A [fault](faults.md) makes of a good answer one that something went wrong with. A mutation makes of
it another good one: shorter, of another model, with fields nobody has heard of. An app that is
tested with what was recorded once is tested with what the provider may answer next. `fakeai-proxy
mutations list` prints the table below, `mutations explain MUTATION` one of them with an example.

Mutations know the APIs: chat completions, completions, responses, Anthropic's messages, and
embeddings where it means something, whole and streamed alike. Unless a mutation says otherwise the
answer stays one of its API: the usage counts what is said, `[DONE]` comes last, calls, blocks and
events are numbered without a gap, a content-length fits. What an answer has nothing of (tool calls,
say) is left as it is. An error is no answer: only headers, status, JSON and time of it are changed.

## As answers are given

In `fakeai.toml`, one table a mutation. They are made in their order, before any fault of
[chaos](chaos.md):

```toml
[[mutations]]
type = "truncate"
tokens = 20
match = { model = "gpt-4o*", source = "recorded" }
probability = 0.5

[[mutations]]
type = "add_fields"
```

Elsewhere they are a JSON list: `--set mutations='[{"type": "add_fields"}]'`, `FAKEAI_MUTATIONS`, or
for mitmproxy's own tools `--set fakeai_mutations='[{"type": "add_fields"}]'`. Beside `type` and the
parameters of the mutation a table has

| field | |
|---|---|
| `match` | a table of what must fit; by default every answer |
| `probability` | the share of the answers that is changed, 1 unless told |

and a `match` has

| field | |
|---|---|
"""

MIDDLE = """
A text may have the wildcards `*` and `?`. What chance does depends on `seed`, on what was asked and
how often it was asked before: another run does the same, whatever the order in which requests
arrive. The bodies that are changed as a whole are held until they are complete; one longer than 16
MiB passes, and so does a WebSocket. A miss is answered as it is.

With `of = "request"` a mutation changes what is asked, before a cassette is looked into, upstream
is asked or the simulator answers. So recordings of one model answer for another:

```toml
[[mutations]]
type = "model"
of = "request"
only = "gpt-5*"
to = "gpt-4o"
```

## Recordings of recordings

`cassette mutate` makes recordings of others once and for all. The same seed makes the same ones,
and each says of which recording it was made, and how. A new cassette replays them for the requests
that were recorded:

<!-- run -->
```sh
fakeai-proxy cassette mutate chat.db --mutation '{"type": "add_fields"}' --into strange.db
fakeai-proxy cassette verify strange.db
```

Recordings in which nothing was found to change are not in it. Without `--into` they are written
into the cassette itself: kept aside, or with `--instead` replayed in place of those they were made
of. So a copy (`cp chat.db shorter.db`) that is mutated with `--instead` answers everything that the
original does. Several mutations, each a table as above, and a seed go into a file:

```toml
seed = 7

[[mutations]]
type = "truncate"
tokens = 20

[[mutations]]
type = "pace"
first = 3
```

```sh
fakeai-proxy cassette mutate shorter.db --path '/v1/chat/*' --file recipe.toml --instead
```

The file is TOML or JSON; `fakeai-proxy mutations schema` prints its JSON Schema.

## Many at once

`cassette fuzz` makes variants of each recording, by one to three mutations that chance draws and
that find something to change. They are replayed one after the other, as repeats of the request. The
same seed, the same bytes; `--json` lists what was done to each, in the words that `cassette mutate`
takes.

<!-- run -->
```sh
fakeai-proxy cassette fuzz chat.db --count 50 --seed 1 --into many.db --json
```

An app that asks the same again and again meets one after the other:

```sh
fakeai-proxy exec --mode replay --cassette many.db --speed 0 -- python app.py
```

## All of them

How to add one is in [contributing](../CONTRIBUTING.md#how-to-add).

| mutation | of | what happens | parameters | example |
|---|---|---|---|---|
"""


def mutations() -> str:
    """The page."""
    matched = "".join(f"| `{name}` | {field.description} |\n" for name, field in Match.model_fields.items())
    return "".join([BEGIN, matched, MIDDLE, *map(row, map(described, MUTATIONS))])


def row(mutation: Described) -> str:
    given = "<br>".join(map(parameter, mutation.parameters))
    text = "<br>".join(map(cell, paragraphs(mutation.text)))
    example = json.dumps({"type": mutation.type, **mutation_named(mutation.type).example})
    return f"| `{mutation.type}` | {mutation.kind} | {text} | {given} | `{cell(example)}` |\n"


def paragraphs(text: str) -> Iterable[str]:
    """The paragraphs and items of `text`, each without breaks; the words of a list of them as code."""
    listed = re.sub(r"^(\w+)  +", r"- `\1`: ", text, flags=re.MULTILINE)
    starts = re.split(r"\n\s*\n|\n(?=\s*- )", listed.strip())
    return (" ".join(one.split()) for one in starts)


def parameter(one: Parameter) -> str:
    default = "" if one.default in (None, "", [], {}) else f" = `{cell(value(one.default))}`"
    needed = ", needed" if one.required else ""
    return f"`{one.name}`{default}: {cell(one.takes)}{needed}. {cell(one.description)}"


def cell(text: str) -> str:
    """`text` within a table: no bar, no tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")
