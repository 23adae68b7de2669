"""The command line `fakeai-proxy`: one file a command. Heavy imports wait inside the commands."""
