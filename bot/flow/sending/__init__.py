"""From the outbox to the platform and back: pick, prepare, arm, call, settle."""
