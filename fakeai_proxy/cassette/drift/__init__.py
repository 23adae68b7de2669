"""Is what was recorded still what one would be answered today? A sample is asked again and compared.

Tape ─ survey ─► Candidates ─ sample ─► some of them ─ request_of ─► asked elsewhere ─ answered ─► compare
"""
