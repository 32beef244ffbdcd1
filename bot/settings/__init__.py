"""Settings: the newsroom's YAML as values, and every problem in it."""
