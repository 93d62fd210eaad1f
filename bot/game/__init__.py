"""What a player can do, and the sentences a player reads."""
