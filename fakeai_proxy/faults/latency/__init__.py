"""Faults of time alone: every byte arrives, later."""
