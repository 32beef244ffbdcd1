"""What all benchmarks share: goals, and parts that each run in a process of its own."""
