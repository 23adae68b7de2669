"""`/fine_tuning`: jobs that train nothing, and are told step by step as if they did.

file ─ examples checked, tokens counted ─► job: validating_files ─► queued ─► running ─► succeeded
                                                 │                            └──► events, checkpoints
                                                 └──► failed                       model, metrics file

All of it is a function of what the job was made of and of the time; nothing runs in the background.
"""
