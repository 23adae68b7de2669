"""`/batches`: files of requests, really asked.

file ─ lines ─► checked (validating) ─► dispatched, as many as are due (in_progress) ─► output and error files

Nothing runs in the background: who looks at a batch does what is due by then, in slices.
"""
