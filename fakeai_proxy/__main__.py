"""`python -m fakeai_proxy`."""

from fakeai_proxy.cli.main import main

main()
