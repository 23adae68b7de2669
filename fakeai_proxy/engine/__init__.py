"""The imagined inference engine: when tokens come."""
