"""A small program of the kind that the pytest plugin is for, and its tests."""
