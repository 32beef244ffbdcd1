"""The one clock: when a post may leave, why not yet, and what comes too thick."""
