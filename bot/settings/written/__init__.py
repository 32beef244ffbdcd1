"""What is written in a file of the config: its YAML, with the place of every value, and what is wrong."""
