from __future__ import annotations

from pathlib import Path

import pytest
import rich_click as click

from fakeai_proxy.cli.confdir import confdir_errors


def test_what_the_system_says_becomes_one_line() -> None:
    with pytest.raises(
        click.ClickException, match=r"^x/y cannot hold the CA \(Permission denied\); see --confdir$"
    ):
        with confdir_errors(Path("x/y")):
            raise PermissionError(13, "Permission denied")
