"""The load client: one thread, ready bytes, keep-alive; nothing but the standard library."""
