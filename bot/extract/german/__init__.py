"""German sentences: who says what, read from clauses, cases and moods."""
