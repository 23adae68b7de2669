"""Faults of the connection: what breaks below HTTP, before a reply or around it."""
