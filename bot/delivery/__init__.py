"""What is due, who sends it, and what became of it."""
