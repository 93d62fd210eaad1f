"""What the program needs of the outside world: one Protocol a file; domain and standard library only."""
