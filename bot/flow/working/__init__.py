"""The worker: its start, its steps, and its changes of config."""
