"""The one clock: when a post may leave, and why not yet."""
