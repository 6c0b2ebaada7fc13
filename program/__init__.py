"""The rules of the partner program: pure decisions, standard library only, no clock, no I/O, no sentences for people."""
