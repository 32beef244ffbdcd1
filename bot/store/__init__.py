"""The store: one schema, one writer."""
