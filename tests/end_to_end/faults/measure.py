"""Notes what the installed SDKs do: `python -m tests.end_to_end.faults.measure` writes reactions.toml anew.

What was measured with other versions stays. Then `python -m tests.generated` for the page of the docs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from fakeai_proxy.cli.trust import make_ca

from .arrivals import Arrivals
from .conftest import chaotic, make_tape
from .provider import provider
from .reactions import CASES, MEASURED, SDK_OF, measured
from .sdks import installed, reactions


def main() -> None:
    arrivals = Arrivals()
    with TemporaryDirectory() as folder, provider() as upstream:
        confdir, taped = make_ca(Path(folder)).parent, make_tape(Path(folder, "taped.db"))
        with chaotic(confdir, upstream, taped, after=(arrivals,)) as proxy:
            found = reactions(proxy, upstream, arrivals, CASES)
    fresh = {
        installed(sdk): {what: outcome for (of, what), outcome in found.items() if of == sdk}
        for sdk in dict.fromkeys(SDK_OF.values())
    }
    known = measured() if MEASURED.exists() else {}
    MEASURED.write_text(toml(dict(sorted({**known, **fresh}.items()))), "utf-8")


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
