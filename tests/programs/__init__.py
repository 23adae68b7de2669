"""Programs of frameworks that are too heavy to install in every run of the tests; see docs/programs.md."""
