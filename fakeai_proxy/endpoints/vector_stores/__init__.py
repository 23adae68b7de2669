"""`/vector_stores`: files that are cut to chunks, made vectors, and searched.

file ─ text ─► chunks ─► vectors (in_progress) ─► kept as bytes (completed) ─► nearest ─► ranked ─► answer

Nothing runs in the background: who looks at a store does what is due by then, in slices.
"""
