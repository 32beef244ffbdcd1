"""Templates in use: which version, whether a saved one is taken, and the newsroom's own tests."""
