"""The chat of the demo: one page on this machine, its small JSON interface, and the guard at its door."""
