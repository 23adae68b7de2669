"""Notes what the installed SDKs do: `python -m tests.end_to_end.faults.measure` writes reactions.toml anew.

With `--node` those for Node.js instead, in the versions of node/package.json, which npm fetches into a
temporary folder. What was measured with other versions stays. Then `python -m tests.generated` for the page
of the docs.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from fakeai_proxy.proxy.trust import make_ca
from tests.proxy.serving import Serving

from .arrivals import Arrivals
from .conftest import chaotic, make_tape
from .node_sdks import node_reactions
from .provider import Provider, provider
from .reactions import CASES, MEASURED, SDK_OF, measured
from .sdks import installed, reactions


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--node", action="store_true", help="the SDKs for Node.js; needs node and npm")
    measure = node_reactions if options.parse_args().node else python_reactions
    arrivals = Arrivals()
    with TemporaryDirectory() as folder, provider() as upstream:
        confdir, taped = make_ca(Path(folder)).parent, make_tape(Path(folder, "taped.db"))
        with chaotic(confdir, upstream, taped, arrivals) as proxy:
            fresh = measure(proxy, upstream, arrivals)
    known = measured() if MEASURED.exists() else {}
    MEASURED.write_text(toml(dict(sorted({**known, **fresh}.items(), key=by_name))), "utf-8")


def by_name(table: tuple[str, object]) -> str:
    """Both SDKs of a provider side by side: the @ of a scope on npm does not count."""
    return table[0].lstrip("@")


def python_reactions(proxy: Serving, upstream: Provider, arrivals: Arrivals) -> dict[str, dict[str, str]]:
    """`openai 3.54` -> text of a case -> outcome."""
    found = reactions(proxy, upstream, arrivals, CASES)
    return {
        installed(sdk): {what: outcome for (of, what), outcome in found.items() if of == sdk}
        for sdk in dict.fromkeys(SDK_OF.values())
    }


def toml(tables: Mapping[str, Mapping[str, str]]) -> str:
    return "\n".join(
        f"[{quoted(name)}]\n" + "".join(f"{quoted(key)} = {quoted(text)}\n" for key, text in table.items())
        for name, table in tables.items()
    )


def quoted(text: str) -> str:
    """A basic string of TOML: of what is in these tables, JSON's is one."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
