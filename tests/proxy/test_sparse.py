from __future__ import annotations

import subprocess
import sys

import pytest

LEAN = "from fakeai_proxy.proxy.sparse import import_single_addons; import_single_addons()"
LOADED = "import sys; print(*(name for name in ('flask', 'ldap3') if name in sys.modules))"


@pytest.mark.parametrize(("first", "loaded"), [(LEAN, ""), ("", "flask ldap3")])
def test_the_launcher_without_all_addons(first: str, loaded: str) -> None:
    code = f"{first}\nfrom fakeai_proxy.proxy import launch\n{LOADED}"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == loaded


def test_a_process_that_has_all_addons_keeps_them() -> None:
    code = f"import mitmproxy.addons\n{LEAN}\nprint(len(mitmproxy.addons.default_addons()) > 20)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "True\n"
