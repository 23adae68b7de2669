"""`/audio`: text to speech, and speech to text."""
