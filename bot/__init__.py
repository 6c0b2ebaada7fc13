"""The edges and the wiring: configuration, turns, and one folder for each chat."""
