"""Faults of a reply under way."""
