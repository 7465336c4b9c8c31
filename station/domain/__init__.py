"""The rules of the hangar: commands in, events out. No clock, no I/O, standard library only."""
