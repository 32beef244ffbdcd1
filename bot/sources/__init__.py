"""Sources: one file per kind of origin."""
