"""What is due, who sends it, and what became of it: the laws, and every fault."""
