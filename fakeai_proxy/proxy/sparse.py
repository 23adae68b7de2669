"""Single addons of mitmproxy, without the package that imports all forty of them.

`mitmproxy.addons` imports every addon, and with them Flask, LDAP and a parser generator: a quarter of a
second, most of it for what the lean master does not load.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

PACKAGE = "mitmproxy.addons"


def import_single_addons() -> None:
    """From now on, importing one addon of mitmproxy imports that one. For a process of our own only:

    `mitmproxy.addons.default_addons`, which mitmproxy's tools need, is not there afterwards.
    """
    found = find_spec("mitmproxy")
    if PACKAGE in sys.modules or found is None or found.submodule_search_locations is None:
        return
    spec = ModuleSpec(PACKAGE, loader=None, is_package=True)
    spec.submodule_search_locations = [f"{folder}/addons" for folder in found.submodule_search_locations]
    package = ModuleType(PACKAGE)
    package.__spec__, package.__path__ = spec, spec.submodule_search_locations
    sys.modules[PACKAGE] = package
