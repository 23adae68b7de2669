"""`/conversations`: items that responses go on from, kept until they are deleted."""
