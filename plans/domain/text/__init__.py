"""The running text of a plan: its sections, what it repeats from the annexes, the next year's."""
