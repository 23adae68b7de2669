"""Names of models as a log may repeat them: a client can put anything there, also its key."""

from __future__ import annotations

import re

NAME = re.compile(r"[A-Za-z0-9._:/@-]{1,80}")

CREDENTIAL = re.compile(
    r"""
      (?<![A-Za-z0-9]) (?:sk|rk|pk|ek|sess|nvapi|xai|xox[a-z]|gh[a-z]|glpat|hf|gsk|pplx|r8|npm) [-_]
      (?: [\w-]{20} | (?=[A-Za-z_-]*[0-9]) [\w-]{8} )                         # as providers begin their keys
    | AIza [\w-]{20}                                                          # Google's have no border
    | (?=[A-Za-z]*[0-9]) [A-Za-z0-9]{20} | [A-Za-z0-9]{32}                    # no word is that long
    | [0-9a-fA-F]{8} (?:-[0-9a-fA-F]{4}){3} - [0-9a-fA-F]{12}                 # a UUID
    | : [^/:@]+ @                                                             # user:password@host
    """,
    re.VERBOSE,
)
"""What may be a secret. A name that only looks like one is not shown either; nothing else depends on it."""


def shown(id: str) -> str:
    """`model 'ID'`; its length alone where `ID` is no plain name or may be a credential."""
    if NAME.fullmatch(id) and not CREDENTIAL.search(id):
        return f"model '{id}'"
    return f"a model whose name is not shown ({len(id)} characters)"
